/** Which request a response answers when handlers interleave, right and wrong, as the host sees it. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createHostWorld } from "../support/host-world.js";
import type { HostWorld } from "../support/host-world.js";

interface Scenario {
  readonly name: string;
  readonly run: (world: HostWorld) => void;
  readonly a: readonly string[];
  readonly b: readonly string[];
  /** What the strict watch says about `g`. */
  readonly warnings: readonly string[];
}

/** `a` and `b` send their requests; `g` receives both, running `first` in the tick of A and `second` in the tick of B. */
function interleave({ a, b, g }: HostWorld, first: () => void, second: () => void): void {
  a.ask(g, "A");
  assert.is(g.receive(), "request A");
  first();
  b.ask(g, "B");
  assert.is(g.receive(), "request B");
  second();
}

/** `d` answers the next request that it got. */
function answerNext({ d }: HostWorld, body: string): void {
  d.receive();
  d.answer(body);
}

const scenarios: readonly Scenario[] = [
  {
    name: "S1 plain interleaving: each gets its own answer",
    run(world) {
      const { g, d } = world;
      interleave(
        world,
        () => g.ask(d, "s1"),
        () => g.answer("for B"),
      );
      answerNext(world, "one");
      assert.is(g.receive(), "response one");
      g.answer("for A");
    },
    a: ["response for A"],
    b: ["response for B"],
    warnings: [],
  },
  {
    name: "S2 several sub-requests at once: either response brings A back",
    run(world) {
      const { g, d } = world;
      const send = (): void => {
        g.ask(d, "s1");
        g.ask(d, "s2");
      };
      interleave(world, send, () => g.answer("for B"));
      answerNext(world, "one");
      g.receive();
      answerNext(world, "two");
      g.receive();
      g.answer("for A");
    },
    a: ["response for A"],
    b: ["response for B"],
    warnings: [],
  },
  {
    name: "S3 a sequence of awaits stays with A",
    run(world) {
      const { g, d } = world;
      interleave(
        world,
        () => g.ask(d, "s1"),
        () => g.answer("for B"),
      );
      answerNext(world, "one");
      g.receive();
      g.ask(d, "s2");
      world.b.ask(g, "B2");
      g.receive();
      g.answer("for B2");
      answerNext(world, "two");
      g.receive();
      g.answer("for A");
    },
    a: ["response for A"],
    b: ["response for B", "response for B2"],
    warnings: [],
  },
  {
    name: "S4 a blocking await inside B sets A's response aside",
    run(world) {
      const { g, d, kernel } = world;
      kernel.module("quick:test:test.os", (message, port) => {
        answerNext(world, "one");
        port.respond(message, new Uint8Array(0));
      });
      const quick = kernel.address("quick:test:test.os");
      interleave(
        world,
        () => g.ask(d, "s1"),
        () => {
          const awaited = {
            inherit: false,
            expectsResponse: 5n,
            body: new Uint8Array(0),
            metadata: undefined,
            capabilities: [],
          };
          g.host.sendAndAwaitResponse(quick, awaited, undefined);
          g.answer("for B");
        },
      );
      assert.is(g.receive(), "response one");
      g.answer("for A");
    },
    a: ["response for A"],
    b: ["response for B"],
    warnings: [],
  },
  {
    name: "S5 A resumed in the tick of B: B gets A's answer, A none",
    run(world) {
      const { g } = world;
      const second = (): void => {
        g.answer("for A");
        g.answer("for B");
      };
      interleave(world, () => {}, second);
      world.kernel.advance(30_000);
    },
    a: ["timeout of A"],
    b: ["response for A"],
    warnings: ["abandoned", "answered-twice"],
  },
  {
    name: "S6 A sends in the tick of B: the response comes back as B's",
    run(world) {
      const { g, d } = world;
      interleave(
        world,
        () => {},
        () => g.ask(d, "s2"),
      );
      answerNext(world, "two");
      g.receive();
      g.answer("for A");
      g.answer("for B");
      world.kernel.advance(30_000);
    },
    a: ["timeout of A"],
    b: ["response for A"],
    warnings: ["abandoned", "answered-twice"],
  },
  {
    name: "S7 two handlers share one sub-request: both answers go to A",
    run(world) {
      const { g, d } = world;
      interleave(
        world,
        () => g.ask(d, "s1"),
        () => {},
      );
      answerNext(world, "one");
      g.receive();
      g.answer("for A");
      g.answer("for B");
      world.kernel.advance(30_000);
    },
    a: ["response for A"],
    b: ["timeout of B"],
    warnings: ["abandoned", "answered-twice"],
  },
  {
    name: "S8 fire-and-forget leaves A prompting",
    run(world) {
      const { a, b, g } = world;
      a.ask(g, "A");
      g.receive();
      b.tell(g, "F");
      assert.is(g.receive(), "request F");
      g.answer("in the tick of F");
    },
    a: ["response in the tick of F"],
    b: [],
    warnings: ["abandoned", "unasked-answer"],
  },
  {
    name: "S9 a stale prompting message: a late answer is a duplicate, and so is that to a forwarded request",
    run(world) {
      const { a, b, d, g } = world;
      a.ask(g, "A");
      g.receive();
      g.answer("for A");
      b.tell(g, "F");
      g.receive();
      g.answer("again");
      g.tell(d, "forwarded", { inherit: true });
      assert.is(d.receive(), "request forwarded");
      d.answer("from d");
    },
    a: ["response for A"],
    b: [],
    warnings: ["unasked-answer"],
  },
  {
    name: "S10 a delay asked for in A's tick ends in A's tick",
    run(world) {
      const { a, g, kernel } = world;
      a.ask(g, "A");
      g.receive();
      const timer = kernel.address("timer:distro:sys");
      const body = new TextEncoder().encode('{"SetTimer":1500}');
      const wait = { inherit: false, expectsResponse: 3n, body, metadata: undefined, capabilities: [] };
      g.host.sendRequest(timer, wait, undefined, undefined);
      world.b.ask(g, "B");
      g.receive();
      g.answer("for B");
      kernel.advance(1500);
      assert.is(g.receive(), "response ");
      g.answer("for A");
    },
    a: ["response for A"],
    b: ["response for B"],
    warnings: [],
  },
  {
    name: "S11 work started outside any request answers nobody",
    run(world) {
      const { a, d, g } = world;
      g.ask(d, "s0");
      a.ask(g, "A", { seconds: 1n });
      g.receive();
      answerNext(world, "zero");
      assert.is(g.receive(), "response zero");
      g.answer("for A");
      assert.is(world.kernel.lines.at(-1)?.verbosity, 0);
      world.kernel.advance(1000);
    },
    a: ["timeout of A"],
    b: [],
    warnings: ["abandoned", "nobody-to-answer"],
  },
  {
    name: "S12 a failed sub-request brings A back, and its late response nothing",
    run(world) {
      const { a, d, g, kernel } = world;
      a.ask(g, "A");
      g.receive();
      g.ask(d, "s1", { seconds: 1n, context: "t1" });
      kernel.advance(1000);
      assert.is(g.receive(), "timeout of s1 [t1]");
      g.answer("for A");
      answerNext(world, "late");
      assert.equal(g.receiveAll(), []);
    },
    a: ["response for A"],
    b: [],
    warnings: [],
  },
  {
    name: "S13 an early reply, then more work: A prompts again, and a second answer is dropped",
    run(world) {
      const { a, d, g } = world;
      a.ask(g, "A");
      g.receive();
      g.ask(d, "s1");
      g.answer("early");
      answerNext(world, "one");
      g.receive();
      g.answer("again");
    },
    a: ["response early"],
    b: [],
    warnings: ["answered-twice"],
  },
  {
    name: "S14 forwarding: the answer passes by the forwarder",
    run(world) {
      const { a, d, g } = world;
      a.ask(g, "A");
      g.receive();
      g.tell(d, "A, forwarded", { inherit: true });
      assert.is(d.receive(), "request A, forwarded");
      d.answer("from d");
      assert.equal(g.receiveAll(), []);
    },
    a: ["response from d"],
    b: [],
    warnings: [],
  },
  {
    name: "S15 A kept waiting with nothing outstanding can never be answered",
    run(world) {
      const { g } = world;
      interleave(
        world,
        () => {},
        () => g.answer("for B"),
      );
      world.b.tell(g, "event");
      g.receive();
      g.answer("for A");
      world.kernel.advance(30_000);
    },
    a: ["timeout of A"],
    b: ["response for B"],
    warnings: ["abandoned", "unasked-answer"],
  },
  {
    name: "S16 answering all that are ready in one tick reaches only one of them",
    run(world) {
      const { g, d } = world;
      interleave(
        world,
        () => g.ask(d, "s1"),
        () => g.ask(d, "s2"),
      );
      answerNext(world, "one");
      g.receive();
      g.answer("for A");
      g.answer("for B");
      answerNext(world, "two");
      g.receive();
      g.answer("for B, in its own tick");
    },
    a: ["response for A"],
    b: ["response for B, in its own tick"],
    warnings: ["answered-twice"],
  },
  {
    name: "S17 a continuation that runs one tick late answers B",
    run(world) {
      const { a, b, d, g } = world;
      a.ask(g, "A");
      g.receive();
      g.ask(d, "s1");
      answerNext(world, "one");
      g.receive();
      b.ask(g, "B");
      g.receive();
      g.answer("for A");
      world.kernel.advance(30_000);
    },
    a: ["timeout of A"],
    b: ["response for A"],
    warnings: ["abandoned"],
  },
];

const test = suite("scenarios");

for (const scenario of scenarios) {
  test(scenario.name, () => {
    const world = createHostWorld();
    scenario.run(world);
    assert.equal(world.a.receiveAll(), scenario.a);
    assert.equal(world.b.receiveAll(), scenario.b);
    assert.equal(world.g.warnings, scenario.warnings);
  });
}

test("S14 a request without rsvp, as the http-server sends, reaches the next process as unanswerable", () => {
  const world = createHostWorld();
  const { d, g, kernel } = world;
  const server = kernel.module("web:test:test.os");
  const sent = server.request(g.process.our, new TextEncoder().encode("Http"), { expectsResponse: 15n });
  g.receive();
  g.tell(d, "forwarded", { inherit: true });
  assert.is(d.receive(), "request forwarded");
  d.answer("to nobody");
  kernel.pump();
  assert.equal(server.received, []);
  assert.is(kernel.trace[0]?.message.id, sent);
});

test.run();
