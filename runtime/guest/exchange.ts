/** One request that this process received, from its delivery until its answer has left. */

import type { Address } from "../contract/index.js";
import type { Failure } from "./failure.js";

export interface Exchange {
  /** Counts requests since the process started; names the request in logs. */
  readonly number: number;
  readonly source: Address;
  /** When it was delivered, in milliseconds of the guest's clock; undefined where that goes into no log. */
  beganMs: number | undefined;
  /** False for a request that nobody waits for: nothing is ever sent for it. */
  readonly answerable: boolean;
  /** How long the requester waits, in milliseconds. */
  readonly waitMs: number;
  /** When it stops waiting, in milliseconds of the guest's clock; undefined until `Exchanges.deadlineOf` is asked. */
  deadlineMs: number | undefined;
  /** Requests that its handler has sent while it was prompting, that expect a response and have not come back. */
  outstanding: number;
  /** Set once the handler has settled; performed in the next tick that belongs to this request. */
  answer: Answer | undefined;
  status: "open" | "settled" | "answered";
  /** The requester has stopped waiting: it is no longer seen to that it gets a tick in which it could be answered. */
  isGivenUp: boolean;
  /** How long the next anchor waits, in milliseconds. */
  anchorDelayMs: number;
  /** When a timer that was set while it was prompting gives it a tick; infinite without one. */
  nextTickMs: number;
  /** The end of its handler's time; undefined when it has none, or once it was reached. */
  limit: Limit | undefined;
}

export interface Limit {
  /** Of the guest's clock. */
  readonly atMs: number;
  readonly onReached: () => void;
}

/** What `send-response` will carry. */
export interface Answer {
  readonly body: Uint8Array;
  readonly metadata: string | undefined;
  readonly blob: { readonly mime: string | undefined; readonly bytes: Uint8Array } | undefined;
  /** Of HTTP, as the body says it; for the log. */
  readonly status: number | undefined;
  /** What it is about where it is no result; for the log. */
  readonly failure: Failure | undefined;
}
