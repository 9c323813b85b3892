/** What every bench is given, and what it returns. */

import type { Row } from "./table.js";
import type { Workspace } from "./workspace.js";

export interface Bench {
  /** What `--only` takes; the names of its rows begin with it. */
  readonly name: string;
  readonly measure: (workspace: Workspace, effort: Effort) => Promise<readonly Row[]>;
}

/** How long one measurement may take. All alternatives are measured once in each round, so that noise meets all of them. */
export interface Effort {
  readonly roundCount: number;
  /** Before a throughput is measured, for compilers and caches; of each alternative in each round. */
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export const fullEffort: Effort = { roundCount: 5, warmUpMs: 250, measureMs: 600 };
export const quickEffort: Effort = { roundCount: 1, warmUpMs: 100, measureMs: 150 };

/** Measures every alternative once in each round, in their order, and returns the samples of each. */
export async function interleave<Alternative, Sample>(
  alternatives: readonly Alternative[],
  roundCount: number,
  measure: (alternative: Alternative) => Promise<Sample>,
): Promise<Map<Alternative, Sample[]>> {
  const samples = new Map<Alternative, Sample[]>(alternatives.map((alternative) => [alternative, []]));
  for (let round = 0; round < roundCount; round++) {
    for (const [alternative, list] of samples) list.push(await measure(alternative));
  }
  return samples;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The least value that `share` of all, at least 0 and below 1, do not reach. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const found = sorted[Math.floor(sorted.length * share)];
  if (found === undefined) throw new Error("nothing was measured");
  return found;
}
