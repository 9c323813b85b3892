/** Runs every job that is ready, all micro-steps, and nothing of the next message. */

declare const setImmediate: ((callback: () => void) => unknown) | undefined;
declare const setTimeout: (callback: () => void, delayMs: number) => unknown;

// The engine's own, held before this runtime or author code replaces the global.
const setEngineTimeout = setTimeout;

/**
 * A macrotask starts only when the job queue is empty. StarlingMonkey has no `setImmediate`; its timers start in order
 * of their time, so zero comes before all others.
 */
export const onceJobsHaveRun: (callback: () => void) => unknown =
  typeof setImmediate === "function" ? setImmediate : (callback) => setEngineTimeout(callback, 0);

export function drainJobs(): Promise<void> {
  return new Promise((resolve) => {
    onceJobsHaveRun(resolve);
  });
}
