/** Who may send what to whom, and what the sender of a refused request gets to know. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Address } from "../../runtime/contract/address.js";
import { messagingCapability } from "../../runtime/node/capabilities.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import { bytes, describe } from "../support/host-world.js";

interface Row {
  readonly name: string;
  /** Rights of the sender, a hosted process. */
  readonly sender?: { readonly isNetworked?: boolean; readonly mayMessage?: readonly string[] };
  /** Undefined: there is no such process. */
  readonly target?: { readonly isPublic: boolean };
  readonly node?: string;
  /** What the sender gets for an expecting request, at once; undefined if nothing. */
  readonly told: string | undefined;
  readonly isDelivered: boolean;
  /** Verbosities of the lines that are printed. */
  readonly lines: readonly number[];
}

const rows: readonly Row[] = [
  { name: "local, public target", target: { isPublic: true }, told: undefined, isDelivered: true, lines: [] },
  {
    name: "local, with the messaging capability",
    sender: { mayMessage: ["t:test:test.os"] },
    target: { isPublic: false },
    told: undefined,
    isDelivered: true,
    lines: [],
  },
  { name: "local, without it", target: { isPublic: false }, told: "timeout of q", isDelivered: false, lines: [0] },
  { name: "local, unknown target", told: "timeout of q", isDelivered: false, lines: [2] },
  {
    name: "remote, without the network capability",
    node: "far.os",
    told: "timeout of q",
    isDelivered: false,
    lines: [0, 0],
  },
  {
    name: "remote, a node that nobody knows",
    sender: { isNetworked: true },
    node: "far.os",
    told: "offline of q",
    isDelivered: false,
    lines: [],
  },
];

const outgoing = suite("requests of a process");

for (const { name, sender, target, node, told, isDelivered, lines } of rows) {
  for (const expectsResponse of [9n, undefined]) {
    outgoing(`${name}, ${expectsResponse === undefined ? "nothing expected" : "a response expected"}`, () => {
      const kernel = new FakeKernel();
      const process = kernel.process("s:test:test.os", sender ?? {});
      const module = target && kernel.module("t:test:test.os", () => {}, target);
      const address: Address = { ...kernel.address("t:test:test.os"), node: node ?? "our" };
      process.host.sendRequest(address, request({ body: "q", expectsResponse }), undefined, undefined);
      kernel.kernel.pump();
      const received = process.host.tryReceive();
      assert.is(received && describe(received), expectsResponse === undefined ? undefined : told);
      assert.is((module?.received.length ?? 0) > 0, isDelivered);
      assert.equal(
        kernel.lines.map(({ verbosity }) => verbosity),
        lines,
      );
    });
  }
}

outgoing("a lenient node delivers what only lacks the right, says so once for each pair, and nothing else", () => {
  const kernel = new FakeKernel({ isLenient: true });
  const process = kernel.process("s:test:test.os");
  const module = kernel.module("t:test:test.os", () => {}, { isPublic: false });
  const send = (target: Address): void => {
    process.host.sendRequest(target, request({ body: "q" }), undefined, undefined);
    kernel.kernel.pump();
  };
  for (let time = 0; time < 2; time++) send(kernel.address("t:test:test.os"));
  send(kernel.address("nobody:test:test.os"));
  send({ ...kernel.address("t:test:test.os"), node: "far.os" });
  assert.is(module.received.length, 2);
  assert.equal(
    kernel.lines.map(({ text }) => text).slice(0, 3),
    [
      "event loop: process s:test:test.os doesn't have capability to message process t:test:test.os; this node is lenient and delivers it, Hyperdrive does not",
      "event loop: process s:test:test.os sent message to non-existing nobody:test:test.os; dropping message",
      "event loop: process s:test:test.os doesn't have capability to send networked messages",
    ],
  );
});

outgoing("a process may always message itself", () => {
  const kernel = new FakeKernel();
  const process = kernel.process("s:test:test.os", { isPublic: false });
  process.host.sendRequest(process.our, request({ body: "q" }), undefined, undefined);
  assert.is(describe(process.receive()), "request q");
});

outgoing("a process that has gone is unknown, a dead one swallows what it is sent", () => {
  const kernel = new FakeKernel();
  const process = kernel.process("s:test:test.os");
  const gone = kernel.process("gone:test:test.os");
  const dead = kernel.process("dead:test:test.os");
  gone.port.remove({ revoke: true });
  process.host.sendRequest(gone.our, request({ body: "to gone", expectsResponse: 3n }), undefined, undefined);
  process.host.sendRequest(dead.our, request({ body: "to dead", expectsResponse: 3n }), undefined, undefined);
  assert.is(describe(process.receive()), "timeout of to gone");
  assert.is(process.host.tryReceive(), undefined);
  kernel.advance(3000);
  assert.is(describe(process.receive()), "timeout of to dead");
});

