/** `setTimeout` and its like for author code. The engine's own never fire: a process waits for messages only. */

import type { Exchanges } from "./exchanges.js";

export interface TimersOptions {
  readonly exchanges: Pick<Exchanges, "sendTimer">;
  /** Milliseconds. */
  readonly now: () => number;
  /** A callback threw. */
  readonly onError: (error: unknown) => void;
  /** A callback has run: what it changed is due to be saved. */
  readonly onCalled: () => void;
}

interface Timer {
  readonly callback: () => void;
  /** Of an interval, in milliseconds. */
  readonly periodMs: number | undefined;
  dueMs: number;
}

/** A longer wait is made of several, so that one that was called off is not kept for days. */
const longestHopMs = 60_000;

/**
 * Each timer is a request to the node's timer, sent under the request that is prompting: an answer that its callback
 * brings about leaves in the same tick, where the callback belongs to that request.
 */
export class Timers {
  readonly #options: TimersOptions;
  readonly #timers = new Map<number, Timer>();
  #nextId = 1;

  constructor(options: TimersOptions) {
    this.#options = options;
  }

  /** Timers that have not fired; for tests of what a process holds on to. */
  get count(): number {
    return this.#timers.size;
  }

  /** Calls `callback` once after `delayMs`; what is no number of milliseconds counts as 0. Returns its id. */
  setTimeout(callback: (...values: unknown[]) => void, delayMs?: number, ...values: unknown[]): number {
    return this.#start(() => callback(...values), toDelay(delayMs), undefined);
  }

  /** Calls `callback` every `periodMs`, at least 1. */
  setInterval(callback: (...values: unknown[]) => void, periodMs?: number, ...values: unknown[]): number {
    const period = Math.max(1, toDelay(periodMs));
    return this.#start(() => callback(...values), period, period);
  }

  /** Calls a timer or an interval off; an id that is none is none. */
  clear(id: unknown): void {
    this.#timers.delete(Number(id));
  }

  #start(callback: () => void, delayMs: number, periodMs: number | undefined): number {
    const id = this.#nextId++;
    const timer: Timer = { callback, periodMs, dueMs: this.#options.now() + delayMs };
    this.#timers.set(id, timer);
    this.#wait(id, timer);
    return id;
  }

  #wait(id: number, timer: Timer): void {
    const { exchanges, now } = this.#options;
    const leftMs = Math.max(0, Math.ceil(timer.dueMs - now()));
    exchanges.sendTimer(Math.min(leftMs, longestHopMs), (reply) => {
      if (this.#timers.get(id) !== timer) return;
      // A node whose timer refuses says so at once: asking again would do nothing else for ever.
      const isRefused = reply.kind === "failure" && now() < timer.dueMs;
      if (isRefused) return this.#fail(id, `this node has no timer (${reply.failure})`);
      if (leftMs > longestHopMs) return this.#wait(id, timer);
      this.#call(id, timer);
    });
  }

  #fail(id: number, message: string): void {
    this.#timers.delete(id);
    this.#options.onError(new Error(message));
  }

  #call(id: number, timer: Timer): void {
    const { now, onError, onCalled } = this.#options;
    if (timer.periodMs === undefined) {
      this.#timers.delete(id);
    } else {
      // Times that have passed are left out.
      timer.dueMs = Math.max(timer.dueMs + timer.periodMs, now());
      this.#wait(id, timer);
    }
    try {
      timer.callback();
    } catch (error) {
      onError(error);
    }
    onCalled();
  }
}

function toDelay(value: unknown): number {
  const delayMs = Number(value);
  return delayMs > 0 ? Math.min(delayMs, Number.MAX_SAFE_INTEGER) : 0;
}
