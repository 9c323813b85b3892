/** What a handler gets beside its arguments. It belongs to its request: it is right after any `await`. */

import type { Address, Need } from "../contract/index.js";
import type { ConnectOptions, PendingConnection } from "./connection.js";
import type { Log } from "./log.js";
import type { Fetch } from "./services/fetch.js";
import type { Kv } from "./services/kv.js";
import type { Sqlite } from "./services/sqlite.js";
import type { Vfs } from "./services/vfs.js";

/** What every handler gets. `State`, `Calls`, `Sockets`, `Clients` and `Needs` come from the schema. */
export interface Context<State, Calls = Nothing, Sockets = Nothing, Clients = Nothing, Needs extends Need = never> {
  /** This process on this node. */
  readonly our: Address;
  /**
   * Who sent the request; for HTTP and WebSockets the http-server, for those of a `ws client` the http-client, in `init`
   * and timers the process itself. Of other nodes only `node` is sure.
   */
  readonly source: Address;
  /** The one state of the process; change it in place. It is saved by the schema's policy. */
  readonly state: State;
  readonly log: Log;
  /** The processes that the schema `uses`, by alias. */
  readonly call: Calls;
  /** The WebSockets of the process, by name: for messages to all who are connected. */
  readonly sockets: Sockets;
  /** The WebSockets that the process opens to servers, by name. */
  readonly clients: Clients;
  /** Resolves after `delayMs` milliseconds, through the node's timer. Throws `RangeError` for a negative or fractional delay. */
  sleep(delayMs: number): Promise<void>;
  /**
   * Aborted when nobody waits for the handler any more: its `timeout` is over, or its requester has given up. The reason
   * is an error named `TimeoutError`.
   */
  readonly signal: AbortSignal;
  /** Files in the drives of the package; for a process that `needs vfs`. */
  readonly vfs: Needed<Needs, "vfs", Vfs>;
  /** Databases of keys and values; for a process that `needs kv`. */
  readonly kv: Needed<Needs, "kv", Kv>;
  /** Databases of SQL; for a process that `needs sqlite`. */
  readonly sqlite: Needed<Needs, "sqlite", Sqlite>;
  /** HTTP requests to servers; for a process that `needs fetch`. */
  readonly fetch: Needed<Needs, "fetch", Fetch>;
}

/** A client that the schema asks for. */
type Needed<Needs extends Need, Word extends Need, Client> = [Word] extends [Needs] ? Client : MissingInSchema<`needs ${Word}`>;

/** Stands in the place of a client that the schema does not ask for: errors of TypeScript show its name, with the line to write. */
export interface MissingInSchema<Line extends string> {
  readonly [lineToWrite]: Line;
}

declare const lineToWrite: unique symbol;

type Nothing = Record<never, never>;

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
export type HttpContext<State, Calls = Nothing, Sockets = Nothing, Clients = Nothing, Needs extends Need = never> = Context<
  State,
  Calls,
  Sockets,
  Clients,
  Needs
> &
  HttpParts;

/** For handlers that HTTP and processes reach: the HTTP parts are undefined for a call by a process. */
export type MixedContext<State, Calls = Nothing, Sockets = Nothing, Clients = Nothing, Needs extends Need = never> = Context<
  State,
  Calls,
  Sockets,
  Clients,
  Needs
> &
  Partial<HttpParts>;

/** For handlers of a WebSocket; `Base` is what every handler gets, `Sends` is what clients get. */
export type SocketContext<Base, Sends> = Base & { readonly channel: SocketChannel<Sends> };

/** For handlers of a `ws client`; `Sends` is what the server gets. */
export type ClientContext<Base, Sends> = Base & { readonly channel: ClientChannel<Sends> };

/** One open WebSocket. It may be kept for later; once closed it sends nothing. */
export interface Channel<Sends> {
  /** Unique among the channels that are open on its side. */
  readonly id: number;
  /** Leaves when the handlers of this moment have settled and their changes are stored. Throws `EncodeError` for another type. */
  send(message: Sends): void;
  /** Closes it; the handler `close` runs afterwards. Safe to call twice. */
  close(): void;
}

/** One connected client. */
export interface SocketChannel<Sends> extends Channel<Sends> {
  /** Behind the process's prefix: `/ws`. */
  readonly path: string;
  /** Asks whether the client is there: the handler `pong` gets the same bytes. Throws `RangeError` for more than 125. */
  ping(bytes?: Uint8Array): void;
}

/** A connection to a server. */
export interface ClientChannel<Sends> extends Channel<Sends> {
  /** As it was given to `connect`. */
  readonly url: string;
  /** Asks whether the server is there: the handler `pong` tells. It carries nothing, since Hyperdrive's http-client sends none. */
  ping(): void;
}

/** All clients of one WebSocket. */
export interface Socket<Sends> {
  /** Those that are open, by id, in the order in which they came. */
  readonly channels: ReadonlyMap<number, SocketChannel<Sends>>;
  /** Sends to all of them. */
  broadcast(message: Sends): void;
}

/** The connections to servers that a `ws client` of the schema is for. */
export interface Client<Sends> {
  /** Those that are open, by id, in the order in which they were opened. */
  readonly channels: ReadonlyMap<number, ClientChannel<Sends>>;
  /**
   * Opens one to a `ws:` or `wss:` URL. The handler `open` begins before the outcome is there. Throws `RangeError` at once
   * for a header that is none.
   */
  connect(url: string, options?: ConnectOptions): PendingConnection<Sends>;
}

/** What the author writes for a WebSocket, of either side: the handlers of one channel run one after the other. */
export interface SocketHandlers<SocketContext, Receives> {
  open?(context: SocketContext): void | Promise<void>;
  message(context: SocketContext, message: Receives): void | Promise<void>;
  /** The answer to a ping, with the bytes that it carried. */
  pong?(context: SocketContext, bytes: Uint8Array): void | Promise<void>;
  /** Runs once for each channel that was open, whoever closed it. */
  close?(context: SocketContext): void | Promise<void>;
}

/** The same of a WebSocket whose schema does not say what it receives. */
export interface RawSocketHandlers<SocketContext> {
  open?(context: SocketContext): void | Promise<void>;
  message?(context: SocketContext, frame: Frame): void | Promise<void>;
  /** The answer to a ping, with the bytes that it carried. */
  pong?(context: SocketContext, bytes: Uint8Array): void | Promise<void>;
  /** Runs once for each channel that was open, whoever closed it. */
  close?(context: SocketContext): void | Promise<void>;
}

/** A frame of a WebSocket as it is. */
export type Frame =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "binary"; readonly bytes: Uint8Array };

/** What a WebSocket sends whose schema does not say it; a string is a text frame, bytes are a binary one. */
export type RawMessage = Frame | string | Uint8Array;