outgoing("a process-name `kernel` never gets a local message, whatever the package", () => {
  const kernel = new FakeKernel();
  const process = kernel.process("s:test:test.os");
  const namesake = kernel.module("kernel:test:test.os");
  process.host.sendRequest(namesake.address, request({ body: "q", expectsResponse: 3n }), undefined, undefined);
  kernel.pump();
  assert.equal(namesake.received, []);
});

outgoing.run();

const incoming = suite("messages from other nodes");

for (const { isNetworked, isPublic, isDelivered, lines } of [
  { isNetworked: true, isPublic: false, isDelivered: true, lines: [] },
  { isNetworked: false, isPublic: true, isDelivered: false, lines: [0] },
]) {
  incoming(
    `to a ${isPublic ? "public" : "private"} process ${isNetworked ? "with" : "without"} the network capability`,
    () => {
      const kernel = new FakeKernel();
      const process = kernel.process("t:test:test.os", { isNetworked, isPublic });
      kernel.inject({ source: "far.os@x:y:z", target: "test.os@t:test:test.os", request: request({ body: "q" }) });
      kernel.pump();
      assert.is(process.waitingCount, isDelivered ? 1 : 0);
      assert.equal(
        kernel.lines.map(({ verbosity }) => verbosity),
        lines,
      );
    },
  );
}

incoming("to a missing process: a line at verbosity 2", () => {
  const kernel = new FakeKernel();
  kernel.inject({ source: "far.os@x:y:z", target: "test.os@t:test:test.os", request: request() });
  kernel.pump();
  assert.equal(
    kernel.lines.map(({ verbosity }) => verbosity),
    [2],
  );
});

incoming("an answer to one leaves by the transport", () => {
  const sent: string[] = [];
  const kernel = new FakeKernel({ transport: { send: ({ target }) => sent.push(target.node) } });
  const process = kernel.process("t:test:test.os", { isNetworked: true });
  kernel.inject({ source: "far.os@x:y:z", target: "our@t:test:test.os", request: request({ expectsResponse: 5n }) });
  process.receive();
  process.host.sendResponse({ inherit: false, body: bytes("r"), metadata: undefined, capabilities: [] }, undefined);
  kernel.pump();
  assert.equal(sent, ["far.os"]);
});

incoming("of their capabilities, those that claim to be ours are removed", () => {
  const kernel = new FakeKernel();
  const process = kernel.process("t:test:test.os", { isNetworked: true });
  const foreign = { issuer: { ...kernel.address("a:b:c"), node: "far.os" }, params: "1" };
  const ours = { issuer: kernel.address("a:b:c"), params: "2" };
  kernel.inject({
    source: "far.os@x:y:z",
    target: "our@t:test:test.os",
    request: request({ capabilities: [foreign, ours] }),
  });
  const received = process.receive();
  assert.ok(received.tag === "ok" && received.val[1].tag === "request");
  assert.equal(received.val[1].val.capabilities, [foreign]);
});

incoming.run();

const responses = suite("responses");

responses("are checked like requests, and a refused one is not reported to anybody", () => {
  const kernel = new FakeKernel();
  const asking = kernel.process("a:test:test.os", { isPublic: false });
  const answering = kernel.process("b:test:test.os");
  asking.host.sendRequest(answering.our, request({ body: "q", expectsResponse: 2n }), undefined, undefined);
  answering.receive();
  answering.host.sendResponse({ inherit: false, body: bytes("r"), metadata: undefined, capabilities: [] }, undefined);
  kernel.pump();
  assert.equal([asking.waitingCount, answering.waitingCount], [0, 0]);
  assert.equal(
    kernel.lines.map(({ verbosity }) => verbosity),
    [0],
  );
  kernel.advance(2000);
  assert.is(describe(asking.receive()), "timeout of q");
});

responses("of the timer need a grant, although anybody may ask it", () => {
  for (const isGranted of [false, true]) {
    const kernel = new FakeKernel();
    const process = kernel.process("a:test:test.os", { isPublic: false });
    const timer = kernel.address("timer:distro:sys");
    if (isGranted) kernel.kernel.grant(timer.process, [messagingCapability(process.our)]);
    process.host.sendRequest(timer, request({ body: '{"SetTimer":10}', expectsResponse: 1n }), undefined, undefined);
    kernel.advance(1000);
    assert.is(describe(process.receive()), isGranted ? "response " : 'timeout of {"SetTimer":10}');
  }
});

responses("of state, vfs and the kernel need none", () => {
  for (const name of ["state", "vfs"]) {
    const kernel = new FakeKernel({ services: [] });
    const process = kernel.process("a:test:test.os", { isPublic: false });
    const module = kernel.module(`${name}:distro:sys`, (message, port) => port.respond(message, bytes("r")));
    process.host.sendRequest(module.address, request({ expectsResponse: 1n }), undefined, undefined);
    assert.is(describe(process.receive()), "response r");
  }
});

responses.run();
