/** `npm run fuzz`: runs the compiler on texts that nobody writes, and shows the smallest text that it fails on. */

import { fork } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readCorpus } from "./corpus.js";
import { minimise } from "./minimise.js";
import { runAll, runCorpus, runSizes, timeRun, type Failure, type RunPlan, type RunResult } from "./run.js";

const usage = `usage: npm run fuzz -- [--count N] [--seconds S] [--seed X] [--run I]

  --count N    so many runs; 100000 by default
  --seconds S  and for so long at most
  --seed X     other texts; 1 by default. Equal seeds give equal texts
  --run I      only this run, as a failure names it`;

/** As many as CI has processors. */
const workerCount = 2;

/** Emitting is half of the work when every fourth run does it. */
const emitInterval = 4;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "100000" },
      seconds: { type: "string", default: "Infinity" },
      seed: { type: "string", default: "1" },
      run: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [count, seconds, seed] = [Number(values.count), Number(values.seconds), Number(values.seed)];
  const run = values.run === undefined ? undefined : Number(values.run);
  if (values.help || [count, seconds, seed, run ?? 0].some((value) => Number.isNaN(value) || value < 0)) {
    console.error(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const startMs = performance.now();
  const plan = { seed, step: workerCount, end: count, maxMs: seconds * 1000, emitInterval };
  const results =
    run === undefined
      ? (await Promise.all(Array.from({ length: workerCount }, (_, first) => runInWorker({ ...plan, first })))).flat()
      : [runAll({ ...plan, first: run, end: run + 1, emitInterval: 1 }, readCorpus())];
  show(results, seed, performance.now() - startMs);
}

function show(results: readonly RunResult[], seed: number, elapsedMs: number): void {
  const sum = (numbers: readonly number[]): number => numbers.reduce((left, right) => left + right, 0);
  const runs = sum(results.map(({ runCount }) => runCount));
  const slowest = results.map((result) => result.slowest).reduce((left, right) => (left.ms < right.ms ? right : left));
  console.log(
    `${runs} runs with seed ${seed} in ${(elapsedMs / 1000).toFixed(1)} s, ` +
      `${sum(results.map(({ emitCount }) => emitCount))} of them emitting; ` +
      `the slowest, run ${slowest.run}, took ${Math.round(slowest.ms)} ms`,
  );
  const failures = results.flatMap(({ failure }) => failure ?? []);
  for (const failure of failures) report(failure, seed);
  // As the test runner ends, for what counts the tests of CI.
  console.log(`  Total:     ${runs}\n  Passed:    ${runs - failures.length}`);
  if (failures.length > 0) process.exitCode = 1;
}

function report({ run, text, fault }: Failure, seed: number): void {
  const shows = (candidate: string): boolean => isSame(timeRun(candidate, true).fault, fault);
  const least = shows(text) ? minimise(text, shows) : text;
  const folder = resolve(".hproc/fuzz");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `seed-${seed}-run-${run.replaceAll(/\W+/g, "-")}.hproc`);
  writeFileSync(path, least);
  console.error(
    `\nrun ${run} of seed ${seed}: ${fault}\n\n${JSON.stringify(least).slice(0, 2000)}\n\nwritten to ${path}`,
  );
}

/** By the first line without its numbers, which change with the text. */
function isSame(left: string | undefined, right: string): boolean {
  const kind = (fault: string): string => (fault.split("\n")[0] ?? "").replace(/\d+/g, "");
  return left !== undefined && kind(left) === kind(right);
}

/** Its share of the corpus, the sizes and the mutants. A process, not a thread: of a process we know how long it worked. */
function runInWorker(plan: RunPlan): Promise<readonly RunResult[]> {
  return new Promise((done, fail) => {
    const worker = fork(fileURLToPath(import.meta.url), { serialization: "advanced" });
    worker.once("message", (results) => done(results as readonly RunResult[]));
    worker.once("exit", (code) => fail(new Error(`a worker ended with ${code}`)));
    worker.send(plan);
  });
}

function work(plan: RunPlan): void {
  const corpus = readCorpus();
  process.send?.([runCorpus(plan, corpus), runSizes(plan), runAll(plan, corpus)], undefined, undefined, () => process.disconnect());
}

if (process.send === undefined) await main();
else process.once("message", (plan) => work(plan as RunPlan));
