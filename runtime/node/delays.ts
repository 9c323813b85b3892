/** What happens a little later, in lines: nothing in a line overtakes what came before it. */

import type { CancelTimer, Clock } from "./clock.js";

interface Line {
  readonly waiting: (() => void)[];
  readonly timers: Set<CancelTimer>;
  /** When the last of them is due. */
  lastMs: number;
}

export class Delays {
  readonly #clock: Clock;
  readonly #lines = new Map<string, Line>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `run` after `delayMs` milliseconds, and not before anything that waits in this line. */
  add(name: string, delayMs: number, run: () => void): void {
    const line = this.#lines.get(name) ?? { waiting: [], timers: new Set(), lastMs: 0 };
    this.#lines.set(name, line);
    const nowMs = this.#clock.now();
    line.lastMs = Math.max(nowMs + delayMs, line.lastMs);
    line.waiting.push(run);
    // Timers of the system may change places; each of them takes whoever is first.
    const cancel = this.#clock.after(line.lastMs - nowMs, () => {
      line.timers.delete(cancel);
      const first = line.waiting.shift();
      if (line.waiting.length === 0 && this.#lines.get(name) === line) this.#lines.delete(name);
      first?.();
    });
    line.timers.add(cancel);
  }

  /** Whether something waits in a line. */
  has(name: string): boolean {
    return this.#lines.has(name);
  }

  /** Forgets what waits, in all lines for which `isMeant` holds. */
  clear(isMeant: (name: string) => boolean = () => true): void {
    for (const [name, { timers }] of this.#lines) {
      if (!isMeant(name)) continue;
      for (const cancel of timers) cancel();
      this.#lines.delete(name);
    }
  }
}
