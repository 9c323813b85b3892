/**
 * Notices answers that go to the wrong request or get lost. Hyperdrive says nothing about these mistakes; it only
 * delivers the answer to whoever is prompting at that moment.
 */

import { formatAddress } from "../contract/address.js";
import type { Prompting } from "./prompting.js";

export type HostWarning =
  /** A second response to one request; the requester drops it. */
  | { readonly kind: "answered-twice"; readonly prompting: Prompting }
  /** A response while nobody could be answered; the host drops it. */
  | { readonly kind: "nobody-to-answer" }
  /** A response in the tick of a request that expected none: it goes to an earlier requester. */
  | { readonly kind: "unasked-answer"; readonly prompting: Prompting }
  /** A tick ended while its request was unanswered and nothing was outstanding that would bring it back. */
  | { readonly kind: "abandoned"; readonly prompting: Prompting };

export class TickWatch {
  readonly #report: (warning: HostWarning) => void;
  #expectsNothing = false;

  constructor(report: (warning: HostWarning) => void) {
    this.#report = report;
  }

  /** The guest calls `receive`. */
  endTick(prompting: Prompting | undefined): void {
    if (!prompting || prompting.answered || prompting.reported || prompting.outstanding > 0) return;
    prompting.reported = true;
    this.#report({ kind: "abandoned", prompting });
  }

  /** `receive` returns; `expectsNothing` if it returns a request that cannot be answered. */
  beginTick(expectsNothing: boolean): void {
    this.#expectsNothing = expectsNothing;
  }

  /** The guest responds. */
  answer(prompting: Prompting | undefined): void {
    if (!prompting) return this.#report({ kind: "nobody-to-answer" });
    if (this.#expectsNothing) this.#report({ kind: "unasked-answer", prompting });
    else if (prompting.answered) this.#report({ kind: "answered-twice", prompting });
  }
}

/** A clause that goes on from the name of the process. */
export function describeWarning(warning: HostWarning): string {
  switch (warning.kind) {
    case "answered-twice":
      return `answered a request of ${formatAddress(warning.prompting.source)} twice; the second answer is dropped`;
    case "nobody-to-answer":
      return "sent an answer in a tick that belongs to no request; it is dropped";
    case "unasked-answer":
      return `answered a message that expects nothing; the answer goes to ${formatAddress(warning.prompting.source)}`;
    case "abandoned":
      return `ended a tick without answering ${formatAddress(warning.prompting.source)}, and nothing is outstanding that would bring it back`;
  }
}
