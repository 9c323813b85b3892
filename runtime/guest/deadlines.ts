/** What happens when a requester stops waiting. One timer serves all, as most requests are over long before. */

import type { Exchanges } from "./exchanges.js";

interface Deadline {
  readonly atMs: number;
  readonly onPassed: () => void;
}

/** Timers are never set closer than this: a thousand deadlines within a second cost ten messages. */
const shortestWaitMs = 100;

export class Deadlines {
  readonly #exchanges: Pick<Exchanges, "sendTimer">;
  readonly #now: () => number;
  readonly #waiting = new Set<Deadline>();
  /** When the earliest timer that is under way comes back. */
  #wakeMs = Infinity;

  /** `now` gives milliseconds. */
  constructor(exchanges: Pick<Exchanges, "sendTimer">, now: () => number) {
    this.#exchanges = exchanges;
    this.#now = now;
  }

  /** Those that wait; for tests of what a process holds on to. */
  get count(): number {
    return this.#waiting.size;
  }

  /** Calls `onPassed` once, at most `shortestWaitMs` after `atMs`. Returns what calls it off. */
  add(atMs: number, onPassed: () => void): () => void {
    const deadline: Deadline = { atMs, onPassed };
    this.#waiting.add(deadline);
    this.#wakeAt(atMs);
    return () => this.#waiting.delete(deadline);
  }

  #wakeAt(atMs: number): void {
    if (this.#wakeMs <= atMs + shortestWaitMs) return;
    const wakeMs = Math.max(atMs, this.#now() + shortestWaitMs);
    this.#wakeMs = wakeMs;
    this.#exchanges.sendTimer(Math.ceil(wakeMs - this.#now()), () => this.#wake(wakeMs));
  }

  #wake(wakeMs: number): void {
    if (this.#wakeMs !== wakeMs) return;
    this.#wakeMs = Infinity;
    const nowMs = this.#now();
    let nextMs = Infinity;
    for (const deadline of [...this.#waiting]) {
      if (deadline.atMs > nowMs) {
        nextMs = Math.min(nextMs, deadline.atMs);
      } else {
        this.#waiting.delete(deadline);
        deadline.onPassed();
      }
    }
    if (nextMs !== Infinity) this.#wakeAt(nextMs);
  }
}
