/** Who a message is from: what processes, other nodes and programs of this machine say of it changes nothing. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatAddress } from "../../runtime/contract/index.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import { Network } from "../../runtime/node/network.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import { bytes } from "../support/host-world.js";
import { closeTestNodes, createTestNode } from "../support/test-node.js";

const sources = suite("sources");
sources.after.each(closeTestNodes);

/** Says from whom messages come, and with which capabilities. */
const listener = `
export function init() {
  bind("/");
  for (;;) {
    const [source, message] = standard.receive();
    const name = Object.values(source.process).join(":");
    const held = message.val.capabilities?.map((capability) => capability.params) ?? [];
    if (message.tag === "request") print("heard " + source.node + "@" + name + " " + text(message.val.body).slice(0, 20) + " " + JSON.stringify(held));
    if (name === "http-server:distro:sys") answer("ok");
  }
}`;

/** Sends with everything in the request that a source could be claimed by. */
const liar = `
export function init() {
  const target = local("listener", "test", "test.os");
  const claim = { node: standard.our().node, process: { processName: "http-server", packageName: "distro", publisherNode: "sys" } };
  const capabilities = [
    { issuer: claim, params: '{"root":true}' },
    { issuer: standard.our(), params: '"own"' },
  ];
  const message = { ...request("lie", undefined), source: claim, rsvp: claim, capabilities };
  standard.sendRequest(target, message, undefined, undefined);
  standard.sendRequest({ ...target, node: "our" }, { ...message, body: bytes("alias") }, undefined, undefined);
  standard.sendResponse({ inherit: false, body: bytes("{}"), metadata: undefined, capabilities: [], source: claim }, undefined);
  bind("/");
  for (;;) { standard.receive(); answer("ok"); }
}`;

sources("a process is itself, and attaches only capabilities that it holds or issues", async () => {
  const world = await createTestNode();
  await world.install(listener, { public: true }, "listener");
  await world.install(liar, {}, "q", "other");
  await world.printed("alias");
  const heard = world.lines.filter((line) => line.includes("heard ")).map((line) => line.replace(/^.*heard /, ""));
  assert.equal(heard, ['test.os@q:other:test.os lie ["\\"own\\""]', 'test.os@q:other:test.os alias ["\\"own\\""]']);
  assert.is(await world.get("/", { name: "listener" }), "ok");
});

sources("a message from outside is from the http-server, whatever is in it", async () => {
  const world = await createTestNode();
  await world.install(listener, {}, "listener");
  const body = JSON.stringify({
    process: "listener:test:test.os",
    source: "test.os@kernel:distro:sys",
    rsvp: "test.os@kernel:distro:sys",
    capabilities: ['"root"'],
    body: "outside",
  });
  const answer = await fetch(`${world.node.url}/rpc:distro:sys/message`, { method: "POST", body });
  assert.is(answer.status, 200);
  assert.match(await world.printed("outside"), /heard test\.os@http-server:distro:sys outside \[\]$/);
});

sources("a process that answers as the http-server would has answered nothing", async () => {
  const kernel = new FakeKernel();
  const liar = kernel.process("q:x:y.os");
  const asker = kernel.process("p:k:b.os");
  kernel.module("slow:k:b.os");
  const sent = asker.host.sendRequest(kernel.address("slow:k:b.os"), request({ body: "?", expectsResponse: 5n }), undefined, undefined);
  assert.is(sent, undefined);
  kernel.pump();
  // It is prompted by nothing, and so has nothing to answer.
  liar.host.sendResponse({ inherit: false, body: bytes("!"), metadata: undefined, capabilities: [] }, undefined);
  kernel.pump();
  assert.is(asker.waitingCount, 0);
  assert.is(kernel.lines.at(-1)?.verbosity, 0);
});

sources("a node speaks for itself alone, and brings no capabilities of the node that it speaks to", () => {
  const network = new Network();
  const arrived: string[] = [];
  const note = ({ source, message }: KernelMessage): void => {
    assert.ok(message.tag === "request");
    arrived.push(`${formatAddress(source)} ${message.val.capabilities.map(({ issuer }) => formatAddress(issuer)).join()}`);
  };
  const mallory = network.join("mallory.os", () => {});
  network.join("bob.os", note);
  const send = (source: string): void => {
    const process = { processName: "p", packageName: "k", publisherNode: "b.os" };
    const message = { tag: "request", val: request({ body: "hi" }) } as const;
    mallory.send({ id: 1n, source: { node: source, process }, target: { node: "bob.os", process }, rsvp: undefined, message, blob: undefined }, () => {});
  };
  send("alice.os");
  send("bob.os");
  send("our");
  send("mallory.os");
  assert.equal(arrived, ["mallory.os@p:k:b.os "]);
});

sources("other nodes get nothing from the system processes of a node", () => {
  const kernel = new FakeKernel();
  for (const name of ["state", "timer"]) {
    kernel.inject({
      source: "other.os@p:k:b.os",
      target: `test.os@${name}:distro:sys`,
      request: request({ body: name === "timer" ? '{"SetTimer":0}' : '{"GetState":"p:k:b.os"}', expectsResponse: 5n }),
    });
  }
  kernel.pump();
  assert.equal(kernel.trace.filter(({ message }) => message.message.tag === "response").length, 0);
});

sources.run();
