/** Messages that follow the state: what a handler tells others leaves when its changes are stored. */

import type { Address, LazyLoadBlob } from "../contract/index.js";
import type { Exchanges } from "./exchanges.js";

export interface Notice {
  readonly target: Address;
  readonly body: Uint8Array;
  readonly blob?: LazyLoadBlob;
  /** True for what says nothing of the state: it leaves also when that could not be stored. */
  readonly isKept?: true;
}

export class Outbox {
  #waiting: Notice[] = [];

  add(notice: Notice): void {
    this.#waiting.push(notice);
  }

  /** Call at the end of a tick, after the state is stored. */
  flush(exchanges: Exchanges): void {
    if (this.#waiting.length === 0) return;
    const leaving = this.#waiting;
    this.#waiting = [];
    for (const { target, body, blob } of leaving) exchanges.notify(target, body, blob);
  }

  /** Forgets what speaks of a state that could not be stored. Returns how much it was. */
  discard(): number {
    const { length } = this.#waiting;
    this.#waiting = this.#waiting.filter((notice) => notice.isKept);
    return length - this.#waiting.length;
  }
}
