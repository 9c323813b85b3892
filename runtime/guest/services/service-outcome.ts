/** How a request of a handler to a system process ends: a value that is awaited, or an error where one is asked for. */

import { decodeUtf8, Pending } from "../../contract/index.js";

/** `Kind` says what a program can decide by; `message` is for people. */
export type ServiceOutcome<T, Kind extends string> =
  | { readonly tag: "ok"; readonly val: T }
  /** The system process refused it, or could not do it. */
  | { readonly tag: "failed"; readonly kind: Kind; readonly message: string }
  /** No answer in time, or no right to reach it: the host does not tell these apart, nor whether something was changed. */
  | { readonly tag: "timeout" };

export type ServiceFailure<Kind extends string> = Exclude<ServiceOutcome<never, Kind>, { tag: "ok" }>;

/** Thrown by `orThrow` for every outcome but `ok`. */
export abstract class ServiceError<Kind extends string> extends Error {
  /** That of the outcome, or `timeout`. */
  readonly kind: Kind | "timeout";
  constructor(label: string, outcome: ServiceFailure<Kind>) {
    super(`${label}: ${outcome.tag === "failed" ? outcome.message : "no answer in time, or no right to ask"}`);
    this.kind = outcome.tag === "failed" ? outcome.kind : outcome.tag;
  }
}

/** A request under way: it has left. Awaiting it gives its outcome; `orThrow` gives its result or throws. */
export class PendingService<T, Kind extends string> extends Pending<T, ServiceOutcome<T, Kind>> {
  readonly #toError: (outcome: ServiceFailure<Kind>) => Error;
  constructor(outcome: Promise<ServiceOutcome<T, Kind>>, toError: (outcome: ServiceFailure<Kind>) => Error) {
    super(outcome);
    this.#toError = toError;
  }

  protected override unwrap(outcome: ServiceOutcome<T, Kind>): T {
    if (outcome.tag === "ok") return outcome.val;
    throw this.#toError(outcome);
  }
}

/** Bytes as the text that they should be. */
export function toText<Kind extends string>(outcome: ServiceOutcome<Uint8Array, Kind>): ServiceOutcome<string, Kind | "not-text"> {
  if (outcome.tag !== "ok") return outcome;
  const val = decodeUtf8(outcome.val);
  return val === undefined ? { tag: "failed", kind: "not-text", message: "its bytes are no UTF-8" } : { tag: "ok", val };
}
