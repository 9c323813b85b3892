/** What comes on WebSockets is not read while too much of it waits for its process. */

import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BackPressure, type Flow } from "../../runtime/node/services/back-pressure.js";

const test = suite("BackPressure");

const app = { processName: "p", packageName: "k", publisherNode: "b.os" };
const other = { ...app, processName: "other" };

class TestFlow implements Flow {
  readonly events: string[] = [];
  pause(): void {
    this.events.push("pause");
  }
  resume(): void {
    this.events.push("resume");
  }
}

function createWorld() {
  const waiting = { p: 0, other: 0 };
  const limits = { messageCount: 10, byteCount: 1000, intervalMs: 1 };
  const pressure = new BackPressure(({ processName }) => waiting[processName as keyof typeof waiting], limits);
  return { waiting, pressure, flow: new TestFlow() };
}

test("up to the limit nobody is stopped; beyond it a client is, until half has been taken", async () => {
  const { waiting, pressure, flow } = createWorld();
  waiting.p = 10;
  pressure.note(app, flow, 1);
  assert.equal(flow.events, []);
  waiting.p = 11;
  pressure.note(app, flow, 1);
  assert.equal(flow.events, ["pause"]);
  waiting.p = 6;
  await sleep(20);
  assert.equal(flow.events, ["pause"]);
  waiting.p = 5;
  await sleep(20);
  assert.equal(flow.events, ["pause", "resume"]);
});

test("few large messages count by their bytes, until all has been taken", async () => {
  const { waiting, pressure, flow } = createWorld();
  waiting.p = 1;
  pressure.note(app, flow, 600);
  waiting.p = 2;
  pressure.note(app, flow, 400);
  assert.equal(flow.events, []);
  waiting.p = 3;
  pressure.note(app, flow, 1);
  assert.equal(flow.events, ["pause"]);
  waiting.p = 1;
  await sleep(20);
  assert.equal(flow.events, ["pause"]);
  waiting.p = 0;
  await sleep(20);
  assert.equal(flow.events, ["pause", "resume"]);
  // What came before does not count any more.
  waiting.p = 2;
  pressure.note(app, flow, 1000);
  assert.equal(flow.events, ["pause", "resume"]);
});

test("what is taken at once never stops anybody, however much it is", () => {
  const { pressure, flow } = createWorld();
  for (let count = 0; count < 100; count++) pressure.note(app, flow, 900);
  assert.equal(flow.events, []);
});

test("clients of other processes go on", () => {
  const { waiting, pressure, flow } = createWorld();
  const another = new TestFlow();
  waiting.p = 100;
  pressure.note(app, flow, 1);
  pressure.note(other, another, 1);
  assert.equal([flow.events, another.events], [["pause"], []]);
});

test.run();
