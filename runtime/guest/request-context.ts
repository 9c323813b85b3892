/** The contexts that handlers get: one object a request, its log made only when it is used. */

import type { Address, Need } from "../contract/index.js";
import type { CallMethods } from "./calls.js";
import type { Channel, Client, Context, HttpParts, ResponseSettings, Socket } from "./context.js";
import type { Origin } from "./exchanges.js";
import type { HttpRequest } from "./http-request.js";
import { createLog, type Log, type LogSink } from "./log.js";
import type { Scope } from "./scope.js";
import type { Fetch } from "./services/fetch.js";
import type { Kv } from "./services/kv.js";
import type { Services } from "./services/services.js";
import type { Sqlite } from "./services/sqlite.js";
import type { Vfs } from "./services/vfs.js";

/** What is the same for every request of a process. */
export interface ContextBase {
  readonly sink: LogSink;
  readonly our: Address;
  readonly state: unknown;
  /** The processes that the schema uses, called for a handler. */
  readonly callsOf: (origin: Origin) => Readonly<Record<string, CallMethods>>;
  readonly sockets: Readonly<Record<string, Socket<unknown>>>;
  /** The WebSockets to servers, opened for a handler. */
  readonly clientsOf: (origin: Origin) => Readonly<Record<string, Client<unknown>>>;
  /** The clients of system processes, which send for a handler. */
  readonly servicesOf: (origin: Origin) => Services;
  readonly sleep: (delayMs: number, origin: Origin) => Promise<void>;
  /** Calls `abort` when the requester of the handler stops waiting. Returns what calls it off. */
  readonly whenOver: (origin: Origin, abort: (reason: string) => void) => () => void;
}

/** What `signal.reason` is: as `AbortSignal.timeout` gives it. */
class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

export class RequestContext implements Context<unknown, unknown, unknown, unknown, Need> {
  readonly source: Address;
  readonly state: unknown;
  readonly #base: ContextBase;
  readonly #origin: Origin;
  /** What its log lines are marked with. */
  readonly scope: Scope;
  #log: Log | undefined;
  #calls: unknown;
  #clients: unknown;
  #services: Services | undefined;
  #controller: AbortController | undefined;
  #stopWaiting: (() => void) | undefined;
  /** Why nobody waits for the handler any more. */
  #over: string | undefined;

  /** `origin` is the exchange of a request. */
  constructor(base: ContextBase, origin: Origin, scope: Scope) {
    this.source = origin.source;
    this.state = base.state;
    this.#base = base;
    this.#origin = origin;
    this.scope = scope;
  }

  get our(): Address {
    return this.#base.our;
  }

  get sockets(): unknown {
    return this.#base.sockets;
  }

  get clients(): unknown {
    return (this.#clients ??= this.#base.clientsOf(this.#origin));
  }

  get call(): unknown {
    return (this.#calls ??= this.#base.callsOf(this.#origin));
  }

  get vfs(): Vfs {
    return this.#ofNode.vfs;
  }

  get kv(): Kv {
    return this.#ofNode.kv;
  }

  get sqlite(): Sqlite {
    return this.#ofNode.sqlite;
  }

  get fetch(): Fetch {
    return this.#ofNode.fetch;
  }

  get #ofNode(): Services {
    return (this.#services ??= this.#base.servicesOf(this.#origin));
  }

  /** A function and not a method: authors take it out of the context. */
  get sleep(): (delayMs: number) => Promise<void> {
    return (delayMs) => this.#base.sleep(delayMs, this.#origin);
  }

  /** Made when it is asked for: most handlers are done long before. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#over !== undefined) this.#controller.abort(new TimeoutError(this.#over));
      else this.#stopWaiting = this.#base.whenOver(this.#origin, (reason) => this.abort(reason));
    }
    return this.#controller.signal;
  }

  /** The time of the handler is over: what it waits for is given up. */
  abort(reason: string): void {
    this.#over ??= reason;
    this.#controller?.abort(new TimeoutError(reason));
    this.end();
  }

  /** The handler has settled. */
  end(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
  }

  get log(): Log {
    this.#log ??= createLog(this.#base.sink, this.scope);
    return this.#log;
  }
}

export class HttpRequestContext extends RequestContext implements HttpParts {
  readonly #request: HttpRequest;
  readonly body: Uint8Array;
  readonly response: ResponseSettings = { status: undefined, headers: new Map() };

  constructor(base: ContextBase, origin: Origin, scope: Scope, request: HttpRequest, body: Uint8Array) {
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

  constructor(base: ContextBase, origin: Origin, scope: Scope, channel: Channel<unknown>) {
    super(base, origin, scope);
    this.channel = channel;
  }
}
