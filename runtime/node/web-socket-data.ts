/** Frames to and from the library that speaks WebSocket. */

import { createRequire } from "node:module";
import type { RawData, WebSocket } from "ws";
import type { FrameKind } from "./services/web-socket-frame.js";

const require = createRequire(import.meta.url);

/** When there is the first one: a node that starts is not to wait for it. */
export function loadWebSockets(): typeof import("ws") {
  return require("ws");
}

/** More than this, in bytes, and the other side does not read what it is sent: the node would keep it all. */
const maxWaitingBytes = 16 * 1024 * 1024;

/** Nothing when the connection has gone; ends one that reads nothing. Text that is not UTF-8 is repaired, as Rust does it. */
export function sendFrame(webSocket: WebSocket, kind: Exclude<FrameKind, "Close">, bytes: Uint8Array): void {
  if (webSocket.readyState !== webSocket.OPEN) return;
  if (webSocket.bufferedAmount > maxWaitingBytes) return webSocket.terminate();
  if (kind === "Ping") webSocket.ping(bytes);
  else if (kind === "Pong") webSocket.pong(bytes);
  else webSocket.send(kind === "Text" ? new TextDecoder().decode(bytes) : bytes);
}

export function joinData(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
