/** What a soak finds fault with. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runSoak } from "./run.js";
import { judge, type Tenth } from "./verdict.js";

const test = suite("soak");

const mebibyte = 2 ** 20;

/** Ten tenths, each as told by its number from 1. */
function tenths(of: (number: number) => Partial<Record<"costUs" | "linear" | "resident", number>>): Tenth[] {
  return Array.from({ length: 10 }, (_, index) => {
    const { costUs = 100, linear = 30, resident = 300 } = of(index + 1);
    return {
      messageCount: 1000,
      elapsedMs: 1000,
      cpuMs: costUs,
      linearBytes: linear * mebibyte,
      residentBytes: resident * mebibyte,
    };
  });
}

for (const [what, measured, faults] of [
  ["what stays as it is", tenths(() => ({})), []],
  ["a slow beginning, while Node compiles", tenths((number) => ({ costUs: number === 1 ? 900 : 100 })), []],
  ["one bad moment at the end, and a good one at the beginning", tenths((number) => ({ costUs: number === 2 ? 60 : number === 10 ? 300 : 100 })), []],
  ["a tenth more", tenths((number) => ({ costUs: number > 7 ? 109 : 100 })), []],
  [
    "a message that costs more and more",
    tenths((number) => ({ costUs: 100 + 3 * number })),
    ["a message costs 127.0 us at the end, and 109.0 us at the beginning"],
  ],
  ["heaps that fill up to their limits", tenths((number) => ({ linear: Math.min(90, 20 * number), resident: Math.min(500, 100 * number) })), []],
  [
    "memory that grows for ever",
    tenths((number) => ({ linear: 20 * number, resident: 300 + 40 * number })),
    [
      "linear memory has grown from 120.0 MiB in the middle to 180.0 MiB at the end",
      "resident memory has grown from 540.0 MiB in the middle to 660.0 MiB at the end",
    ],
  ],
] as const) {
  test(what, () => assert.equal(judge(measured), faults));
}

test("1000 messages of all kinds, all answered rightly", async () => {
  let count = 0;
  const measured = await runSoak({ form: "direct", messageCount: 1000, seed: 5, onTenth: (tenth) => (count += tenth.messageCount) });
  assert.is(count, 1000);
  assert.is(measured.length, 10);
});

test.run();
