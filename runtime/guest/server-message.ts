/** What `http-server:distro:sys` sends a process (hyperdrive/lib/src/http/server_types.rs, `HttpServerRequest`). */

import { decodeUtf8, isJsonObject, parseJsonWithRoundedNumbers, type JsonObject } from "../contract/index.js";
import { readHttpRequest, type HttpRequest } from "./http-request.js";

export type ServerMessage = { readonly kind: "http"; readonly request: HttpRequest } | SocketMessage;

export type SocketMessage =
  /** `path` is behind the process's prefix: `/ws`. */
  | { readonly kind: "open"; readonly channelId: number; readonly path: string }
  /** The content of the frame is the blob. */
  | { readonly kind: "frame"; readonly channelId: number; readonly frame: FrameKind }
  | { readonly kind: "close"; readonly channelId: number };

export type FrameKind = "Text" | "Binary" | "Ping" | "Pong" | "Close";

const frameKinds: readonly unknown[] = ["Text", "Binary", "Ping", "Pong", "Close"] satisfies readonly FrameKind[];

/** Undefined for anything else. `processId` is our own, `process:package:publisher`. */
export function readServerMessage(body: Uint8Array, processId: string): ServerMessage | undefined {
  const text = decodeUtf8(body);
  // The only numbers that are read are `u32`.
  const parsed = text === undefined ? undefined : parseJsonWithRoundedNumbers(text);
  if (parsed?.kind !== "value" || !isJsonObject(parsed.value)) return undefined;
  const http = parsed.value["Http"];
  if (!isJsonObject(http)) return readSocketMessage(parsed.value);
  const request = readHttpRequest(http, processId);
  return request && { kind: "http", request };
}

function readSocketMessage(message: JsonObject): SocketMessage | undefined {
  const { WebSocketOpen: open, WebSocketPush: push, WebSocketClose: closed } = message;
  if (isJsonObject(open)) {
    const { channel_id: channelId, path } = open;
    return isChannelId(channelId) && typeof path === "string" ? { kind: "open", channelId, path } : undefined;
  }
  if (isJsonObject(push)) {
    const { channel_id: channelId, message_type: frame } = push;
    return isChannelId(channelId) && isFrameKind(frame) ? { kind: "frame", channelId, frame } : undefined;
  }
  return isChannelId(closed) ? { kind: "close", channelId: closed } : undefined;
}

/** A `u32`. */
export function isChannelId(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}

export function isFrameKind(value: unknown): value is FrameKind {
  return frameKinds.includes(value);
}
