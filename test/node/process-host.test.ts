/** The message machine of one process, function by function. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import { ProcessHost } from "../../runtime/node/process-host.js";
import { HostError, Trap } from "../../runtime/node/trap.js";
import { request } from "../../runtime/testing/fake-kernel.js";
import { bytes, createHostWorld, textOf } from "../support/host-world.js";

const receive = suite("receive");

receive("a request that expects a response prompts; one that expects none leaves the prompting message", () => {
  const { a, b, g } = createHostWorld();
  a.ask(g, "A");
  b.tell(g, "F");
  assert.is(g.receive(), "request A");
  assert.is(g.receive(), "request F");
  g.answer("for A");
  assert.equal([a.receiveAll(), b.receiveAll()], [["response for A"], []]);
});

receive("a request with rsvp prompts even if nothing is expected", () => {
  const { a, d, g } = createHostWorld();
  a.ask(d, "A");
  d.receive();
  d.tell(g, "forwarded", { inherit: true });
  g.receive();
  g.answer("from g");
  assert.equal(a.receiveAll(), ["response from g"]);
});

receive("a response restores the prompting message of its request, possibly none", () => {
  const { a, d, g } = createHostWorld();
  g.ask(d, "before any request");
  a.ask(g, "A");
  g.receive();
  d.receive();
  d.answer("back");
  g.receive();
  g.answer("to nobody");
  assert.equal(a.receiveAll(), []);
});

receive("a send error restores it too, and carries the context once", () => {
  const { a, d, g, kernel } = createHostWorld();
  a.ask(g, "A");
  g.receive();
  g.ask(d, "s1", { seconds: 2n, context: "token" });
  kernel.advance(1999);
  assert.equal(g.receiveAll(), []);
  kernel.advance(1);
  assert.is(g.receive(), "timeout of s1 [token]");
  g.answer("late but right");
  assert.equal(a.receiveAll(), ["response late but right"]);
});

receive("a response carries the context that was saved with its request, never one from the responder", () => {
  const { d, g } = createHostWorld();
  g.ask(d, "q", { context: "mine" });
  d.receive();
  d.answer("r");
  assert.is(g.receive(), "response r [mine]");
});

receive("a response that nobody waits for is dropped when it is taken off, whoever sent it", () => {
  const { g, kernel } = createHostWorld();
  const stranger = kernel.module("stranger:test:test.os");
  stranger.respond(
    {
      id: 5n,
      source: g.process.our,
      target: stranger.address,
      rsvp: undefined,
      message: { tag: "request", val: request() },
      blob: undefined,
    },
    bytes("unasked"),
  );
  assert.equal(g.receiveAll(), []);
});

receive("a response is admitted from anybody that knows the id", () => {
  const { d, g, kernel } = createHostWorld();
  const stranger = kernel.module("stranger:test:test.os");
  g.ask(d, "q");
  kernel.pump();
  const sent = kernel.trace[0]?.message as KernelMessage;
  stranger.respond(sent, bytes("from elsewhere"));
  assert.is(g.receive(), "response from elsewhere");
});

receive("a second response to one request is dropped", () => {
  const { d, g } = createHostWorld();
  g.ask(d, "q");
  d.receive();
  d.answer("first");
  d.answer("second");
  assert.equal(g.receiveAll(), ["response first"]);
});

receive(
  "a time-out that is already in the channel loses against the response before it, and wins against one behind it",
  () => {
    for (const isResponseFirst of [true, false]) {
      const { d, g, kernel } = createHostWorld();
      g.ask(d, "q", { seconds: 1n });
      d.receive();
      if (isResponseFirst) d.answer("r");
      kernel.kernel.pump();
      kernel.clock.advance(1000);
      if (!isResponseFirst) d.answer("r");
      assert.equal(g.receiveAll(), [isResponseFirst ? "response r" : "timeout of q"]);
    }
  },
);

receive("shows the inherit flag and the seconds of the sender", () => {
  const { a, d, g } = createHostWorld();
  a.ask(d, "A");
  d.receive();
  d.ask(g, "q", { inherit: true, seconds: 7n });
  const received = g.process.receive();
  assert.ok(received.tag === "ok" && received.val[1].tag === "request");
  const { inherit, expectsResponse } = received.val[1].val;
  assert.equal([inherit, expectsResponse], [true, 7n]);
});

receive("the blocking form throws a send error with its context as payload", () => {
  const { d, g } = createHostWorld();
  g.ask(d, "q", { seconds: 1n, context: "token" });
  try {
    g.host.receive();
    assert.unreachable();
  } catch (error) {
    assert.instance(error, HostError);
    const [failure, context] = (error as HostError<readonly [{ kind: string }, Uint8Array]>).payload;
    assert.equal([failure.kind, textOf(context)], ["timeout", "token"]);
  }
});

receive.run();

const blobs = suite("blobs");

blobs("describe the message delivered last; without a blob the older one stays readable as last blob", () => {
  const { a, g } = createHostWorld();
  const { host } = g;
  assert.equal([host.hasBlob(), g.blob, g.lastBlob], [false, undefined, undefined]);
  a.tell(g, "one", { blob: "B1" });
  a.tell(g, "two");
  g.receive();
  assert.equal([host.hasBlob(), g.blob, g.blob, g.lastBlob], [true, "B1", "B1", "B1"]);
  g.receive();
  assert.equal([host.hasBlob(), g.blob, g.lastBlob], [false, undefined, "B1"]);
});

blobs("of a send error: none, and the last blob is kept", () => {
  const { a, d, g, kernel } = createHostWorld();
  a.tell(g, "one", { blob: "B1" });
  g.receive();
  g.ask(d, "q", { seconds: 1n });
  kernel.advance(1000);
  g.receive();
  assert.equal([g.host.hasBlob(), g.blob, g.lastBlob], [false, undefined, "B1"]);
});

interface Disturbance {
  readonly call: string;
  readonly run: (host: ProcessHost) => void;
  readonly saved?: string;
  /** After a message with the blob `B` and after one without; the last blob before was `B`. */
  readonly withBlob: string | undefined;
  readonly withoutBlob: string | undefined;
}

