/** The JSON between processes and `http-server:distro:sys` (hyperdrive `lib/src/http/server_types.rs`). */

import { decodeJson, isRecord, readVariant } from "../../json-body.js";

export type HttpServerAction =
  | {
      readonly kind: "bind";
      readonly path: string;
      readonly authenticated: boolean;
      readonly localOnly: boolean;
      /** The blob beside the action answers GET requests. */
      readonly cache: boolean;
    }
  | { readonly kind: "unbind"; readonly path: string }
  /** One that this node knows of but does not carry out. */
  | { readonly kind: "unsupported"; readonly name: string }
  | { readonly kind: "malformed" };

export type HttpServerError = "MalformedRequest" | "NoBlob" | "InvalidSourceProcess";

const unsupportedActions = new Set([
  "SecureBind",
  "WebSocketBind",
  "WebSocketSecureBind",
  "WebSocketUnbind",
  "WebSocketPush",
  "WebSocketExtPushOutgoing",
  "WebSocketClose",
]);

export function parseAction(body: Uint8Array): HttpServerAction {
  const variant = readVariant(decodeJson(body));
  if (!variant) return { kind: "malformed" };
  const { name, value } = variant;
  if (unsupportedActions.has(name)) return { kind: "unsupported", name };
  if (!isRecord(value) || typeof value["path"] !== "string") return { kind: "malformed" };
  const { path, authenticated, local_only: localOnly, cache } = value;
  if (name === "Unbind") return { kind: "unbind", path };
  const areFlags = typeof authenticated === "boolean" && typeof localOnly === "boolean" && typeof cache === "boolean";
  return name === "Bind" && areFlags ? { kind: "bind", path, authenticated, localOnly, cache } : { kind: "malformed" };
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
