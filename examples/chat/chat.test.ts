import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { TestNetwork, testNode } from "hproc/testing";
import chat from "./chat.js";

test("a message reaches the other node, and both pages hear of it", async (t) => {
  const { alice, bob } = await twoNodes(t);
  const [alicePage, bobPage] = [await alice.connect("/live"), await bob.connect("/live")];
  assert.deepEqual(await bobPage.nextJson(), { Hello: { node: "bob.os", conversations: {} } });
  assert.deepEqual(await alicePage.nextJson(), { Hello: { node: "alice.os", conversations: {} } });
  alicePage.send({ Send: { id: id(1), to: "bob.os", text: "tea?" } });
  const message = { id: id(1), from: "alice.os", to: "bob.os", text: "tea?", at: Date.UTC(2026, 0, 1) };
  assert.deepEqual(await alicePage.nextJson(), { Changed: { ...message, delivery: "Sent" } });
  assert.deepEqual(await alicePage.nextJson(), { Changed: { ...message, delivery: "Delivered" } });
  assert.deepEqual(await bobPage.nextJson(), { Changed: { ...message, delivery: "Delivered" } });
  assert.deepEqual(bob.state.conversations.get("alice.os"), [{ ...message, delivery: "Delivered" }]);
});

test("messages that are written at once go one after the other, each once", async (t) => {
  const { network, nodes, alice, bob } = await twoNodes(t);
  network.setFaults({ latencyMs: 100 });
  for (const number of [1, 2, 3]) await alice.local.send({ id: id(number), to: "bob.os", text: `m${number}` }).orThrow();
  await network.advance("2 s");
  assert.deepEqual(told(bob, "alice.os"), ["m1 Delivered", "m2 Delivered", "m3 Delivered"]);
  const calls = nodes.bob.messages().filter(({ source, kind }) => source.startsWith("alice.os@") && kind === "request");
  assert.equal(calls.length, 3);
});

test("what the other node missed arrives once, in its order, when it is back", async (t) => {
  const { network, alice, bob } = await twoNodes(t);
  network.setReachable("bob.os", false);
  await alice.local.send({ id: id(1), to: "bob.os", text: "one" }).orThrow();
  await alice.local.send({ id: id(2), to: "bob.os", text: "two" }).orThrow();
  await network.advance("20 s");
  assert.deepEqual(told(alice, "bob.os"), ["one Offline", "two Offline"]);
  network.setReachable("bob.os", true);
  await network.advance("10 s");
  assert.deepEqual(told(alice, "bob.os"), ["one Delivered", "two Delivered"]);
  assert.deepEqual(told(bob, "alice.os"), ["one Delivered", "two Delivered"]);
});

test("an answer that is lost makes the sender try again, and the message stays one", async (t) => {
  const { network, alice, bob } = await twoNodes(t);
  network.setFaults({ latencyMs: 100 });
  await alice.local.send({ id: id(1), to: "bob.os", text: "hello" }).orThrow();
  await network.advance(150);
  // It has arrived, its answer is on the way.
  network.partition("alice.os", "bob.os");
  await network.advance("20 s");
  assert.deepEqual(told(alice, "bob.os"), ["hello Offline"]);
  network.heal("alice.os", "bob.os");
  await network.advance("20 s");
  assert.deepEqual(told(alice, "bob.os"), ["hello Delivered"]);
  assert.deepEqual(told(bob, "alice.os"), ["hello Delivered"]);
});

test("over a network that loses a third of all messages, each is in each history once", async (t) => {
  const { network, alice, bob } = await twoNodes(t);
  network.setFaults({ latencyMs: 20, jitterMs: 50, loss: 0.33 });
  for (let number = 1; number <= 20; number++) {
    await alice.local.send({ id: id(number), to: "bob.os", text: `a${number}` }).orThrow();
    await bob.local.send({ id: id(number), to: "alice.os", text: `b${number}` }).orThrow();
  }
  await network.advance("30 minutes");
  const expected = ["a", "b"].flatMap((name) => Array.from({ length: 20 }, (_, index) => `${name}${index + 1} Delivered`));
  assert.deepEqual(told(alice, "bob.os").sort(), expected.sort());
  assert.deepEqual(told(bob, "alice.os").sort(), expected.sort());
});

test("both have their history after a crash, and what was under way is delivered", async (t) => {
  const { network, alice, bob } = await twoNodes(t);
  await alice.local.send({ id: id(1), to: "bob.os", text: "before" }).orThrow();
  bob.crash();
  await alice.local.send({ id: id(2), to: "bob.os", text: "meanwhile" }).orThrow();
  alice.crash();
  await alice.restart();
  await bob.restart();
  await network.advance("20 s");
  assert.deepEqual(told(alice, "bob.os"), ["before Delivered", "meanwhile Delivered"]);
  assert.deepEqual(told(bob, "alice.os"), ["before Delivered", "meanwhile Delivered"]);
});