const disturbances: readonly Disturbance[] = [
  { call: "set-state", run: (host) => host.setState(bytes("s")), withBlob: undefined, withoutBlob: undefined },
  { call: "clear-state", run: (host) => host.clearState(), withBlob: undefined, withoutBlob: undefined },
  { call: "get-state with a state", run: (host) => host.getState(), saved: "s", withBlob: "B", withoutBlob: "B" },
  { call: "get-state without", run: (host) => host.getState(), withBlob: undefined, withoutBlob: undefined },
];

for (const { call, run, saved, withBlob, withoutBlob } of disturbances) {
  blobs(`after ${call}: what get-blob says changes, the last blob does not`, () => {
    for (const hasBlob of [true, false]) {
      const { a, g, kernel } = createHostWorld();
      if (saved !== undefined) kernel.states.set("g:test:test.os", bytes(saved));
      a.tell(g, "one", { blob: "B" });
      g.receive();
      if (!hasBlob) {
        a.tell(g, "two");
        g.receive();
      }
      run(g.host);
      assert.equal([g.blob, g.lastBlob], [hasBlob ? withBlob : withoutBlob, "B"]);
    }
  });
}

blobs("after send-and-await-response: those of the awaited response", () => {
  const { a, g, kernel } = createHostWorld();
  kernel.module("answers:test:test.os", (message, port) => {
    port.respond(message, bytes("r"), { blob: { mime: undefined, bytes: bytes("R") } });
  });
  a.tell(g, "one", { blob: "B" });
  g.receive();
  g.host.sendAndAwaitResponse(kernel.address("answers:test:test.os"), request({ expectsResponse: 5n }), undefined);
  assert.equal([g.blob, g.lastBlob], ["R", "R"]);
});

blobs.run();

const sending = suite("send-request");

sending(
  "rsvp: ourselves when a response is expected, else with inherit that of the prompting message, else none",
  () => {
    const { a, d, g, kernel } = createHostWorld();
    a.ask(g, "A");
    g.receive();
    g.ask(d, "expecting");
    g.ask(d, "expecting and inheriting", { inherit: true });
    g.tell(d, "inheriting", { inherit: true });
    g.tell(d, "plain");
    kernel.kernel.pump();
    const names = kernel.trace.slice(1).map(({ message }) => message.rsvp?.process.processName);
    assert.equal(names, ["g", "g", "a", undefined]);
  },
);

sending("id: that of the prompting message with inherit, else a fresh one", () => {
  const { a, d, g, kernel } = createHostWorld();
  g.tell(d, "nothing to inherit from", { inherit: true });
  a.ask(g, "A");
  g.receive();
  g.tell(d, "inheriting", { inherit: true });
  g.tell(d, "plain");
  kernel.kernel.pump();
  const [first, ask, inheriting, plain] = kernel.trace.map(({ message }) => message.id);
  assert.is(inheriting, ask);
  assert.is.not(plain, ask);
  assert.is.not(first, ask);
});

