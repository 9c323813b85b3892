/**
 * The contexts that handlers get: one object a request, and what it offers is made when it is used.
 *
 * Their fields are declared and not defined, and only their types hide them from authors: the component's engine took
 * 4 us to define those that were private, and takes 0.7 us to assign these.
 */

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

/** What a context has made for its handler. */
interface Made {
  log?: Log;
  calls?: unknown;
  clients?: unknown;
  services?: Services;
  controller?: AbortController;
  stopWaiting?: (() => void) | undefined;
  /** Why nobody waits for the handler any more. */
  over?: string;
}

export class RequestContext implements Context<unknown, unknown, unknown, unknown, Need> {
  declare readonly state: unknown;
  declare private readonly base: ContextBase;
  declare private readonly origin: Origin;
  /** What its log lines are marked with. */
  declare readonly scope: Scope;
  declare private made: Made | undefined;

  /** `origin` is the exchange of a request. */
  constructor(base: ContextBase, origin: Origin, scope: Scope) {
    this.state = base.state;
    this.base = base;
    this.origin = origin;
    this.scope = scope;
    this.made = undefined;
  }

  get source(): Address {
    return this.origin.source;
  }

  get our(): Address {
    return this.base.our;
  }

  get sockets(): unknown {
    return this.base.sockets;
  }

  get clients(): unknown {
    return ((this.made ??= {}).clients ??= this.base.clientsOf(this.origin));
  }

  get call(): unknown {
    return ((this.made ??= {}).calls ??= this.base.callsOf(this.origin));
  }

  get vfs(): Vfs {
    return this.services().vfs;
  }

  get kv(): Kv {
    return this.services().kv;
  }

  get sqlite(): Sqlite {
    return this.services().sqlite;
  }

  get fetch(): Fetch {
    return this.services().fetch;
  }

  private services(): Services {
    return ((this.made ??= {}).services ??= this.base.servicesOf(this.origin));
  }

  /** A function and not a method: authors take it out of the context. */
  get sleep(): (delayMs: number) => Promise<void> {
    return (delayMs) => this.base.sleep(delayMs, this.origin);
  }

  /** Made when it is asked for: most handlers are done long before. */
  get signal(): AbortSignal {
    const made = (this.made ??= {});
    if (!made.controller) {
      made.controller = new AbortController();
      if (made.over !== undefined) made.controller.abort(new TimeoutError(made.over));
      else made.stopWaiting = this.base.whenOver(this.origin, (reason) => this.abort(reason));
    }
    return made.controller.signal;
  }

  /** The time of the handler is over: what it waits for is given up. */
  abort(reason: string): void {
    const made = (this.made ??= {});
    made.over ??= reason;
    made.controller?.abort(new TimeoutError(reason));
    this.end();
  }

  /** The handler has settled. */
  end(): void {
    const made = this.made;
    if (made === undefined) return;
    made.stopWaiting?.();
    made.stopWaiting = undefined;
  }

  get log(): Log {
    return ((this.made ??= {}).log ??= createLog(this.base.sink, this.scope));
  }
}

export class HttpRequestContext extends RequestContext implements HttpParts {
  declare private readonly request: HttpRequest;
  declare readonly body: Uint8Array;
  /** Undefined where the handler has not looked at `response`. */
  declare settings: ResponseSettings | undefined;

  constructor(base: ContextBase, origin: Origin, scope: Scope, request: HttpRequest, body: Uint8Array) {
    super(base, origin, scope);
    this.request = request;
    this.body = body;
    this.settings = undefined;
  }

  get response(): ResponseSettings {
    return (this.settings ??= { status: undefined, headers: new Map() });
  }

  get method(): string {
    return this.request.method;
  }

  get path(): string {
    return this.request.path;
  }

  get url(): string {
    return this.request.url;
  }

  get headers(): ReadonlyMap<string, string> {
    return this.request.headers;
  }

  get query(): ReadonlyMap<string, string> {
    return this.request.query;
  }
}

export class SocketRequestContext extends RequestContext {
  readonly channel: Channel<unknown>;

  constructor(base: ContextBase, origin: Origin, scope: Scope, channel: Channel<unknown>) {
    super(base, origin, scope);
    this.channel = channel;
  }
}
