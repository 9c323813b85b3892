/** Runs every job that is ready, all micro-steps, and nothing of the next message. */

declare const setImmediate: ((callback: () => void) => unknown) | undefined;
declare const setTimeout: (callback: () => void, delayMs: number) => unknown;

/**
 * A macrotask starts only when the job queue is empty. Bound once, before author code could replace a global.
 * StarlingMonkey has no `setImmediate`; its timers start in order of their time, so zero comes before all others.
 */
const nextMacrotask: (callback: () => void) => unknown =
  typeof setImmediate === "function" ? setImmediate : (callback) => setTimeout(callback, 0);

export function drainJobs(): Promise<void> {
  return new Promise((resolve) => {
    nextMacrotask(resolve);
  });
}