sending("never takes an id that is outstanding", () => {
  const { d, g, kernel } = createHostWorld();
  const ids = [1n, 1n, 1n, 2n];
  const host = new ProcessHost({
    our: g.process.our,
    onExit: { tag: "none" },
    channel: { take: () => assert.unreachable() as never, poll: () => undefined },
    link: g.process.port,
    nextId: () => ids.shift() ?? 0n,
  });
  host.sendRequest(d.process.our, request({ expectsResponse: 1n }), undefined, undefined);
  host.sendRequest(d.process.our, request({ expectsResponse: 1n }), undefined, undefined);
  kernel.kernel.pump();
  assert.equal(
    kernel.trace.map(({ message }) => message.id),
    [1n, 2n],
  );
});

sending("blob: an explicit one wins over inherit, which takes the last one received from anybody", () => {
  const { a, b, d, g } = createHostWorld();
  a.tell(g, "one", { blob: "old" });
  b.ask(g, "two");
  g.receive();
  g.receive();
  g.tell(d, "1", { inherit: true });
  g.tell(d, "2", { inherit: true, blob: "own" });
  g.tell(d, "3");
  const seen = [1, 2, 3].map(() => (d.receive(), d.blob));
  assert.equal(seen, ["old", "own", undefined]);
});

sending("two expecting requests with inherit have one id: the second context wins, the second response is lost", () => {
  const { a, d, g } = createHostWorld();
  a.ask(g, "A");
  g.receive();
  g.ask(d, "q1", { inherit: true, context: "c1" });
  g.ask(d, "q2", { inherit: true, context: "c2" });
  d.receive();
  d.answer("r1");
  d.receive();
  d.answer("r2");
  assert.equal(g.receiveAll(), ["response r1 [c2]"]);
});

sending("the timer of an overwritten entry runs on, and may end the later request", () => {
  const { a, d, g, kernel } = createHostWorld();
  a.ask(g, "A");
  g.receive();
  g.ask(d, "q1", { inherit: true, context: "c1", seconds: 1n });
  g.ask(d, "q2", { inherit: true, context: "c2", seconds: 9n });
  kernel.advance(1000);
  assert.equal(g.receiveAll(), ["timeout of q1 [c2]"]);
  kernel.advance(9000);
  assert.equal(g.receiveAll(), []);
});

sending("zero seconds expire at once", () => {
  const { d, g, kernel } = createHostWorld();
  g.ask(d, "q", { seconds: 0n });
  kernel.advance(0);
  assert.equal(g.receiveAll(), ["timeout of q"]);
});

sending("send-requests sends in order", () => {
  const { d, g } = createHostWorld();
  const one = (body: string) => [d.process.our, request({ body }), undefined, undefined] as const;
  g.host.sendRequests([one("1"), one("2"), one("3")]);
  assert.equal(d.receiveAll(), ["request 1", "request 2", "request 3"]);
});

sending.run();

const responding = suite("send-response");

responding("without prompting message: a line at verbosity 0, and nothing is sent", () => {
  const { g, kernel } = createHostWorld();
  g.answer("to nobody");
  kernel.pump();
  assert.equal(kernel.trace, []);
  assert.equal(
    kernel.lines.map(({ verbosity }) => verbosity),
    [0],
  );
});

responding("with inherit sends the last blob, whatever blob is given", () => {
  const { a, g } = createHostWorld();
  a.ask(g, "A", { blob: "inherited" });
  a.ask(g, "B");
  g.receive();
  g.answer("1", { inherit: true, blob: "explicit" });
  g.receive();
  g.answer("2", { inherit: false, blob: "explicit" });
  const seen = [1, 2].map(() => (a.receive(), a.blob));
  assert.equal(seen, ["inherited", "explicit"]);
});

responding("answers as often as it is called, to the same place", () => {
  const { a, g, kernel } = createHostWorld();
  a.ask(g, "A");
  g.receive();
  g.answer("1");
  g.answer("2");
  kernel.kernel.pump();
  const [ask, ...answers] = kernel.trace.map(({ message }) => message);
  assert.equal(
    answers.map(({ id, target }) => [id, target]),
    [1, 2].map(() => [ask?.id, a.process.our]),
  );
});

responding("keeps its own metadata, and takes none from the request", () => {
  const { a, g } = createHostWorld();
  a.host.sendRequest(g.process.our, request({ expectsResponse: 5n, metadata: "theirs" }), undefined, undefined);
  g.receive();
  g.answer("r");
  const received = a.process.receive();
  assert.ok(received.tag === "ok" && received.val[1].tag === "response");
  assert.is(received.val[1].val[0].metadata, undefined);
});

