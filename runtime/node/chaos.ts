/**
 * The disorder that Hyperdrive allows, on purpose. Its `vfs`, `kv`, `sqlite` and `state` handle each request in a task of
 * its own (hyperdrive `src/vfs.rs`, `src/kv.rs`, `src/sqlite.rs`, `src/state.rs`), so that of two requests either may be
 * done first, and either answered first. Between all others only the order from one sender to one receiver is promised.
 */

import { formatAddress, sameProcess } from "../contract/address.js";
import type { Chance } from "./chance.js";
import type { Clock } from "./clock.js";
import { Delays } from "./delays.js";
import type { KernelMessage } from "./kernel-message.js";
import { kvProcess, sqliteProcess, stateProcess, vfsProcess } from "./system-processes.js";

/** The longest that a message is held back. Long enough for a dozen others to pass it. */
const longestMs = 10;

/** Long enough, in milliseconds, for what has been sent to arrive and be answered. */
export const settleMs = 2 * longestMs;

const unordered = [vfsProcess, kvProcess, sqliteProcess, stateProcess];

export interface ChaosOptions {
  readonly clock: Clock;
  readonly chance: Chance;
}

export class Chaos {
  readonly #chance: Chance;
  readonly #delays: Delays;
  #count = 0;

  constructor({ clock, chance }: ChaosOptions) {
    this.#chance = chance;
    this.#delays = new Delays(clock);
  }

  /** Passes a message on, every other one at once and the rest within 10 ms. */
  post(message: KernelMessage, pass: (message: KernelMessage) => void): void {
    const { source, target } = message;
    const pair = `${formatAddress(source)} ${formatAddress(target)}`;
    const delayMs = this.#delayMs(pair);
    const isOrdered = !unordered.some((each) => sameProcess(each, source.process) || sameProcess(each, target.process));
    if (delayMs === 0 && !(isOrdered && this.#delays.has(pair))) return pass(message);
    this.#delays.add(isOrdered ? pair : `${pair} ${this.#count++}`, delayMs, () => pass(message));
  }

  /** Holds back what has no order anyway, such as the answers of servers to a process. */
  async hold<Value>(purpose: string, value: Value): Promise<Value> {
    const delayMs = this.#delayMs(purpose);
    if (delayMs === 0) return value;
    return await new Promise((resolve) => this.#delays.add(`${purpose} ${this.#count++}`, delayMs, () => resolve(value)));
  }

  /** Forgets what is held back. */
  close(): void {
    this.#delays.clear();
  }

  #delayMs(purpose: string): number {
    const share = this.#chance.next(purpose);
    return share < 0.5 ? 0 : Math.ceil((share - 0.5) * 2 * longestMs);
  }
}
