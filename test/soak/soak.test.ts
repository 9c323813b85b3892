/** What a soak finds fault with. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runSoak } from "./run.js";
import { judge, type Part } from "./verdict.js";

const test = suite("soak");

const mebibyte = 2 ** 20;

/** So many parts, each as told by its number from 1. */
function parts(of: (number: number) => Partial<Record<"costUs" | "linear" | "resident", number>>, length = 10): Part[] {
  return Array.from({ length }, (_, index) => {
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
  ["what stays as it is", parts(() => ({})), []],
  ["a slow beginning, while Node compiles", parts((number) => ({ costUs: number === 1 ? 900 : 100 })), []],
  [
    "one bad moment at the end, and a good one at the beginning",
    parts((number) => ({ costUs: number === 2 ? 60 : number === 10 ? 300 : 100 })),
    [],
  ],
  ["a tenth more", parts((number) => ({ costUs: number > 7 ? 109 : 100 })), []],
  [
    "a message that costs more and more",
    parts((number) => ({ costUs: 100 + 3 * number })),
    ["a message costs 127.0 us at the end, and 109.0 us at the beginning"],
  ],
  [
    "heaps that fill up to their limits",
    parts((number) => ({ linear: Math.min(90, 20 * number), resident: Math.min(500, 100 * number) })),
    [],
  ],
  [
    "memory that grows for ever",
    parts((number) => ({ linear: 20 * number, resident: 300 + 40 * number })),
    [
      "linear memory has grown from 120.0 MiB in the middle to 180.0 MiB at the end",
      "resident memory has grown from 540.0 MiB in the middle to 660.0 MiB at the end",
    ],
  ],
  [
    "a heap that grows once at the end",
    parts((number) => ({ linear: number < 9 ? 107 : 149 })),
    ["linear memory has grown from 107.0 MiB in the middle to 149.0 MiB at the end"],
  ],
  ["the same after another round", parts((number) => ({ linear: number < 9 ? 107 : 149 }), 20), []],
  [
    "memory that grows for ever, after four rounds",
    parts((number) => ({ linear: 20 + number }), 40),
    ["linear memory has grown from 43.0 MiB in the middle to 55.0 MiB at the end"],
  ],
] as const) {
  test(what, () => assert.equal(judge(measured, 0.1), faults));
}

test("what may cost more", () => {
  const measured = parts((number) => ({ costUs: 100 + 3 * number }));
  assert.equal([judge(measured, 0.2).length, judge(measured, 0.1).length], [0, 1]);
});

test("1000 messages of all kinds, all answered rightly", async () => {
  const counts: number[] = [];
  // What so few cost says nothing.
  const plan = { form: "direct", messageCount: 1000, seed: 5, slowerBy: 1000 } as const;
  assert.equal(await runSoak({ ...plan, onPart: ({ messageCount }) => counts.push(messageCount) }), []);
  assert.equal(counts.slice(0, 10), Array(10).fill(100));
});

test("what seems wrong is looked at in four rounds, and told", async () => {
  let count = 0;
  // As if each message had to cost ever less.
  const plan = { form: "direct", messageCount: 100, seed: 5, slowerBy: -1 } as const;
  const faults = await runSoak({ ...plan, onPart: () => count++ });
  assert.is(count, 40);
  assert.match(faults[0] ?? "", /^a message costs .* us at the end, and .* us at the beginning$/);
});

test.run();
