/** When a socket tries again: later and later, and not all clients at once. */

export interface RetryTimes {
  /** Before the first try: 500 by default. */
  readonly firstMs?: number | undefined;
  /** The longest time between two: 30,000 by default. */
  readonly maxMs?: number | undefined;
}

/** A connection that has lasted so long was a good one: the next failure is the first again. */
export const goodConnectionMs = 5_000;

/**
 * The time doubles with each failure. What is waited is between half and all of it, by chance, so that the clients of a
 * node that has started again do not come in one moment. `failureCount` is 1 after the first.
 */
export function retryDelayMs(failureCount: number, { firstMs = 500, maxMs = 30_000 }: RetryTimes): number {
  const wholeMs = Math.min(maxMs, firstMs * 2 ** Math.min(failureCount - 1, 30));
  return wholeMs * (0.5 + Math.random() / 2);
}
