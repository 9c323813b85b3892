import assert from "node:assert/strict";
import { test } from "node:test";
import { testNode } from "hproc/testing";
import receiver from "./async-receiver.js";
import requester from "./async-requester.js";

const greet = { method: "POST", body: '"Ann"' };

test("the requester asks the receiver and remembers the answer", async (t) => {
  const node = await testNode({ receiver, requester });
  t.after(node.stop);
  const answer = await node.processes.requester.fetch("/api/greet", greet);
  const greeting = { text: "Hello, Ann!", from: "test.os@async-receiver:async-app:template.os" };
  assert.deepEqual(await answer.json(), { Ok: greeting });
  assert.deepEqual(await (await node.processes.requester.fetch("/api/greetings")).json(), [greeting]);
  // One of them was asked when the requester started.
  assert.equal(node.processes.receiver.state.served, 2);
});

// A node does not say that a process of its own is not there: that is silence, too.
test("a receiver that is not there is told to the client before it gives up", async (t) => {
  const node = await testNode({ requester });
  t.after(node.stop);
  const answer = await node.processes.requester.fetch("/api/greet", greet);
  assert.deepEqual(await answer.json(), { Err: "the receiver did not greet: timeout" });
});

test("a stand-in for the receiver", async (t) => {
  const from = { node: "bob.os", process: { processName: "any", packageName: "thing", publisherNode: "template.os" } };
  const greeting = (name: string) => ({ text: `Hi ${name}`, from });
  const node = await testNode({ requester }, { fakes: { receiver: { greeting } } });
  t.after(node.stop);
  const answer = await node.processes.requester.fetch("/api/greet", greet);
  assert.deepEqual(await answer.json(), { Ok: { text: "Hi Ann", from: "bob.os@any:thing:template.os" } });
});
