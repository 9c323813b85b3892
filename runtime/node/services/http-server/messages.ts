/** The JSON between processes and `http-server:distro:sys` (hyperdrive `lib/src/http/server_types.rs`). */

import { decodeJson, isRecord, readVariant } from "../../json-body.js";
import { isChannelId, isFrameKind } from "../web-socket-frame.js";
import type { FrameKind } from "../web-socket-frame.js";

export type HttpServerAction =
  | {
      readonly kind: "bind";
      readonly path: string;
      readonly authenticated: boolean;
      readonly localOnly: boolean;
      /** The blob beside the action answers GET requests. */
      readonly cache: boolean;
    }
  | { readonly kind: "secure-bind"; readonly path: string; readonly cache: boolean }
  | { readonly kind: "unbind"; readonly path: string }
  | {
      readonly kind: "socket-bind";
      readonly path: string;
      readonly authenticated: boolean;
      readonly isSecure: boolean;
      readonly extension: boolean;
    }
  | { readonly kind: "socket-unbind"; readonly path: string }
  | { readonly kind: "socket-push"; readonly channelId: number; readonly frame: FrameKind }
  | { readonly kind: "socket-close"; readonly channelId: number }
  /** One that this node knows of but does not carry out. */
  | { readonly kind: "unsupported"; readonly name: string }
  | { readonly kind: "malformed" };

export type HttpServerError =
  | "MalformedRequest"
  | "NoBlob"
  | "InvalidSourceProcess"
  | "WsPingPongTooLong"
  | "WsChannelNotFound";

const malformed: HttpServerAction = { kind: "malformed" };

export function parseAction(body: Uint8Array): HttpServerAction {
  const variant = readVariant(decodeJson(body));
  if (!variant) return malformed;
  const { name, value } = variant;
  if (name === "WebSocketClose") return isChannelId(value) ? { kind: "socket-close", channelId: value } : malformed;
  if (!isRecord(value)) return malformed;
  switch (name) {
    case "WebSocketPush": {
      const { channel_id: channelId, message_type: frame } = value;
      return isChannelId(channelId) && isFrameKind(frame) ? { kind: "socket-push", channelId, frame } : malformed;
    }
    case "WebSocketExtPushOutgoing":
      return { kind: "unsupported", name };
    default:
      return parsePathAction(name, value);
  }
}

function parsePathAction(name: string, value: Readonly<Record<string, unknown>>): HttpServerAction {
  const { path, authenticated, local_only: localOnly, cache, extension } = value;
  if (typeof path !== "string") return malformed;
  switch (name) {
    case "Bind":
      if (typeof authenticated !== "boolean" || typeof localOnly !== "boolean" || typeof cache !== "boolean") break;
      return { kind: "bind", path, authenticated, localOnly, cache };
    case "SecureBind":
      if (typeof cache !== "boolean") break;
      return { kind: "secure-bind", path, cache };
    case "Unbind":
      return { kind: "unbind", path };
    case "WebSocketBind":
      if (typeof authenticated !== "boolean" || typeof extension !== "boolean") break;
      return { kind: "socket-bind", path, authenticated, isSecure: false, extension };
    case "WebSocketSecureBind":
      if (typeof extension !== "boolean") break;
      return { kind: "socket-bind", path, authenticated: true, isSecure: true, extension };
    case "WebSocketUnbind":
      return { kind: "socket-unbind", path };
  }
  return malformed;
}

export interface ProcessAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Undefined if a process answered with something else than `{"status", "headers"}`. */
export function parseAnswer(body: Uint8Array): ProcessAnswer | undefined {
  const json = decodeJson(body);
  if (!isRecord(json)) return undefined;
  const { status, headers } = json;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 0 || status > 65535) return undefined;
  if (!isRecord(headers) || !isTexts(headers)) return undefined;
  return { status, headers };
}

function isTexts(record: Readonly<Record<string, unknown>>): record is Readonly<Record<string, string>> {
  return Object.values(record).every((value) => typeof value === "string");
}