test("a page that sends again what it has heard nothing of", async (t) => {
  const { network, alice, bob } = await twoNodes(t);
  const post = () => alice.fetch("/api/messages", { json: { id: id(1), to: "bob.os", text: "once" } });
  assert.equal((await post()).status, 200);
  assert.equal((await post()).status, 200);
  await network.advance("1 s");
  assert.deepEqual(told(alice, "bob.os"), ["once Delivered"]);
  assert.deepEqual(told(bob, "alice.os"), ["once Delivered"]);
});

test("what a hostile node sends is refused or shown under its own name", async (t) => {
  const { alice } = await twoNodes(t);
  const send = async (value: object) => {
    const outcome = await alice.message(JSON.stringify(value), { from: "mallory.os" });
    return outcome.tag === "response" && JSON.parse(new TextDecoder().decode(outcome.body)).error?.code;
  };
  assert.equal(await send({ Receive: [id(1), "x".repeat(1001)] }), "request/does-not-fit");
  assert.equal(await send({ Receive: ["1", "a short id"] }), "request/does-not-fit");
  assert.equal(await send({ Receive: [id(1), "hi", { from: "bob.os" }] }), "request/does-not-fit");
  // These are for its own node: nobody else reads, writes or deletes.
  assert.equal(await send({ History: "bob.os" }), "call/unknown-handler");
  assert.equal(await send({ Send: { id: id(1), to: "bob.os", text: "I am alice" } }), "call/unknown-handler");
  assert.equal(await send({ Deliver: "bob.os" }), "call/unknown-handler");
  assert.equal(alice.state.conversations.size, 0);
  await alice.callsFrom("mallory.os").receive(id(1), "<script>").orThrow();
  assert.deepEqual(alice.state.conversations.get("mallory.os")?.map(({ from, text }) => [from, text]), [
    ["mallory.os", "<script>"],
  ]);
  // More than is kept: of others nothing is lost.
  for (let number = 2; number <= 250; number++) await alice.callsFrom("mallory.os").receive(id(number), "spam").orThrow();
  assert.equal(alice.state.conversations.get("mallory.os")?.length, 200);
});

test("errors of the schema", async (t) => {
  const { network, alice } = await twoNodes(t);
  const send = async (json: object) => {
    const answer = await alice.fetch("/api/messages", { json });
    return [answer.status, await answer.json()];
  };
  assert.deepEqual(await send({ id: id(1), to: "alice.os", text: "me" }), [409, { Err: "OwnNode" }]);
  assert.deepEqual(await alice.local.receive(id(1), "me").orThrow(), { tag: "err", val: { tag: "OwnNode" } });
  assert.equal((await send({ id: id(1), to: "Not A Node", text: "hello" }))[0], 400);
  network.setReachable("bob.os", false);
  for (let number = 1; number <= 50; number++) await alice.local.send({ id: id(number), to: "bob.os", text: "?" }).orThrow();
  assert.deepEqual(await send({ id: id(51), to: "bob.os", text: "?" }), [409, { Err: { Full: 50 } }]);
  for (let number = 1; number <= 31; number++) await alice.callsFrom(`n${number}.os`).receive(id(1), "hi").orThrow();
  const more = await alice.callsFrom("n32.os").receive(id(1), "hi").orThrow();
  assert.deepEqual(more, { tag: "err", val: { tag: "Full", val: 32 } });
});

test("a forgotten conversation is forgotten on all pages, also while it is delivered", async (t) => {
  const { network, alice } = await twoNodes(t);
  network.setReachable("bob.os", false);
  const [one, other] = [await alice.connect("/live"), await alice.connect("/live")];
  await other.nextJson();
  one.send({ Send: { id: id(1), to: "bob.os", text: "hello?" } });
  await other.nextJson();
  one.send({ Forget: "bob.os" });
  assert.deepEqual(await other.nextJson(), { Forgotten: "bob.os" });
  await network.advance("20 s");
  assert.deepEqual(other.received(), []);
  assert.equal(alice.state.conversations.size, 0);
});

async function twoNodes(t: TestContext) {
  const network = new TestNetwork();
  const alice = await testNode({ chat }, { name: "alice.os", network });
  t.after(alice.stop);
  const bob = await testNode({ chat }, { name: "bob.os", network });
  t.after(bob.stop);
  return { network, nodes: { alice, bob }, alice: alice.processes.chat, bob: bob.processes.chat };
}

function id(number: number): string {
  return String(number).padStart(32, "0");
}

type Chat = Awaited<ReturnType<typeof twoNodes>>["alice"];

function told({ state }: Chat, peer: string): string[] {
  return (state.conversations.get(peer) ?? []).map(({ text, delivery }) => `${text} ${delivery}`);
}
