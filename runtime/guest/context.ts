/** What a handler gets beside its arguments. It belongs to its request: it is right after any `await`. */

import type { Address } from "../contract/index.js";
import type { Log } from "./log.js";

/** What every handler gets. `State` and `Calls` come from the schema. */
export interface Context<State, Calls = Record<never, never>> {
  /** This process on this node. */
  readonly our: Address;
  /** Who sent the request; for HTTP the http-server, in `init` the process itself. Of other nodes only `node` is sure. */
  readonly source: Address;
  /** The one state of the process; change it in place. It is saved by the schema's policy. */
  readonly state: State;
  readonly log: Log;
  /** The processes that the schema `uses`, by alias. */
  readonly call: Calls;
  /** Resolves after `delayMs` milliseconds, through the node's timer. Throws `RangeError` for a negative or fractional delay. */
  sleep(delayMs: number): Promise<void>;
}

/** What a handler gets of an HTTP request. */
export interface HttpParts {
  readonly method: string;
  /** Behind the process's prefix, percent-encoded as it came: `/api/tasks/42`. */
  readonly path: string;
  /** Without port and query. */
  readonly url: string;
  /** Lower-case names, one value a name: what Hyperdrive's http-server passes on. */
  readonly headers: ReadonlyMap<string, string>;
  /** Decoded; of repeated keys the last. */
  readonly query: ReadonlyMap<string, string>;
  /** The body as it came. */
  readonly body: Uint8Array;
  /** Status and headers of the answer, for handlers that do not return an `HttpResponse`. */
  readonly response: ResponseSettings;
}

export interface ResponseSettings {
  /** 200, or what `@status` says, unless set here. */
  status: number | undefined;
  /** Lower-case names. `content-type` is `application/json` unless set here. */
  readonly headers: Map<string, string>;
}

/** For handlers that only HTTP reaches. */
export type HttpContext<State, Calls = Record<never, never>> = Context<State, Calls> & HttpParts;

/** For handlers that HTTP and processes reach: the HTTP parts are undefined for a call by a process. */
export type MixedContext<State, Calls = Record<never, never>> = Context<State, Calls> & Partial<HttpParts>;
