/** The event loop: send errors, order, kernel commands, and what a process leaves behind. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { messagingCapability } from "../../runtime/node/capabilities.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import { bytes, describe, textOf } from "../support/host-world.js";

const errors = suite("send errors");

errors(
  "show kind, request and blob; the target as it was written if the timer fired, resolved if the loop refused",
  () => {
    const kernel = new FakeKernel();
    const process = kernel.process("s:test:test.os");
    kernel.module("silent:test:test.os");
    const blob = { mime: "text/plain", bytes: bytes("B") };
    for (const name of ["silent:test:test.os", "missing:test:test.os"]) {
      const target = { ...kernel.address(name), node: "our" };
      process.host.sendRequest(target, request({ body: name, expectsResponse: 2n, metadata: "m" }), undefined, blob);
    }
    kernel.pump();
    const refused = process.receive();
    kernel.advance(2000);
    const timedOut = process.receive();
    for (const [received, name, node] of [
      [refused, "missing:test:test.os", "test.os"],
      [timedOut, "silent:test:test.os", "our"],
    ] as const) {
      assert.ok(received.tag === "err");
      const [error] = received.val;
      assert.equal(error.target, { ...kernel.address(name), node });
      assert.equal([error.kind, error.lazyLoadBlob], ["timeout", blob]);
      assert.ok(error.message.tag === "request");
      assert.equal([textOf(error.message.val.body), error.message.val.metadata], [name, "m"]);
    }
  },
);

errors("a late answer after a time-out is dropped", () => {
  const kernel = new FakeKernel();
  const process = kernel.process("s:test:test.os");
  const silent = kernel.module("silent:test:test.os");
  process.host.sendRequest(silent.address, request({ body: "q", expectsResponse: 1n }), undefined, undefined);
  kernel.advance(1000);
  assert.is(describe(process.receive()), "timeout of q");
  const [asked] = silent.received;
  assert.ok(asked);
  silent.respond(asked, bytes("late"));
  kernel.pump();
  assert.is(process.host.tryReceive(), undefined);
});

errors("no timer is left when the response has been taken, or the process is gone", () => {
  const kernel = new FakeKernel();
  const process = kernel.process("s:test:test.os");
  const target = kernel.module("quick:test:test.os", (message, port) => port.respond(message, bytes("r")));
  process.host.sendRequest(target.address, request({ expectsResponse: 9n }), undefined, undefined);
  process.receive();
  assert.is(kernel.clock.timerCount, 0);
  process.host.sendRequest(kernel.address("timer:distro:sys"), request({ expectsResponse: 9n }), undefined, undefined);
  process.port.remove({ revoke: true });
  assert.is(kernel.clock.timerCount, 0);
});

errors("a transport may fail a message later, and is not asked about a node of the same name", () => {
  const fails: (() => void)[] = [];
  const kernel = new FakeKernel({ transport: { send: (_message, fail) => fails.push(() => fail("offline")) } });
  const process = kernel.process("s:test:test.os", { isNetworked: true });
  process.host.sendRequest(
    { ...process.our, node: "far.os" },
    request({ body: "q", expectsResponse: 9n }),
    undefined,
    undefined,
  );
  process.host.sendRequest({ ...process.our, node: "our" }, request({ body: "own" }), undefined, undefined);
  kernel.pump();
  for (const fail of fails) fail();
  assert.is(describe(process.receive()), "request own");
  assert.is(describe(process.receive()), "offline of q");
});

errors.run();

const order = suite("order");

order("messages of one sender arrive in the order they were sent", () => {
  const kernel = new FakeKernel();
  const process = kernel.process("s:test:test.os");
  const seen: string[] = [];
  kernel.process("t:test:test.os", { guest: (received) => seen.push(describe(received)) });
  for (let index = 0; index < 300; index++) {
    process.host.sendRequest(kernel.address("t:test:test.os"), request({ body: String(index) }), undefined, undefined);
  }
  kernel.pump();
  assert.equal(
    seen,
    Array.from({ length: 300 }, (_, index) => `request ${index}`),
  );
});

order("a module that throws costs its message only", () => {
  const kernel = new FakeKernel();
  const process = kernel.process("s:test:test.os");
  const broken = kernel.module("broken:test:test.os", () => {
    throw new Error("oh");
  });
  process.host.sendRequest(broken.address, request(), undefined, undefined);
  process.host.sendRequest(process.our, request({ body: "after" }), undefined, undefined);
  assert.is(describe(process.receive()), "request after");
  assert.match(kernel.lines[0]?.text ?? "", /^broken:test:test\.os failed: Error: oh/);
});

order.run();

const commands = suite("kernel commands");

/** Sends a command as a process that may message the kernel, and returns what comes back within five seconds. */
function command(kernel: FakeKernel, body: unknown): string {
  const process = kernel.process("admin:test:test.os", { mayMessage: ["kernel:distro:sys"] });
  const text = typeof body === "string" ? body : JSON.stringify(body);
  process.host.sendRequest(
    kernel.address("kernel:distro:sys"),
    request({ body: text, expectsResponse: 5n }),
    undefined,
    undefined,
  );
  kernel.advance(5000);
  return describe(process.receive());
}

const capability = { issuer: "test.os@x:y:z", params: '"p"' };

