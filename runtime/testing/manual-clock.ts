/** A clock that stands still until it is advanced. */

import type { CancelTimer, Clock } from "../node/clock.js";

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

export class ManualClock implements Clock {
  #nowMs: number;
  readonly #timers = new Set<Timer>();

  constructor(nowMs = 0) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): CancelTimer {
    const timer: Timer = { atMs: this.#nowMs + Math.max(0, delayMs), run };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Moves time on and fires what becomes due, in order; equal times in the order they were set. */
  advance(byMs: number): void {
    const untilMs = this.#nowMs + byMs;
    for (let next = this.#earliest(); next && next.atMs <= untilMs; next = this.#earliest()) this.#fire(next);
    this.#nowMs = untilMs;
  }

  /** Moves time on to the next timer and fires it; false if none is set. */
  advanceToNext(): boolean {
    const next = this.#earliest();
    if (next) this.#fire(next);
    return next !== undefined;
  }

  get timerCount(): number {
    return this.#timers.size;
  }

  /** When the next timer fires; infinite if none is set. */
  get nextMs(): number {
    return this.#earliest()?.atMs ?? Number.POSITIVE_INFINITY;
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) if (!earliest || timer.atMs < earliest.atMs) earliest = timer;
    return earliest;
  }

  #fire(timer: Timer): void {
    this.#timers.delete(timer);
    this.#nowMs = timer.atMs;
    timer.run();
  }
}
