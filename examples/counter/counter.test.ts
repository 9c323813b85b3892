import assert from "node:assert/strict";
import { test } from "node:test";
import { testNode } from "hproc/testing";
import counter from "./counter.js";

test("adds what is posted, one by default", async (t) => {
  const node = await testNode({ counter });
  t.after(node.stop);
  const post = async (body: string) =>
    (await node.processes.counter.fetch("/api/total", { method: "POST", body })).text();
  assert.equal(await post("5"), "5");
  assert.equal(await post(""), "6");
  assert.equal(await (await node.processes.counter.fetch("/api/total")).text(), "6");
});

test("counts for processes of its node and of others", async (t) => {
  const node = await testNode({ counter });
  t.after(node.stop);
  node.processes.counter.state.total = 7n;
  assert.equal(await node.processes.counter.local.total().orThrow(), 7n);
  assert.equal(await node.processes.counter.remote.add(2n).orThrow(), 9n);
});

test("has its total after a crash", async (t) => {
  const node = await testNode({ counter });
  t.after(node.stop);
  await node.processes.counter.local.add(5n).orThrow();
  node.processes.counter.crash();
  await node.processes.counter.restart();
  assert.equal(node.processes.counter.state.total, 5n);
});
