/**
 * The mailbox of one process: what has arrived, what was set aside by a blocking call, and which requests are still
 * out (hyperdrive `src/kernel/standard_host_v1.rs`, `ingest_message` and `get_specific_message_for_process`).
 */

import type { Channel, HostLink } from "./host-link.js";
import { isSendFailure } from "./kernel-message.js";
import type { MailboxItem } from "./kernel-message.js";
import type { Prompting } from "./prompting.js";

/** A request of ours that expects a response. */
export interface Outstanding {
  /** Who could be answered when the request was sent; it is so again when its response is delivered. */
  readonly prompting: Prompting | undefined;
  readonly context: Uint8Array | undefined;
  readonly timer: number;
}

export class Mailbox {
  readonly #channel: Channel;
  readonly #link: HostLink;
  readonly #queue: MailboxItem[] = [];
  readonly #outstanding = new Map<bigint, Outstanding>();
  #lastTimer = 0;

  constructor(channel: Channel, link: HostLink) {
    this.#channel = channel;
    this.#link = link;
  }

  /** The next item to deliver; waits for one. What a blocking call has set aside comes first. */
  take(): MailboxItem {
    return this.#queue.shift() ?? this.#admit(() => this.#channel.take());
  }

  /** The next item to deliver, if there is one already. */
  poll(): MailboxItem | undefined {
    return this.#queue.shift() ?? this.#admit(() => this.#channel.poll());
  }

  /** Waits for the item with this id and sets all others aside, undelivered and in their order. */
  takeOnly(id: bigint): MailboxItem {
    // Only a request that shares its id through `inherit` can have been set aside already.
    const found = this.#queue.findIndex((item) => item.id === id && !isSendFailure(item));
    const [queued] = found === -1 ? [] : this.#queue.splice(found, 1);
    if (queued) return queued;
    for (;;) {
      const item = this.#admit(() => this.#channel.take());
      if (item.id === id) return item;
      this.#queue.push(item);
    }
  }

  /** Notes that a response is expected, and returns the number of its timer. Replaces an entry with the same id, whose timer runs on. */
  expect(id: bigint, prompting: Prompting | undefined, context: Uint8Array | undefined): number {
    this.settle(id);
    const timer = ++this.#lastTimer;
    this.#outstanding.set(id, { prompting, context, timer });
    if (prompting) prompting.outstanding++;
    return timer;
  }

  /** Removes the request with this id from the outstanding ones, since its response or failure is being delivered. */
  settle(id: bigint): Outstanding | undefined {
    const outstanding = this.#outstanding.get(id);
    if (!outstanding) return undefined;
    this.#outstanding.delete(id);
    if (outstanding.prompting) outstanding.prompting.outstanding--;
    return outstanding;
  }

  isOutstanding(id: bigint): boolean {
    return this.#outstanding.has(id);
  }

  /**
   * Admission happens when an item is taken off the channel, not when it arrives: a response or failure that nobody
   * waits for is dropped in silence, whoever sent it. The timer of an admitted one is cancelled here, but its entry
   * stays until delivery, so that a blocking call can set aside two responses to one request.
   */
  #admit<Next extends MailboxItem | undefined>(next: () => Next): Next {
    for (;;) {
      const item = next();
      if (!item || (!isSendFailure(item) && item.message.tag === "request")) return item;
      const outstanding = this.#outstanding.get(item.id);
      if (!outstanding) continue;
      this.#link.cancelTimer(outstanding.timer);
      return item;
    }
  }
}