responding.run();

const awaiting = suite("send-and-await-response");

function answerer(
  world: ReturnType<typeof createHostWorld>,
  before: () => void = () => {},
): Parameters<ProcessHost["sendAndAwaitResponse"]>[0] {
  world.kernel.module("quick:test:test.os", (message, port) => {
    before();
    port.respond(message, bytes("awaited"));
  });
  return world.kernel.address("quick:test:test.os");
}

awaiting("traps without expected response, and with ourselves as target", () => {
  const { g, kernel } = createHostWorld();
  assert.throws(() => g.host.sendAndAwaitResponse(kernel.address("x:y:z"), request(), undefined), isTrap);
  assert.throws(() => g.host.sendAndAwaitResponse(g.process.our, request({ expectsResponse: 1n }), undefined), isTrap);
});

awaiting("to ourselves behind the alias `our` traps too: our own request comes back with the awaited id", () => {
  const { g } = createHostWorld();
  const alias = { node: "our", process: g.process.our.process };
  assert.throws(() => g.host.sendAndAwaitResponse(alias, request({ expectsResponse: 3n }), undefined), isTrap);
});

awaiting("sets other items aside in their order, without making them current", () => {
  const world = createHostWorld();
  const { a, b, d, g } = world;
  const target = answerer(world, () => {
    b.ask(g, "B", { blob: "of B" });
    d.answer("s1");
    world.kernel.kernel.step();
  });
  a.ask(g, "A");
  g.receive();
  g.ask(d, "s1", { context: "c1" });
  d.receive();
  g.host.sendAndAwaitResponse(target, request({ expectsResponse: 5n }), undefined);
  assert.equal([g.host.hasBlob(), g.lastBlob], [false, undefined]);
  g.answer("for A");
  assert.equal(g.receiveAll(), ["request B", "response s1 [c1]"]);
  assert.equal(a.receiveAll(), ["response for A"]);
});

awaiting("throws the send error without context", () => {
  const { g, kernel } = createHostWorld();
  try {
    g.host.sendAndAwaitResponse(kernel.address("nobody:test:test.os"), request({ expectsResponse: 5n }), undefined);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, HostError);
    assert.is((error as HostError<{ kind: string }>).payload.kind, "timeout");
  }
});

awaiting(
  "two responses to one request that are set aside are both delivered; the second has no context and prompts",
  () => {
    const world = createHostWorld();
    const { d, g } = world;
    g.ask(d, "q", { context: "c" });
    d.receive();
    d.answer("first");
    d.answer("second");
    g.host.sendAndAwaitResponse(answerer(world), request({ expectsResponse: 5n }), undefined);
    assert.equal(g.receiveAll(), ["response first [c]", "response second"]);
    g.answer("to the second response");
    world.kernel.kernel.pump();
    assert.equal(world.kernel.trace.at(-1)?.message.target, d.process.our);
  },
);

awaiting("a response and the time-out of one request that are set aside are both delivered", () => {
  const world = createHostWorld();
  const { d, g, kernel } = world;
  g.ask(d, "q", { seconds: 1n, context: "c" });
  d.receive();
  d.answer("r");
  kernel.kernel.pump();
  kernel.clock.advance(1000);
  g.host.sendAndAwaitResponse(answerer(world), request({ expectsResponse: 5n }), undefined);
  assert.equal(g.receiveAll(), ["response r [c]", "timeout of q"]);
});

awaiting("a timer that has not fired is cancelled by setting its response aside", () => {
  const world = createHostWorld();
  const { d, g, kernel } = world;
  g.ask(d, "q", { seconds: 1n, context: "c" });
  d.receive();
  d.answer("r");
  g.host.sendAndAwaitResponse(answerer(world), request({ expectsResponse: 5n }), undefined);
  kernel.advance(5000);
  assert.equal(g.receiveAll(), ["response r [c]"]);
});

awaiting("a request with the awaited id traps", () => {
  const { a, d, g } = createHostWorld();
  // `d` forwards the request of `g` back to it: same id, and expecting nothing.
  a.ask(g, "A");
  g.receive();
  g.tell(d, "forwarded", { inherit: true });
  d.receive();
  d.tell(g, "back again", { inherit: true });
  const awaited = request({ inherit: true, expectsResponse: 5n });
  assert.throws(() => g.host.sendAndAwaitResponse(d.process.our, awaited, undefined), isTrap);
});

awaiting.run();

const state = suite("state");

