/** The JSON between processes and `http-client:distro:sys` (hyperdrive `lib/src/http/client_types.rs`). */

import { decodeJson, isRecord, readVariant } from "../../json-body.js";
import { type FrameKind, isChannelId, isFrameKind } from "../web-socket-frame.js";
import type { Headers } from "./headers.js";

export type HttpClientAction =
  | { readonly kind: "http"; readonly request: OutgoingRequest }
  | { readonly kind: "socket-open"; readonly url: string; readonly headers: Headers; readonly channelId: number }
  | { readonly kind: "socket-push"; readonly channelId: number; readonly frame: FrameKind }
  | { readonly kind: "socket-close"; readonly channelId: number }
  | { readonly kind: "malformed" };

/** As the process has written it. */
export interface OutgoingRequest {
  readonly method: string;
  readonly version: string | undefined;
  readonly url: string;
  readonly headers: Headers;
}

/** As serde writes them. */
export type HttpClientError =
  | "MalformedRequest"
  | { readonly BadMethod: { readonly method: string } }
  | { readonly BadUrl: { readonly url: string } }
  | { readonly BadVersion: { readonly version: string } }
  | { readonly BuildRequestFailed: string }
  | { readonly ExecuteRequestFailed: string }
  | { readonly WsOpenFailed: { readonly url: string } }
  | { readonly WsPushUnknownChannel: { readonly channel_id: number } }
  | "WsPushNoBlob"
  | "WsPushBadText"
  | { readonly WsCloseFailed: { readonly channel_id: number } };

const malformed: HttpClientAction = { kind: "malformed" };

export function parseAction(body: Uint8Array): HttpClientAction {
  const variant = readVariant(decodeJson(body));
  if (!variant || !isRecord(variant.value)) return malformed;
  const { name, value } = variant;
  if (name === "Http") return parseHttp(value);
  const { channel_id: channelId } = value;
  if (!isChannelId(channelId)) return malformed;
  switch (name) {
    case "WebSocketOpen": {
      const { url, headers } = value;
      return typeof url === "string" && isTexts(headers) ? { kind: "socket-open", url, headers, channelId } : malformed;
    }
    case "WebSocketPush": {
      const { message_type: frame } = value;
      return isFrameKind(frame) ? { kind: "socket-push", channelId, frame } : malformed;
    }
    case "WebSocketClose":
      return { kind: "socket-close", channelId };
    default:
      return malformed;
  }
}

/** `headers` has to be there, `version` has not. */
function parseHttp({ method, version = null, url, headers }: Readonly<Record<string, unknown>>): HttpClientAction {
  if (typeof method !== "string" || typeof url !== "string" || !isTexts(headers)) return malformed;
  if (version !== null && typeof version !== "string") return malformed;
  return { kind: "http", request: { method, version: version ?? undefined, url, headers } };
}

function isTexts(value: unknown): value is Headers {
  return isRecord(value) && Object.values(value).every((each) => typeof each === "string");
}
