/** Time as the node sees it, replaceable in tests. */

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `run` once, not before `delayMs` milliseconds have passed. */
  after(delayMs: number, run: () => void): CancelTimer;
}

/** Safe to call twice and after the timer has fired. */
export type CancelTimer = () => void;

/** `setTimeout` fires at once for anything longer, so longer delays are slept in parts. */
const longestDelayMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: Date.now,
  after(delayMs, run) {
    let timer: NodeJS.Timeout;
    const sleep = (restMs: number): void => {
      if (restMs <= longestDelayMs) timer = setTimeout(run, restMs);
      else timer = setTimeout(() => sleep(restMs - longestDelayMs), longestDelayMs);
    };
    sleep(delayMs);
    return () => clearTimeout(timer);
  },
};