state("set, get and clear go to the service with the kernel as source, and need no capability", () => {
  const { g, kernel } = createHostWorld();
  assert.is(g.host.getState(), undefined);
  g.host.setState(bytes("saved"));
  assert.is(textOf(kernel.states.get("g:test:test.os")), "saved");
  assert.is(textOf(g.host.getState()), "saved");
  g.host.clearState();
  assert.is(g.host.getState(), undefined);
  const sources = new Set(
    kernel.trace
      .filter(({ message }) => message.message.tag === "request")
      .map(({ message }) => message.source.process.processName),
  );
  assert.equal([...sources], ["kernel"]);
});

state("without an answer get-state shows nothing after five seconds, set-state and clear-state trap", () => {
  const { g, kernel } = createHostWorld({ services: [] });
  kernel.module("state:distro:sys");
  assert.is(g.host.getState(), undefined);
  assert.is(kernel.clock.now(), 5000);
  assert.throws(() => g.host.setState(bytes("s")), isTrap);
  assert.throws(() => g.host.clearState(), isTrap);
});

state("an error of the service is not reported", () => {
  const { g, kernel } = createHostWorld({ services: [] });
  kernel.module("state:distro:sys", (message, port) => port.respond(message, bytes('{"Err":"RocksDBError"}')));
  g.host.setState(bytes("s"));
  assert.is(g.host.getState(), undefined);
});

state("calls leave the prompting message, and set other messages aside", () => {
  const { a, b, g } = createHostWorld();
  a.ask(g, "A");
  g.receive();
  b.ask(g, "B");
  g.host.setState(bytes("s"));
  g.answer("for A");
  assert.equal([a.receiveAll(), g.receiveAll()], [["response for A"], ["request B"]]);
});

state.run();

const rest = suite("other functions");

rest("print-to-terminal prefixes the package and names the process", () => {
  const { g, kernel } = createHostWorld();
  g.host.printToTerminal(2, "hello");
  assert.equal(kernel.lines, [{ verbosity: 2, source: g.process.our.process, text: "test:test.os: hello" }]);
});

rest("set-on-exit changes what get-on-exit and the kernel say", () => {
  const { g } = createHostWorld();
  g.host.setOnExit({ tag: "restart" });
  assert.equal([g.host.getOnExit(), g.process.port.onExit()], [{ tag: "restart" }, { tag: "restart" }]);
});

rest("capabilities are saved without question, listed and dropped", () => {
  const { g, kernel } = createHostWorld();
  const issuer = kernel.address("x:y:z");
  g.host.saveCapabilities([{ issuer, params: '{"a":1, "b":2}' }]);
  const params = (): string[] => g.host.ourCapabilities().map((capability) => capability.params);
  assert.equal(params().sort(), ['"messaging"', '"network"', '{"a":1, "b":2}']);
  g.host.dropCapabilities([{ issuer, params: '{"b":2,"a":1}' }]);
  assert.equal(params().sort(), ['"messaging"', '"network"']);
});

rest("attached capabilities are those that we issue or hold; the others are removed in silence", () => {
  const { d, g, kernel } = createHostWorld();
  const held = { issuer: kernel.address("x:y:z"), params: "1" };
  const own = { issuer: g.process.our, params: "2" };
  const ownElsewhere = { issuer: { node: "other.os", process: g.process.our.process }, params: "3" };
  const foreign = { issuer: kernel.address("x:y:z"), params: "4" };
  g.host.saveCapabilities([held]);
  g.host.sendRequest(
    d.process.our,
    request({ capabilities: [held, own, ownElsewhere, foreign] }),
    undefined,
    undefined,
  );
  const received = d.process.receive();
  assert.ok(received.tag === "ok" && received.val[1].tag === "request");
  assert.equal(
    received.val[1].val.capabilities.map(({ params }) => params),
    ["1", "2", "3"],
  );
});

rest("spawn: a missing file and a start that fails are errors, a bad name traps", () => {
  const { g, kernel } = createHostWorld();
  const spawn = (name: string): unknown =>
    g.host.spawn(name, "/test:test.os/pkg/child.wasm", { tag: "none" }, [], [], false);
  assert.throws(
    () => spawn("child"),
    (error: HostError<string>) => error.payload === "no-file-at-path",
  );
  kernel.module("vfs:distro:sys", (message, port) => {
    port.respond(message, bytes('"Read"'), { blob: { mime: undefined, bytes: bytes("wasm") } });
  });
  assert.throws(() => spawn("not a name"), isTrap);
  assert.throws(
    () => spawn("child"),
    (error: HostError<string>) => error.payload === "no-file-at-path",
  );
});

rest.run();

function isTrap(error: unknown): boolean {
  return error instanceof Trap;
}
