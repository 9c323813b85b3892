/** How often a function that does its work at once runs in a second. */

import { interleave, median, type Effort } from "./bench.js";
import { compare, type Row } from "./table.js";

export interface Contender {
  readonly name: string;
  /** Does the work once and returns something of it, so that no compiler takes it for useless. */
  readonly run: () => unknown;
}

/** A row each, compared with the first. `countPerRun` pieces of work are done by one call. */
export async function compareLoops(
  bench: string,
  contenders: readonly Contender[],
  { roundCount, warmUpMs, measureMs }: Effort,
  countPerRun = 1,
): Promise<readonly Row[]> {
  const samples = await interleave(contenders, roundCount, async ({ run }) => {
    loop(run, warmUpMs);
    return loop(run, measureMs) * countPerRun;
  });
  const [first] = contenders;
  const own = median((first && samples.get(first)) ?? []);
  return contenders.map((contender): Row => {
    const value = median(samples.get(contender) ?? []);
    const row = { name: `${bench}: ${contender.name}`, value, unit: "/s" } as const;
    return contender === first ? row : { ...row, comparison: compare(value, first?.name ?? "", own) };
  });
}

let kept: unknown;

function loop(run: () => unknown, forMs: number): number {
  const startMs = performance.now();
  let count = 0;
  for (;;) {
    for (let each = 0; each < 100; each++) kept = run();
    count += 100;
    const elapsedMs = performance.now() - startMs;
    if (elapsedMs >= forMs) return kept === loop ? 0 : (count / elapsedMs) * 1000;
  }
}
