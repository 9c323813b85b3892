/** A number of runs, each of which follows from the seed and its own number alone. */

import { createRandom } from "../../runtime/node/random.js";
import { hostileSizes } from "./hostile-sizes.js";
import { mutant } from "./mutate.js";
import { findFault, runOnce } from "./soundness.js";

export interface RunPlan {
  readonly seed: number;
  /** The runs from `first` on, every `step`th, before `end`. */
  readonly first: number;
  readonly step: number;
  readonly end: number;
  /** No further run begins after so many milliseconds. */
  readonly maxMs: number;
  /** Of runs that have a model, emits every so many: emitting takes much longer than the rest. */
  readonly emitInterval: number;
}

export interface RunResult {
  readonly runCount: number;
  readonly emitCount: number;
  readonly slowest: { readonly run: string; readonly ms: number };
  readonly failure: Failure | undefined;
}

export interface Failure {
  /** Its number, or the name of a text. */
  readonly run: string;
  readonly text: string;
  readonly fault: string;
}

/** Longer runs are faults. */
const maxRunMs = 1000;

/** Stops at the first failure. */
export function runAll(plan: RunPlan, corpus: readonly string[]): RunResult {
  const startMs = performance.now();
  let runCount = 0;
  let emitCount = 0;
  let slowest = { run: "none", ms: 0 };
  for (let run = plan.first; run < plan.end && performance.now() - startMs < plan.maxMs; run += plan.step) {
    const text = textOf(run, plan.seed, corpus);
    const emits = Math.floor(run / plan.step) % plan.emitInterval === 0;
    const { fault, ms } = timeRun(text, emits);
    if (ms > slowest.ms) slowest = { run: String(run), ms };
    runCount += 1;
    if (emits) emitCount += 1;
    if (fault !== undefined) return { runCount, emitCount, slowest, failure: { run: String(run), text, fault } };
  }
  return { runCount, emitCount, slowest, failure: undefined };
}

/** The texts of the repository as they are, each of them emitted. */
export function runCorpus({ first, step }: Pick<RunPlan, "first" | "step">, corpus: readonly string[]): RunResult {
  const texts = corpus.map((text, index) => ({ name: `corpus ${index}`, text, emits: true, size: 1 }));
  return runTexts(texts.filter((_, index) => index % step === first));
}

/** The texts of `hostileSizes` in turn. A run may take a second for each 100 kB. */
export function runSizes({ first, step }: Pick<RunPlan, "first" | "step">): RunResult {
  const texts = hostileSizes.filter((_, index) => index % step === first).map(([name, makeText]) => ({ name, text: makeText(1000) }));
  return runTexts(texts.map((each) => ({ ...each, emits: false, size: Math.max(1, each.text.length / 100_000) })));
}

interface NamedText {
  readonly name: string;
  readonly text: string;
  readonly emits: boolean;
  /** How many times as long as others it may take. */
  readonly size: number;
}

function runTexts(texts: readonly NamedText[]): RunResult {
  const counts = { runCount: 0, emitCount: 0 };
  let slowest = { run: "none", ms: 0 };
  for (const { name, text, emits, size } of texts) {
    counts.runCount += 1;
    if (emits) counts.emitCount += 1;
    const { fault, ms } = timeRun(text, emits, size);
    if (ms > slowest.ms) slowest = { run: name, ms };
    if (fault !== undefined) return { ...counts, slowest, failure: { run: name, text, fault } };
  }
  return { ...counts, slowest, failure: undefined };
}

export function textOf(run: number, seed: number, corpus: readonly string[]): string {
  return mutant(corpus, createRandom(Math.imul(seed, 0x9e3779b1) + run));
}

/**
 * What is wrong, and how long hproc takes for the text: in milliseconds of the processor, which other work on the machine changes less than those of the clock. A run that
 * takes too long is looked at again: the first of its kind pays for the optimizer.
 */
export function timeRun(
  text: string,
  emits: boolean,
  size = 1,
): { readonly fault: string | undefined; readonly ms: number } {
  const measure = (work: () => void): number => {
    const start = process.cpuUsage();
    work();
    return process.cpuUsage(start).user / 1000;
  };
  let fault: string | undefined;
  let ms = measure(() => (fault = findFault(text, { emits })));
  if (fault !== undefined) return { fault, ms };
  // Looking for faults also compiles what fixes give, and emits twice: where it takes long, hproc alone counts.
  for (let attempt = 0; attempt < 3 && ms > maxRunMs * size; attempt++) {
    ms = Math.min(ms, measure(() => runOnce(text, { emits })));
  }
  return { fault: ms > maxRunMs * size ? `took ${Math.round(ms)} ms` : undefined, ms };
}
