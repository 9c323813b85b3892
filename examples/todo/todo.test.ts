import assert from "node:assert/strict";
import { test } from "node:test";
import { testNode } from "hproc/testing";
import todo from "./todo.js";

test("a task is created, listed and removed", async (t) => {
  const node = await testNode({ todo });
  t.after(node.stop);
  const { fetch } = tasksOf(node.processes.todo);
  const created = await fetch("", { json: { title: "tea" } });
  assert.equal(created.status, 201);
  assert.deepEqual(await created.json(), { Ok: { id: 1, title: "tea", done: false, due: null } });
  assert.deepEqual(await (await fetch("?filter=Done")).json(), []);
  assert.equal((await fetch("/1", { method: "DELETE" })).status, 200);
  assert.equal((await fetch("/1")).status, 404);
});

test("a title that does not fit never reaches the handler", async (t) => {
  const node = await testNode({ todo });
  t.after(node.stop);
  const refused = await tasksOf(node.processes.todo).fetch("", { json: { title: "x".repeat(201) } });
  assert.equal(refused.status, 400);
  assert.equal(node.processes.todo.state.tasks.size, 0);
});

test("processes of the node create, those of others count", async (t) => {
  const node = await testNode({ todo });
  t.after(node.stop);
  const { local, remote } = node.processes.todo;
  const created = await local.createTask({ title: "milk" }).orThrow();
  assert.equal(created.tag, "ok");
  assert.equal((await remote.createTask({ title: "milk" })).tag, "rejected");
  assert.equal(await remote.countTasks().orThrow(), 1n);
});

test("who looks at the list hears of each change", async (t) => {
  const node = await testNode({ todo });
  t.after(node.stop);
  const page = await node.processes.todo.connect("/live");
  await node.processes.todo.local.createTask({ title: "tea" }).orThrow();
  assert.deepEqual(await page.nextJson(), { Added: { id: 1, title: "tea", done: false, due: null } });
  await node.processes.todo.remote.removeTask(1n).orThrow();
  assert.deepEqual(await page.nextJson(), { Removed: 1 });
});

test("tasks are there after a crash", async (t) => {
  const node = await testNode({ todo });
  t.after(node.stop);
  await node.processes.todo.local.createTask({ title: "tea" }).orThrow();
  node.processes.todo.crash();
  await node.processes.todo.restart();
  assert.deepEqual([...node.processes.todo.state.tasks.values()].map(({ title }) => title), ["tea"]);
  assert.ok(node.logs().some((line) => line.includes("ready with 1 tasks")));
});

/** Requests behind `/api/tasks`. */
function tasksOf(process: { fetch(path: string, options?: object): Promise<Response> }) {
  return { fetch: (path: string, options?: object) => process.fetch(`/api/tasks${path}`, options) };
}
