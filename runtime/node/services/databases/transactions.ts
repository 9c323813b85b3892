/** Changes that are queued until they are committed; nobody sees them before, and what is never committed is lost with the node. */

import { Refusal } from "./refusal.js";

export class Transactions<Change> {
  readonly #queues = new Map<string, Change[]>();
  /** Below 2^53, which every client reads; not those of a former run. */
  #last: number;

  /** `nextId` gives a random `u64`, as that of a kernel. */
  constructor(nextId: () => bigint) {
    this.#last = Number(BigInt.asUintN(48, nextId()));
  }

  begin(): number {
    this.#last++;
    this.#queues.set(String(this.#last), []);
    return this.#last;
  }

  /** Throws `Refusal` where there is no such transaction, unless it may be begun so. */
  queue(id: number | bigint, change: Change, { mayBegin }: { readonly mayBegin: boolean }): void {
    let queue = this.#queues.get(String(id));
    if (!queue) {
      if (!mayBegin) throw new Refusal({ NoTx: id });
      queue = [];
      this.#queues.set(String(id), queue);
    }
    queue.push(change);
  }

  /** Forgets it. Throws `Refusal`. */
  take(id: number | bigint): readonly Change[] {
    const queue = this.#queues.get(String(id));
    if (!queue) throw new Refusal({ NoTx: id });
    this.#queues.delete(String(id));
    return queue;
  }
}
