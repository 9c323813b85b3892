/** The contexts that handlers get: one object a request, its log made only when it is used. */

import type { Address, Standard } from "../contract/index.js";
import type { CallMethods } from "./calls.js";
import type { Channel, Context, HttpParts, ResponseSettings, Socket } from "./context.js";
import type { Origin } from "./exchanges.js";
import type { HttpRequest } from "./http-request.js";
import { createLog, type Log } from "./log.js";

/** What is the same for every request of a process. */
export interface ContextBase {
  readonly standard: Standard;
  readonly our: Address;
  readonly state: unknown;
  /** The processes that the schema uses, called for a handler. */
  readonly callsOf: (origin: Origin) => Readonly<Record<string, CallMethods>>;
  readonly sockets: Readonly<Record<string, Socket<unknown>>>;
  readonly sleep: (delayMs: number, origin: Origin) => Promise<void>;
}

export class RequestContext implements Context<unknown, unknown, unknown> {
  readonly source: Address;
  readonly state: unknown;
  readonly #base: ContextBase;
  readonly #origin: Origin;
  readonly #scope: string;
  #log: Log | undefined;
  #calls: unknown;

  /** `origin` is the exchange of a request; `scope` marks the log lines: `#12 local countTasks`. */
  constructor(base: ContextBase, origin: Origin, scope: string) {
    this.source = origin.source;
    this.state = base.state;
    this.#base = base;
    this.#origin = origin;
    this.#scope = scope;
  }

  get our(): Address {
    return this.#base.our;
  }

  get sockets(): unknown {
    return this.#base.sockets;
  }

  get call(): unknown {
    return (this.#calls ??= this.#base.callsOf(this.#origin));
  }

  /** A function and not a method: authors take it out of the context. */
  get sleep(): (delayMs: number) => Promise<void> {
    return (delayMs) => this.#base.sleep(delayMs, this.#origin);
  }

  get log(): Log {
    this.#log ??= createLog(this.#base.standard, this.#scope);
    return this.#log;
  }
}

export class HttpRequestContext extends RequestContext implements HttpParts {
  readonly #request: HttpRequest;
  readonly body: Uint8Array;
  readonly response: ResponseSettings = { status: undefined, headers: new Map() };

  constructor(base: ContextBase, origin: Origin, scope: string, request: HttpRequest, body: Uint8Array) {
    super(base, origin, scope);
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

export class SocketRequestContext extends RequestContext {
  readonly channel: Channel<unknown>;

  constructor(base: ContextBase, origin: Origin, scope: string, channel: Channel<unknown>) {
    super(base, origin, scope);
    this.channel = channel;
  }
}
