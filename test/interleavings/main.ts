/** `npm run interleavings`: plays many plans, and prints the least that something goes wrong with; or soaks one process. */

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Failure, formatFailure, runSeed } from "./run.js";
import { soak } from "./soak.js";

const usage = `usage: npm run interleavings -- [--count N] [--seconds S] [--seed X] [--run X] [--soak N]

  --count N    so many runs; 20000 by default
  --seconds S  and for so long at most
  --seed X     the first of their seeds; 1 by default
  --run X      only the run with this seed, as a failure names it
  --soak N     instead, so many requests to one process, and what is left of them`;

/** As many as CI has processors. */
const workerCount = 2;

interface Share {
  readonly first: number;
  readonly step: number;
  readonly end: number;
  /** No further run begins after so many milliseconds. */
  readonly maxMs: number;
}

interface Result {
  readonly runCount: number;
  readonly failure: Failure | undefined;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "20000" },
      seconds: { type: "string", default: "Infinity" },
      seed: { type: "string", default: "1" },
      run: { type: "string" },
      soak: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const run = values.run === undefined ? undefined : Number(values.run);
  const [count, seed] = [run === undefined ? Number(values.count) : 1, run ?? Number(values.seed)];
  const [soakCount, seconds] = [Number(values.soak ?? 0), Number(values.seconds)];
  if (values.help || Number.isNaN(seconds) || [count, seed, soakCount].some((value) => !Number.isSafeInteger(value) || value < 0)) {
    console.error(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  await (values.soak === undefined ? playAll({ count, seed, seconds }) : soakOne(soakCount, seed));
}

async function playAll({ count, seed, seconds }: { count: number; seed: number; seconds: number }): Promise<void> {
  const startMs = performance.now();
  const shares = Array.from({ length: Math.min(workerCount, count) }, (_, index) => ({
    first: seed + index,
    step: workerCount,
    end: seed + count,
    maxMs: seconds * 1000,
  }));
  const results = await Promise.all(shares.map(runInWorker));
  const runCount = results.reduce((sum, result) => sum + result.runCount, 0);
  const failures = results.flatMap(({ failure }) => failure ?? []);
  for (const failure of failures) console.error(`\n${formatFailure(failure)}`);
  console.log(`${runCount} runs from seed ${seed} in ${secondsSince(startMs)} s`);
  conclude(runCount, failures.length);
}

async function soakOne(requestCount: number, seed: number): Promise<void> {
  const startMs = performance.now();
  const result = await soak(requestCount, seed);
  if (result.fault !== undefined) console.error(`\n${result.fault}`);
  const [warm, end] = [result.warmBytes, result.endBytes].map((bytes) => (bytes / 2 ** 20).toFixed(2));
  console.log(`${result.requestCount} requests with seed ${seed} in ${secondsSince(startMs)} s; heap ${warm} MiB after a quarter, ${end} MiB at the end`);
  conclude(1, result.fault === undefined ? 0 : 1);
}

function secondsSince(startMs: number): string {
  return ((performance.now() - startMs) / 1000).toFixed(1);
}

/** As the test runner ends, for what counts the tests of CI. */
function conclude(total: number, failedCount: number): void {
  console.log(`  Total:     ${total}\n  Passed:    ${total - failedCount}`);
  if (failedCount > 0) process.exitCode = 1;
}

/** Up to the first failure. */
async function runShare({ first, step, end, maxMs }: Share): Promise<Result> {
  const startMs = performance.now();
  let runCount = 0;
  for (let seed = first; seed < end && performance.now() - startMs < maxMs; seed += step) {
    runCount++;
    const failure = await runSeed(seed);
    if (failure) return { runCount, failure };
  }
  return { runCount, failure: undefined };
}

function runInWorker(share: Share): Promise<Result> {
  return new Promise((done, fail) => {
    const worker = fork(fileURLToPath(import.meta.url), { serialization: "advanced" });
    worker.once("message", (result) => done(result as Result));
    worker.once("exit", (code) => fail(new Error(`a worker ended with ${code}`)));
    worker.send(share);
  });
}

async function work(share: Share): Promise<void> {
  const result = await runShare(share);
  process.send?.(result, undefined, undefined, () => process.disconnect());
}

if (process.send === undefined) await main();
else process.once("message", (share) => void work(share as Share));
