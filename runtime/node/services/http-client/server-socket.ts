/** A WebSocket to a server as the http-client sees it; who opens it has the socket itself. */

import type { Flow } from "../back-pressure.js";
import type { FrameKind } from "../web-socket-frame.js";
import type { Headers } from "./headers.js";

/** The side of the server, on which the client acts. */
export interface ServerSocket extends Flow {
  /** Nothing when the connection has gone. */
  send(kind: Exclude<FrameKind, "Close">, bytes: Uint8Array): void;
  /** Sends a close frame. Safe to call twice. */
  close(): void;
  /** Ends the connection without waiting for the server. */
  terminate(): void;
}

/** The side of the client, which is told what the server does. */
export interface ServerListener {
  frame(kind: Exclude<FrameKind, "Close">, bytes: Uint8Array): void;
  /**
   * A close frame has come, or reading has failed. A connection that merely ends is not told of (hyperdrive
   * `src/http/client.rs`: the reading loop is then over).
   */
  closed(): void;
}

export interface SocketRequest {
  readonly url: string;
  readonly headers: Headers;
}

/** Calls `settle` once: without a socket when there is no connection. Returns what gives up. */
export type OpenSocket = (
  request: SocketRequest,
  listener: ServerListener,
  settle: (socket: ServerSocket | undefined) => void,
) => () => void;
