/** What a handler gets beside its arguments. It belongs to its request: it is right after any `await`. */

import type { Address } from "../contract/index.js";
import type { Log } from "./log.js";

/** What every handler gets. `State`, `Calls` and `Sockets` come from the schema. */
export interface Context<State, Calls = Nothing, Sockets = Nothing> {
  /** This process on this node. */
  readonly our: Address;
  /**
   * Who sent the request; for HTTP and WebSockets the http-server, in `init` and timers the process itself. Of other
   * nodes only `node` is sure.
   */
  readonly source: Address;
  /** The one state of the process; change it in place. It is saved by the schema's policy. */
  readonly state: State;
  readonly log: Log;
  /** The processes that the schema `uses`, by alias. */
  readonly call: Calls;
  /** The WebSockets of the process, by name: for messages to all who are connected. */
  readonly sockets: Sockets;
  /** Resolves after `delayMs` milliseconds, through the node's timer. Throws `RangeError` for a negative or fractional delay. */
  sleep(delayMs: number): Promise<void>;
  /**
   * Aborted when nobody waits for the handler any more: its `timeout` is over, or its requester has given up. The reason
   * is an error named `TimeoutError`.
   */
  readonly signal: AbortSignal;
}

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
export type HttpContext<State, Calls = Nothing, Sockets = Nothing> = Context<State, Calls, Sockets> & HttpParts;

/** For handlers that HTTP and processes reach: the HTTP parts are undefined for a call by a process. */
export type MixedContext<State, Calls = Nothing, Sockets = Nothing> = Context<State, Calls, Sockets> &
  Partial<HttpParts>;

/** For handlers of a WebSocket; `Sends` is what clients get. */
export type SocketContext<State, Calls, Sockets, Sends> = Context<State, Calls, Sockets> & {
  readonly channel: Channel<Sends>;
};

/** One connected client. It may be kept for later; once closed it sends nothing. */
export interface Channel<Sends> {
  /** Of the http-server: unique among the channels that are open. */
  readonly id: number;
  /** Behind the process's prefix: `/ws`. */
  readonly path: string;
  /** Leaves when the handlers of this moment have settled and their changes are stored. Throws `EncodeError` for another type. */
  send(message: Sends): void;
  /** Closes it; the handler `close` runs when the client has answered. Safe to call twice. */
  close(): void;
}

/** All clients of one WebSocket. */
export interface Socket<Sends> {
  /** Those that are open, by id, in the order in which they came. */
  readonly channels: ReadonlyMap<number, Channel<Sends>>;
  /** Sends to all of them. */
  broadcast(message: Sends): void;
}

/** What the author writes for a WebSocket: the handlers of one client run one after the other. */
export interface SocketHandlers<SocketContext, Receives> {
  open?(context: SocketContext): void | Promise<void>;
  message(context: SocketContext, message: Receives): void | Promise<void>;
  /** Runs once for each channel, whoever closed it. */
  close?(context: SocketContext): void | Promise<void>;
}

/** The same of a WebSocket whose schema does not say what it receives. */
export interface RawSocketHandlers<SocketContext> {
  open?(context: SocketContext): void | Promise<void>;
  message?(context: SocketContext, frame: Frame): void | Promise<void>;
  /** Runs once for each channel, whoever closed it. */
  close?(context: SocketContext): void | Promise<void>;
}

/** A frame of a WebSocket as it is. */
export type Frame =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "binary"; readonly bytes: Uint8Array };

/** What a WebSocket sends whose schema does not say it; a string is a text frame, bytes are a binary one. */
export type RawMessage = Frame | string | Uint8Array;
