/** The contexts that handlers get: one object a request, its log made only when it is used. */

import type { Address, Standard } from "../contract/index.js";
import type { CallMethods } from "./calls.js";
import type { Context, HttpParts, ResponseSettings } from "./context.js";
import type { HttpRequest } from "./http-request.js";
import { createLog, type Log } from "./log.js";

/** What is the same for every request of a process. */
export interface ContextBase {
  readonly standard: Standard;
  readonly our: Address;
  readonly state: unknown;
  readonly call: Readonly<Record<string, CallMethods>>;
  readonly sleep: (delayMs: number) => Promise<void>;
}

export class RequestContext implements Context<unknown, unknown> {
  readonly our: Address;
  readonly source: Address;
  readonly state: unknown;
  readonly call: unknown;
  readonly sleep: (delayMs: number) => Promise<void>;
  readonly #standard: Standard;
  readonly #scope: string;
  #log: Log | undefined;

  /** `scope` marks the log lines: `#12 local countTasks`. */
  constructor(base: ContextBase, source: Address, scope: string) {
    this.our = base.our;
    this.source = source;
    this.state = base.state;
    this.call = base.call;
    this.sleep = base.sleep;
    this.#standard = base.standard;
    this.#scope = scope;
  }

  get log(): Log {
    this.#log ??= createLog(this.#standard, this.#scope);
    return this.#log;
  }
}

export class HttpRequestContext extends RequestContext implements HttpParts {
  readonly #request: HttpRequest;
  readonly body: Uint8Array;
  readonly response: ResponseSettings = { status: undefined, headers: new Map() };

  constructor(base: ContextBase, source: Address, scope: string, request: HttpRequest, body: Uint8Array) {
    super(base, source, scope);
    this.#request = request;
    this.body = body;
  }

  get method(): string {
    return this.#request.method;
  }

  get path(): string {
    return this.#request.path;
  }

  get url(): string {
    return this.#request.url;
  }

  get headers(): ReadonlyMap<string, string> {
    return this.#request.headers;
  }

  get query(): ReadonlyMap<string, string> {
    return this.#request.query;
  }
}