commands("GrantCapabilities and DropCapabilities change the store and never reply", () => {
  const kernel = new FakeKernel();
  const target = kernel.process("t:test:test.os");
  const params = (): string[] => target.host.ourCapabilities().map((held) => held.params);
  assert.match(
    command(kernel, { GrantCapabilities: { target: "t:test:test.os", capabilities: [capability] } }),
    /^timeout/,
  );
  assert.equal(params(), ['"messaging"', '"p"']);
  const other = new FakeKernel();
  const holder = other.process("t:test:test.os");
  holder.host.saveCapabilities([{ issuer: other.address("x:y:z"), params: '"p"' }]);
  command(other, { DropCapabilities: { target: "t:test:test.os", capabilities: [capability] } });
  assert.equal(
    holder.host.ourCapabilities().map((held) => held.params),
    ['"messaging"'],
  );
});

commands("KillProcess takes a process off the node, and what it has issued from others", () => {
  const kernel = new FakeKernel();
  const victim = kernel.process("v:test:test.os");
  const friend = kernel.process("f:test:test.os");
  friend.host.saveCapabilities([messagingCapability(victim.our)]);
  assert.is(command(kernel, { KillProcess: "v:test:test.os" }), 'response {"KilledProcess":"v:test:test.os"}');
  assert.is(kernel.kernel.has(victim.our.process), false);
  assert.equal(
    friend.host.ourCapabilities().map(({ issuer }) => issuer.process.processName),
    ["f"],
  );
});

commands("KillProcess of a missing one gets no reply", () => {
  const kernel = new FakeKernel();
  assert.match(command(kernel, { KillProcess: "v:test:test.os" }), /^timeout/);
  assert.equal(
    kernel.lines.map(({ verbosity }) => verbosity),
    [2],
  );
});

commands("Debug shows the process map, and is not answered for anything else", () => {
  const kernel = new FakeKernel({ services: [] });
  kernel.kernel.addProcess({
    id: { processName: "v", packageName: "test", publisherNode: "test.os" },
    wasmPath: "/test:test.os/pkg/v.wasm",
    isPublic: true,
    onExit: { tag: "restart" },
    capabilities: [],
    deliver() {},
  });
  const reply = command(kernel, { Debug: "ProcessMap" }).replace(/^response /, "");
  const map = (JSON.parse(reply) as { Debug: { ProcessMap: Record<string, unknown> } }).Debug.ProcessMap;
  assert.equal(Object.keys(map), ["kernel:distro:sys", "net:distro:sys", "v:test:test.os", "admin:test:test.os"]);
  assert.equal(map["v:test:test.os"], {
    wasm_bytes_handle: "/test:test.os/pkg/v.wasm",
    wit_version: null,
    on_exit: "Restart",
    capabilities: [{ issuer: "test.os@v:test:test.os", params: '"messaging"' }],
    public: true,
  });
  assert.match(command(new FakeKernel(), { Debug: { Process: "v:test:test.os" } }), /^timeout/);
});

for (const [body, reply] of [
  [{ RunProcess: "v:test:test.os" }, 'response "RunProcessError"'],
  [{ InitializeProcess: {} }, 'response "InitializeProcessError"'],
] as const) {
  commands(`${Object.keys(body)[0]} is not carried out, and says so`, () => {
    assert.is(command(new FakeKernel(), body), reply);
  });
}

commands("anything else is reported and not answered", () => {
  for (const body of ["not json", "17", '{"A":1,"B":2}', '{"KillProcess":7}', '{"GrantCapabilities":{"target":"x"}}']) {
    const kernel = new FakeKernel();
    assert.match(command(kernel, body), /^timeout/, body);
    assert.equal(
      kernel.lines.map(({ verbosity }) => verbosity),
      [0],
      body,
    );
  }
});

commands("need the messaging capability for the kernel", () => {
  const kernel = new FakeKernel();
  const victim = kernel.process("v:test:test.os");
  victim.host.sendRequest(
    kernel.address("kernel:distro:sys"),
    request({ body: '{"KillProcess":"v:test:test.os"}' }),
    undefined,
    undefined,
  );
  kernel.pump();
  assert.is(kernel.kernel.has(victim.our.process), true);
});

commands.run();

const life = suite("processes");

life("an id is taken once; removal without revocation keeps what was granted to others", () => {
  const kernel = new FakeKernel();
  const first = kernel.process("p:test:test.os");
  assert.throws(() => kernel.process("p:test:test.os"), /exists already/);
  const friend = kernel.process("f:test:test.os");
  friend.host.saveCapabilities([messagingCapability(first.our)]);
  first.port.remove({ revoke: false });
  kernel.process("p:test:test.os");
  assert.is(friend.host.ourCapabilities().length, 2);
});

life("a removal does not touch a later process of the same id", () => {
  const kernel = new FakeKernel();
  const first = kernel.process("p:test:test.os");
  first.port.remove({ revoke: false });
  const second = kernel.process("p:test:test.os");
  first.port.remove({ revoke: false });
  assert.is(kernel.kernel.has(second.our.process), true);
});

life("modules hold the right to message each other, whichever came first, and no process", () => {
  const kernel = new FakeKernel({ services: [] });
  const process = kernel.process("p:test:test.os", { isPublic: false });
  const first = kernel.module("one:distro:sys", () => {}, { isPublic: false });
  const second = kernel.module("two:distro:sys", () => {}, { isPublic: false });
  first.request(second.address, bytes("1"));
  second.request(first.address, bytes("2"));
  first.request(process.our, bytes("3"));
  kernel.pump();
  assert.equal([first.received.length, second.received.length, process.waitingCount], [1, 1, 0]);
});

life.run();
