/** The requests that a process has left for its end: `on_exit` of its manifest, or `set-on-exit`. */

import type { Address } from "../contract/address.js";
import type { OnExit } from "../contract/standard.js";
import type { KernelMessage } from "./kernel-message.js";
import { randomId } from "./random-id.js";

/** With the process as their source, and nobody who waits for an answer. Empty for the other kinds of on-exit. */
export function exitRequests(our: Address, onExit: OnExit): readonly KernelMessage[] {
  if (onExit.tag !== "requests") return [];
  return onExit.val.map(([target, request, blob]) => {
    const val = { ...request, expectsResponse: undefined };
    return { id: randomId(), source: our, target, rsvp: undefined, message: { tag: "request", val }, blob };
  });
}
