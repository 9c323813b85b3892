/** When a process that ended is started again (hyperdrive `src/kernel/process.rs`, `RestartBackoff`). */

/** Kept per process id while the node runs. */
export interface RestartRecord {
  /** One after a healthy run; each unhealthy one adds one. */
  readonly attempt: number;
  readonly backoffSeconds: number;
}

export const firstRun: RestartRecord = { attempt: 1, backoffSeconds: 1 };

/** A run counts as healthy when it lasts this many times the current backoff, or this long in any case. */
const healthyFactor = 5;
const healthyAfterSeconds = 3000;
const longestBackoffSeconds = 600;

/** What follows a run of `uptimeMs`: after a healthy one a start at once, else waits of 2, 4, 8 … 512, 600, 600 seconds. */
export function planRestart(record: RestartRecord, uptimeMs: number): { record: RestartRecord; delayMs: number } {
  const healthyMs = Math.min(record.backoffSeconds * healthyFactor, healthyAfterSeconds) * 1000;
  if (uptimeMs >= healthyMs) return { record: firstRun, delayMs: 0 };
  const attempt = record.attempt + 1;
  const backoffSeconds = Math.min(2 ** (attempt - 1), longestBackoffSeconds);
  return { record: { attempt, backoffSeconds }, delayMs: backoffSeconds * 1000 };
}
