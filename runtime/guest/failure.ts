/** The errors that a caller may see, as data, and their forms over HTTP and over process messages. */

import type { Problem } from "../contract/index.js";
import { encodeUtf8 } from "../contract/index.js";
import type { Answer } from "./exchange.js";
import { httpAnswer, httpHead } from "./http-answer.js";

/**
 * Stable codes: callers may rely on them.
 * - `route/not-found`: no handler for the path.
 * - `route/method-not-allowed`: the path is known, the method is not.
 * - `request/not-json`, `request/does-not-fit`, `request/too-large`, `request/unsupported-media-type`: the request's own
 *   content.
 * - `call/unknown-handler`: no handler of that name for this caller.
 * - `handler/timeout`: the handler took longer than the schema's `timeout`.
 * - `handler/failed`: the handler threw, or its result could not be encoded or stored.
 */
export type FailureCode =
  | "route/not-found"
  | "route/method-not-allowed"
  | "request/not-json"
  | "request/does-not-fit"
  | "request/too-large"
  | "request/unsupported-media-type"
  | "call/unknown-handler"
  | "handler/timeout"
  | "handler/failed";

export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  /** Paths of HTTP requests start with `path`, `query`, `header` or `body`. */
  readonly problems?: readonly Problem[];
  /** What would have been accepted. */
  readonly handlers?: readonly HandlerHint[];
  /** Repeated in the process's log. */
  readonly id?: string;
  /** Where it happened, in the log alone; undefined where the code says it. */
  readonly phase?: "handler" | "encode" | "save";
  /** For `route/method-not-allowed`. */
  readonly allow?: readonly string[];
}

/** One handler that a request could have meant. */
export interface HandlerHint {
  readonly handler: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

const httpStatus: Readonly<Record<FailureCode, number>> = {
  "route/not-found": 404,
  "route/method-not-allowed": 405,
  "request/not-json": 400,
  "request/does-not-fit": 400,
  "request/too-large": 413,
  "request/unsupported-media-type": 415,
  "call/unknown-handler": 404,
  "handler/timeout": 408,
  "handler/failed": 500,
};

/** The metadata that marks a response to a process as a failure and not as the handler's result. */
export const failureMetadata = '"hproc:failure"';

export function httpFailure(failure: Failure): Answer {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (failure.allow) headers["allow"] = failure.allow.join(", ");
  return httpAnswer(httpHead(httpStatus[failure.code], headers), encodeFailure(failure), failure);
}

/**
 * The metadata tells hproc callers that this is a refusal; others see an object that is no Rust `Result` and no
 * `SendError`, so that a refusal is taken neither for a result nor for a time-out.
 */
export function callFailure(failure: Failure): Answer {
  return { body: encodeFailure(failure), metadata: failureMetadata, blob: undefined, status: undefined, failure };
}

/** The JSON of `{"error": {…}}`. */
export function encodeFailure(failure: Failure): Uint8Array {
  const { code, message, problems, handlers, id } = failure;
  return encodeUtf8(JSON.stringify({ error: { code, message, id, problems, handlers } }));
}
