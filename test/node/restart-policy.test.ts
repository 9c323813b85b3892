/** How long a process that ended stays down. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { firstRun, planRestart } from "../../runtime/node/restart-policy.js";

const test = suite("restart policy");

function waits(uptimesMs: readonly number[]): number[] {
  let record = firstRun;
  return uptimesMs.map((uptimeMs) => {
    const plan = planRestart(record, uptimeMs);
    record = plan.record;
    return plan.delayMs / 1000;
  });
}

test("waits double for runs that end early, up to ten minutes", () => {
  assert.equal(waits(Array.from({ length: 12 }, () => 0)), [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]);
});

test("a first run of five seconds is healthy, one just below is not", () => {
  assert.equal([waits([5000]), waits([4999])], [[0], [2]]);
});

test("after a wait of 2 s a run of 10 s is healthy, and everything starts over", () => {
  assert.equal(waits([0, 9999, 0, 0]), [2, 4, 8, 16]);
  assert.equal(waits([0, 10_000, 0]), [2, 0, 2]);
});

test("fifty minutes are healthy whatever the wait was", () => {
  const early = Array.from({ length: 12 }, () => 0);
  assert.is(waits([...early, 2_999_999]).at(-1), 600);
  assert.is(waits([...early, 3_000_000]).at(-1), 0);
});

test.run();
