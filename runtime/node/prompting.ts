/** The message that `send-response` answers. A process has one at a time, or none. */

import type { Address } from "../contract/address.js";
import type { KernelMessage } from "./kernel-message.js";

/** Always compared by identity: it comes back as the same object with the response of a request that was sent under it. */
export interface Prompting {
  readonly id: bigint;
  readonly source: Address;
  readonly rsvp: Address | undefined;
  /** Requests that were sent under it, expect a response and are not settled. */
  outstanding: number;
  /** Whether a response or a forwarded request has left for it. The host does not mind; the watch does. */
  answered: boolean;
  /** Whether the watch has reported it as abandoned. */
  reported: boolean;
}

export function createPrompting({ id, source, rsvp }: KernelMessage): Prompting {
  return { id, source, rsvp, outstanding: 0, answered: false, reported: false };
}
