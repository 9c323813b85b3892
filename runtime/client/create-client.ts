/** The client of a process: one method for each of its handlers over HTTP and of its WebSockets. */

import { resolveBaseUrl } from "./base-url.js";
import { ReconnectingSocket, type SocketOptions } from "./client-socket.js";
import type { ClientSocketTable, ProcessClientTable, HttpCallTable } from "./client-table.js";
import { HttpCall, type RawCallOptions } from "./http-call.js";
import { findSocketClass, type PlatformSocketClass } from "./platform-socket.js";
import { sendRequest, type Fetch, type Sender } from "./send-request.js";

export interface ClientOptions {
  /** Instead of the platform's `fetch`: with other credentials, or for tests. */
  readonly fetch?: Fetch | undefined;
  /** Instead of the platform's `WebSocket`, which Node 20 lacks: the class of the package `ws` fits. */
  readonly WebSocket?: PlatformSocketClass | undefined;
  /** Sent with every request; browsers send none with a WebSocket. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** For every call that says nothing else. */
  readonly timeoutMs?: number | undefined;
}

/**
 * `Client` is the interface that the compiler has printed beside the table. `url` is that of the process or of its node,
 * and may be left out in a page that the process serves. Throws `TypeError` when it is none.
 */
export function createClient<Client>(table: ProcessClientTable, url: string | URL | undefined, options: ClientOptions = {}): Client {
  const baseUrl = resolveBaseUrl(url, table.id);
  const sender: Sender = {
    baseUrl,
    // Called as the platform wants it: not as a method of anything.
    fetch: options.fetch ?? ((target, init) => fetch(target, init)),
    headers: options.headers ?? {},
    timeoutMs: options.timeoutMs,
  };
  const methods = [
    ...table.handlers.map((handler) => [handler.name, callMethod(sender, handler)] as const),
    ...table.sockets.map((socket) => [socket.name, socketMethod(baseUrl, socket, options)] as const),
  ];
  // Table and interface come from one model: there is a method for each member, with its parameters.
  return Object.fromEntries(methods) as Client;
}

function callMethod(sender: Sender, table: HttpCallTable) {
  return (...values: unknown[]): HttpCall<unknown> => {
    const path = table.path ?? String(values.shift());
    const options = (values[table.parameters.length] ?? {}) as RawCallOptions;
    const target = `${options.method ?? table.method} ${table.path ?? path}`;
    return new HttpCall(target, sendRequest(sender, table, path, values, options));
  };
}

function socketMethod(baseUrl: string, table: ClientSocketTable, { WebSocket }: ClientOptions) {
  const url = `${baseUrl.replace(/^http/, "ws")}${table.path}`;
  return (options: SocketOptions<unknown> = {}): ReconnectingSocket =>
    new ReconnectingSocket(url, table, findSocketClass(WebSocket), options);
}
