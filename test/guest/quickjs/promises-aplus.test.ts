/** The tests of Promises/A+, all 872, with the promise of QuickJS components. */

import { createRequire } from "node:module";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runJobs } from "../../../runtime/guest/quickjs/promise-state.js";
import { newCapability, OwnPromise } from "../../../runtime/guest/quickjs/promise.js";

const test = suite("Promises/A+");

interface Adapter {
  readonly resolved: (value: unknown) => unknown;
  readonly rejected: (reason: unknown) => unknown;
  readonly deferred: () => { promise: unknown; resolve(value: unknown): void; reject(reason: unknown): void };
}
/** Of the package: it runs its tests in mocha. */
type RunTests = (adapter: Adapter, options: object, done: (error: { failures?: number } | null) => void) => { stats?: { passes: number } };
const runTests = createRequire(import.meta.url)("promises-aplus-tests") as RunTests;

test("all of them pass", async () => {
  let isOver = false;
  const pump = (): void => {
    runJobs();
    if (!isOver) setImmediate(pump);
  };
  pump();
  // They wait 50 or 100 ms for what comes in the next job, 1,300 times.
  const { setTimeout } = globalThis;
  const setShortTimeout = (callback: () => void, delayMs = 0): NodeJS.Timeout =>
    setTimeout(() => {
      runJobs();
      callback();
    }, delayMs / 10);
  Object.assign(globalThis, { setTimeout: setShortTimeout });
  const adapter: Adapter = {
    resolved: (value) => OwnPromise.resolve(value),
    rejected: (reason) => OwnPromise.reject(reason),
    deferred: () => newCapability(OwnPromise),
  };
  const lines: string[] = [];
  const failures = await new Promise((resolve) => {
    const options = { reporter: reporterTo(lines), timeout: 200, slow: Infinity };
    runTests(adapter, options, (error) => resolve(error ? error.failures ?? error : 0));
  });
  isOver = true;
  Object.assign(globalThis, { setTimeout });
  assert.equal({ failures, passed: lines.filter((line) => line === "pass").length, other: lines.filter((line) => line !== "pass") }, { failures: 0, passed: 872, other: [] });
});

/** A reporter of mocha that keeps what it is told. */
function reporterTo(lines: string[]) {
  return class {
    constructor(runner: { on(event: string, listener: (test: { fullTitle(): string }, error?: Error) => void): void }) {
      runner.on("pass", () => lines.push("pass"));
      runner.on("fail", (each, error) => lines.push(`${each.fullTitle()}: ${error?.message}`));
    }
  };
}

test.run();
