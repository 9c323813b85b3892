/** Changes that are queued until they are committed; nobody sees them before, and what is never committed is lost with the node. */

import { Refusal } from "./refusal.js";

export class Transactions<Change> {
  readonly #queues = new Map<string, Change[]>();
  readonly #nextId: () => bigint;

  /** `nextId` gives a random `u64`, as that of a kernel. */
  constructor(nextId: () => bigint) {
    this.#nextId = nextId;
  }

  /**
   * The id is below 2^53, which every client reads. By chance: ids are of all processes, and who could guess one might
   * commit into a database of its own what another has queued.
   */
  begin(): number {
    let id: number;
    do id = Number(BigInt.asUintN(48, this.#nextId()));
    while (this.#queues.has(String(id)));
    this.#queues.set(String(id), []);
    return id;
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
