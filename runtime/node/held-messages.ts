/** Messages of processes that wait until what happened before them is stored. */

import { formatProcessId } from "../contract/address.js";
import type { KernelMessage } from "./kernel-message.js";

/** What waits for it in its place among the messages. */
interface Mark {
  isStored: boolean;
}

export class HeldMessages {
  readonly #release: (message: KernelMessage) => void;
  readonly #queues = new Map<string, (KernelMessage | Mark)[]>();

  /** `release` gets the messages of a process in their order. */
  constructor(release: (message: KernelMessage) => void) {
    this.#release = release;
  }

  /** What the process sends from now on waits for `stored`, and is dropped when that rejects. */
  hold(process: string, stored: Promise<void>): void {
    const queue = this.#queues.get(process) ?? [];
    this.#queues.set(process, queue);
    const mark: Mark = { isStored: false };
    queue.push(mark);
    stored.then(
      () => {
        mark.isStored = true;
        this.#advance(process, queue);
      },
      () => this.#drop(process, queue),
    );
  }

  get isEmpty(): boolean {
    return this.#queues.size === 0;
  }

  /** Whether the message of a process of this node has to wait; it is released then. */
  take(message: KernelMessage): boolean {
    const queue = this.#queues.get(formatProcessId(message.source.process));
    queue?.push(message);
    return queue !== undefined;
  }

  /** Drops all. */
  clear(): void {
    for (const [process, queue] of this.#queues) this.#drop(process, queue);
  }

  #advance(process: string, queue: (KernelMessage | Mark)[]): void {
    let count = 0;
    for (const entry of queue) {
      if ("isStored" in entry && !entry.isStored) break;
      count++;
    }
    const passed = queue.splice(0, count);
    if (queue.length === 0) this.#forget(process, queue);
    for (const entry of passed) if (!("isStored" in entry)) this.#release(entry);
  }

  #drop(process: string, queue: (KernelMessage | Mark)[]): void {
    queue.length = 0;
    this.#forget(process, queue);
  }

  #forget(process: string, queue: unknown): void {
    if (this.#queues.get(process) === queue) this.#queues.delete(process);
  }
}
