/** What `http-client:distro:sys` says of WebSockets (hyperdrive/lib/src/http/client_types.rs). */

import { decodeUtf8, isJsonObject, type JsonObject, parseJson } from "../contract/index.js";
import { isChannelId, isFrameKind, type SocketMessage } from "./server-message.js";

export type ClientMessage = Exclude<SocketMessage, { readonly kind: "open" }>;

/** A request of the http-client. Undefined for anything else. */
export function readClientMessage(body: Uint8Array): ClientMessage | undefined {
  const { WebSocketPush: push, WebSocketClose: closed } = readObject(body);
  if (isJsonObject(push)) {
    const { channel_id: channelId, message_type: frame } = push;
    return isChannelId(channelId) && isFrameKind(frame) ? { kind: "frame", channelId, frame } : undefined;
  }
  // An object here, a bare number at the http-server.
  const channelId = isJsonObject(closed) ? closed["channel_id"] : undefined;
  return isChannelId(channelId) ? { kind: "close", channelId } : undefined;
}

export type OpenReply =
  | { readonly kind: "open" }
  /** There is no connection. */
  | { readonly kind: "refused"; readonly message: string }
  /** Not an answer of an http-client that this code knows: there may be a connection. */
  | { readonly kind: "unknown"; readonly message: string };

/** What it answers to `WebSocketOpen`. */
export function readOpenReply(body: Uint8Array): OpenReply {
  const reply = readObject(body);
  if (reply["Ok"] === "WebSocketAck") return { kind: "open" };
  const error = reply["Err"];
  const name = typeof error === "string" ? error : isJsonObject(error) ? Object.keys(error)[0] : undefined;
  if (name === undefined) return { kind: "unknown", message: "the http-client gave an answer that is not known here" };
  return { kind: "refused", message: reasons.get(name) ?? `the http-client reports ${name}` };
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["WsOpenFailed", "the server could not be reached or opened no WebSocket"],
  ["BadUrl", "the http-client does not take the URL"],
  ["MalformedRequest", "the http-client does not take the request"],
]);

function readObject(body: Uint8Array): JsonObject {
  const text = decodeUtf8(body);
  const parsed = text === undefined ? undefined : parseJson(text);
  return parsed?.kind === "value" && isJsonObject(parsed.value) ? parsed.value : {};
}
