/** Something that happens again and again, on a grid of times that starts with the process. */

import type { Exchanges } from "./exchanges.js";
import type { Log } from "./log.js";

export interface IntervalOptions {
  readonly periodMs: number;
  readonly exchanges: Pick<Exchanges, "sendTimer">;
  /** Milliseconds. */
  readonly now: () => number;
  readonly log: Pick<Log, "warn" | "error">;
  readonly onTick: () => void;
}

/**
 * Calls `onTick` at the start plus 1, 2, 3, … periods, each by a timer of the node. The next timer is set before
 * `onTick` runs and in the very tick that the last one has started, which belongs to no request: set in the tick of
 * another message, it would make the guest wait for it before that message is answered.
 */
export function startInterval({ periodMs, exchanges, now, log, onTick }: IntervalOptions): void {
  let dueMs = now() + periodMs;
  let isWarned = false;
  const wait = (): void => {
    exchanges.sendTimer(Math.max(0, Math.ceil(dueMs - now())), (reply) => {
      if (reply.kind === "failure") {
        // Refused at once: asking again would do nothing else for ever.
        if (now() < dueMs) return log.error(`this node has no timer (${reply.failure}): what runs by time does not run`);
        if (!isWarned) log.warn(`the timer does not answer (${reply.failure}): what runs by time runs late. Has it the right to?`);
        isWarned = true;
      }
      dueMs = nextDueMs(dueMs, periodMs, now());
      wait();
      onTick();
    });
  };
  wait();
}

/** Times that have passed are left out. A clock that was set back starts the grid anew, or the timer would stand still. */
function nextDueMs(dueMs: number, periodMs: number, nowMs: number): number {
  const nextMs = dueMs + periodMs;
  if (nextMs - nowMs > 2 * periodMs) return nowMs + periodMs;
  return nextMs > nowMs ? nextMs : nextMs + Math.floor((nowMs - nextMs) / periodMs + 1) * periodMs;
}
