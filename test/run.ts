/**
 * `npm test` and `npm run test:components`: runs test files beside each other, one program each, and counts what they
 * counted. uvu's own runner takes one after the other in one program, which leaves all processors but one idle.
 */

import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers";
import { fileURLToPath } from "node:url";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { run } from "uvu/run";

const thisFile = fileURLToPath(import.meta.url);
const testFolder = dirname(thisFile);

/** Those that take longest begin first, so that none of them runs alone at the end. */
const longest = [
  "cli/watch",
  "docs",
  "guides",
  "cli/new",
  "emit/hostile-corpus",
  "cli/test",
  "fuzz/fuzz",
  "security/connections",
  "cases/direct",
  "node/replace",
];

/** How long what a test has left may take to end by itself, in milliseconds. */
const openMs = 10_000;

/**
 * Node may wait for itself for ever when a program ends while its code is still optimized (nodejs/node#54918): one run of a
 * hundred. A program that has counted its tests and has not even found something open is taken as ended after this time.
 */
const endingMs = 2 * openMs;

interface Outcome {
  readonly file: string;
  readonly output: string;
  readonly total: number;
  readonly passed: number;
  readonly skipped: number;
  /** Seconds. */
  readonly duration: number;
  /** It was ended, since it took longer than any file does. */
  readonly isTooLate: boolean;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    slow: { type: "boolean", default: false },
    /** One more than there are processors: tests of commands wait much. */
    jobs: { type: "string", default: String(availableParallelism() + 1) },
    /** In this program: what the others are started with. */
    alone: { type: "string" },
  },
});
// Through uvu's runner: a file with several suites that is run by itself loses the counts of all but the last.
if (values.alone !== undefined) {
  await run([{ name: values.alone, file: join(testFolder, values.alone) }]);
  // Comes only where a test has left something open, which keeps the program.
  setTimeout(failOpen, openMs).unref();
} else {
  await runAll();
}

function failOpen(): void {
  console.log(`tests have left something open: ${process.getActiveResourcesInfo().join(", ")}`);
  process.exit(1);
}

async function runAll(): Promise<void> {
  const wanted = positionals.map((pattern) => new RegExp(pattern));
  const waiting = readdirSync(testFolder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.js") && file.endsWith(".slow.test.js") === values.slow)
    // TypeScript leaves the output of files that are gone.
    .filter((file) => existsSync(join(testFolder, "../../test", file.replace(/\.js$/, ".ts"))))
    .filter((file) => wanted.length === 0 || wanted.some((pattern) => pattern.test(file)))
    .sort((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1));
  const startedMs = Date.now();
  const outcomes: Outcome[] = [];
  const takeNext = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      let outcome = await runFile(file);
      if (outcome.isTooLate) {
        console.log(`late ${file}: given up after ${outcome.duration.toFixed(0)} s, once more`);
        outcome = await runFile(file);
      }
      outcomes.push(outcome);
      const { total, passed, skipped, duration } = outcome;
      const notRun = skipped === 0 ? "" : `, ${skipped} skipped`;
      console.log(`${passed === total ? "ok  " : "FAIL"} ${file}: ${passed} of ${total}${notRun} in ${duration.toFixed(1)} s`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Number(values.jobs)) }, takeNext));

  const failures = outcomes.filter(({ total, passed }) => passed < total);
  for (const { file, output } of failures) console.log(`\n--- ${file}\n${output.trim()}`);
  const sum = (count: (outcome: Outcome) => number): number => outcomes.reduce((total, each) => total + count(each), 0);
  console.log(`\n  Total:     ${sum(({ total }) => total)}`);
  console.log(`  Passed:    ${sum(({ passed }) => passed)}`);
  console.log(`  Skipped:   ${sum(({ skipped }) => skipped)}`);
  console.log(`  Duration:  ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
  if (failures.length > 0 || outcomes.length === 0) process.exitCode = 1;
}

async function runFile(file: string): Promise<Outcome> {
  const begunMs = Date.now();
  const child = spawn(process.execPath, [thisFile, "--alone", file], {
    stdio: ["ignore", "pipe", "pipe"],
    // One that waits for ever must not be the end of all others. It is tried once more: on a machine with much else to do
    // a notice of the file system can be lost.
    timeout: file.endsWith(".slow.test.js") ? 900_000 : 120_000,
    killSignal: "SIGKILL",
  });
  const parts: Buffer[] = [];
  let ending: NodeJS.Timeout | undefined;
  let isEnded = false;
  const end = (): void => {
    isEnded = true;
    child.kill("SIGKILL");
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (part: Buffer) => {
      parts.push(part);
      if (/^ *Duration: /m.test(stripVTControlCharacters(part.toString()))) ending ??= setTimeout(end, endingMs);
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearTimeout(ending);
  const output = Buffer.concat(parts).toString();
  const counts = { total: count(output, "Total"), passed: count(output, "Passed"), skipped: count(output, "Skipped") };
  const isWhole = (code === 0 || isEnded) && counts.total > 0;
  // A program that has ended without its counts, or otherwise than they say, is one failure more.
  const isLost = !isWhole && counts.passed === counts.total;
  const duration = (Date.now() - begunMs) / 1000;
  return { file, output, ...counts, total: counts.total + (isLost ? 1 : 0), duration, isTooLate: child.signalCode === "SIGKILL" && !isEnded };
}

/** The last number that uvu prints under the label; tests that are skipped are not in its total. */
function count(output: string, label: string): number {
  const found = [...stripVTControlCharacters(output).matchAll(new RegExp(`^ *${label}: +(\\d+)`, "gm"))];
  return Number(found.at(-1)?.[1] ?? 0);
}

function rank(file: string): number {
  const index = longest.indexOf(file.replace(/\.test\.js$/, ""));
  return index < 0 ? longest.length : index;
}
