/** A WebSocket as the http-server sees it; the gateway has the socket itself. */

import type { Flow } from "../back-pressure.js";
import type { FrameKind } from "../web-socket-frame.js";

/** The side of the client, on which the server acts. */
export interface ClientSocket extends Flow {
  /** Nothing when the connection has gone. */
  send(kind: Exclude<FrameKind, "Close">, bytes: Uint8Array): void;
  /** Sends a close frame; `closed` of the listener follows. Safe to call twice. */
  close(): void;
}

/** The side of the server, which is told what the client does. */
export interface SocketListener {
  /** A close frame of the client comes here too, with its reason. */
  frame(kind: FrameKind, bytes: Uint8Array): void;
  /** The connection has gone, however it ended. Called once. */
  closed(): void;
}

/** Takes the connection once it is open. */
export type AcceptSocket = (client: ClientSocket) => SocketListener;
