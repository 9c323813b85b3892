/** A call of a handler over HTTP: how it may be asked for, and the ways in which it can end. */

import type { Problem } from "../contract/index.js";
import { Pending } from "../contract/index.js";

/** How a call ended. Anything but `ok` means that no result of the handler arrived. */
export type HttpOutcome<T> =
  | { readonly tag: "ok"; readonly val: T }
  /** No answer in time, or the call's `signal` was aborted. */
  | { readonly tag: "timeout" }
  /** The node cannot be reached, or the browser keeps the answer from this page (CORS). */
  | { readonly tag: "offline"; readonly message: string }
  /** An answer came, but not of the declared type. */
  | { readonly tag: "decode"; readonly problems: readonly Problem[] }
  | Rejected;

/** The process or the node refused the call, or the handler failed. */
export interface Rejected {
  readonly tag: "rejected";
  /** Undefined when nothing was sent, since the arguments do not fit. */
  readonly status: number | undefined;
  /** Of the process, such as `request/does-not-fit`, or one of `ClientCode`. */
  readonly code: string;
  readonly message: string;
  /** Which arguments do not fit, and where in them; empty for other refusals. */
  readonly problems: readonly Problem[];
  /** Repeated in the log of the process whose handler has failed. */
  readonly id: string | undefined;
}

/**
 * The codes that no process sends:
 * - `client/does-not-fit`: an argument does not fit its type. Nothing was sent.
 * - `client/login-needed`: the node answered with its login page.
 * - `client/unexpected-answer`: what answered was neither the handler nor its process; `status` says more.
 */
export type ClientCode = "client/does-not-fit" | "client/login-needed" | "client/unexpected-answer";

export interface HttpCallOptions {
  /** The outcome is `timeout` as soon as it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Until the outcome is `timeout`: 30,000 by default. Of more than 15 seconds the node is told, which gives up then. */
  readonly timeoutMs?: number | undefined;
  /** Sent along; those that the schema declares as parameters come from there. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** For handlers that read the request and write the answer themselves. */
export interface RawCallOptions extends HttpCallOptions {
  /** One that the handler takes; otherwise the process refuses it. */
  readonly method?: string | undefined;
  readonly body?: BodyInit | undefined;
}

/** What a handler gives that writes its answer itself. Its body is not read yet. */
export type RawResponse = Response;

/** Thrown by `orThrow` for every outcome but `ok`. */
export class HttpCallError extends Error {
  override readonly name = "HttpCallError";
  readonly outcome: Exclude<HttpOutcome<unknown>, { tag: "ok" }>;
  constructor(target: string, outcome: Exclude<HttpOutcome<unknown>, { tag: "ok" }>) {
    super(`${target}: ${describeOutcome(outcome)}`);
    this.outcome = outcome;
  }
}

/** A call under way: the request has left. `orThrow` throws `HttpCallError`. */
export class HttpCall<T> extends Pending<T, HttpOutcome<T>> {
  readonly #target: string;
  /** `target` names the call in errors: `POST /api/tasks`. */
  constructor(target: string, outcome: Promise<HttpOutcome<T>>) {
    super(outcome);
    this.#target = target;
  }

  protected override unwrap(outcome: HttpOutcome<T>): T {
    if (outcome.tag === "ok") return outcome.val;
    throw new HttpCallError(this.#target, outcome);
  }
}

function describeOutcome(outcome: Exclude<HttpOutcome<unknown>, { tag: "ok" }>): string {
  switch (outcome.tag) {
    case "timeout":
      return "no answer in time";
    case "offline":
      return `the node cannot be reached: ${outcome.message}`;
    case "rejected":
      return `${outcome.message} (${outcome.code})`;
    case "decode":
      return `the answer does not fit${describeFirst(outcome.problems)}`;
  }
}

/** `: body.title: expected string, found nothing`; empty where there is nothing to say. */
export function describeFirst([first]: readonly Problem[]): string {
  if (!first) return "";
  return `: ${first.path === "" ? "value" : first.path}: expected ${first.expected}, found ${first.found}`;
}
