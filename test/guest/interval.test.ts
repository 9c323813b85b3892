/** The grid of times of an interval, where the clock does not simply go on. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Reply } from "../../runtime/guest/exchanges.js";
import { startInterval } from "../../runtime/guest/interval.js";

const test = suite("intervals");

const fired: Reply = {
  kind: "response",
  response: { body: new Uint8Array(0), metadata: undefined, capabilities: [], inherit: false },
  blob: undefined,
};

/** What the timer is asked in turn, when the clock shows these times as it fires. */
function delaysOf(periodMs: number, startMs: number, firingsMs: readonly number[]): readonly number[] {
  let nowMs = startMs;
  const delays: number[] = [];
  let fire = (): void => {};
  const sendTimer = (delayMs: number, onReply: (reply: Reply) => void): void => {
    delays.push(delayMs);
    fire = () => onReply(fired);
  };
  const log = { warn: unexpected, error: unexpected };
  startInterval({ periodMs, exchanges: { sendTimer }, now: () => nowMs, log, onTick() {} });
  for (const firingMs of firingsMs) {
    nowMs = firingMs;
    fire();
  }
  return delays;
}

function unexpected(text: string): void {
  throw new Error(text);
}

test("on time, late, and so late that times are left out", () => {
  assert.equal(delaysOf(100, 1000, [1100, 1230, 1650]), [100, 100, 70, 50]);
});

test("a clock that was set back starts the grid anew", () => {
  assert.equal(delaysOf(100, 1_000_000, [1_000_100, 5000]), [100, 100, 100]);
});

test("a clock that was set forward leaves the times between out", () => {
  assert.equal(delaysOf(100, 1000, [1_000_010]), [100, 90]);
});

test.run();
