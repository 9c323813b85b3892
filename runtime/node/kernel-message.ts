/** What travels between processes through the event loop, and what the node prints about it. */

import type { Address, ProcessId } from "../contract/address.js";
import type { LazyLoadBlob, Message, SendError } from "../contract/standard.js";

/** A message with everything that the guest does not see: its id, where answers go, and the blob beside it. */
export interface KernelMessage {
  /** A response carries the id of its request. */
  readonly id: bigint;
  readonly source: Address;
  readonly target: Address;
  /** Where a response goes; the source when undefined. */
  readonly rsvp: Address | undefined;
  readonly message: Message;
  readonly blob: LazyLoadBlob | undefined;
}

/** News for the sender of a request: it could not be delivered, or nobody answered in time. */
export interface SendFailure {
  readonly id: bigint;
  readonly error: SendError;
}

/** What waits in the mailbox of a process. */
export type MailboxItem = KernelMessage | SendFailure;

export function isSendFailure(item: MailboxItem): item is SendFailure {
  return "error" in item;
}

/** A line for the terminal. Verbosity: 0 always shown, 1 debug, 2 runtime detail, 3 every event. */
export interface Printout {
  readonly verbosity: number;
  readonly source: ProcessId;
  readonly text: string;
}
