/**
 * The JSON of `POST /rpc:distro:sys/message`, through which programs of this machine send messages to processes
 * (hyperdrive `src/http/utils.rs`, `RpcMessage`; `src/http/server.rs`, `handle_rpc_message`).
 */

import { parseProcessId } from "../../../contract/address.js";
import type { NodeId, ProcessId } from "../../../contract/address.js";
import { parseJson } from "../../../contract/json.js";
import type { LazyLoadBlob } from "../../../contract/standard.js";
import { decodeUtf8 } from "../../../contract/utf8.js";
import { isRecord } from "../../json-body.js";
import type { HttpAnswer } from "./exchange.js";

export const rpcPath = "/rpc:distro:sys/message";

export interface RpcMessage {
  /** The own node when undefined. */
  readonly node: NodeId | undefined;
  readonly process: ProcessId;
  /** In seconds; undefined when nobody waits for an answer. */
  readonly expectsResponse: bigint | undefined;
  readonly body: Uint8Array;
  readonly metadata: string | undefined;
  readonly blob: LazyLoadBlob | undefined;
}

/** Undefined for what Hyperdrive answers with 400. `inherit` and `context` are read by their types and mean nothing. */
export function parseRpcMessage(bytes: Uint8Array): RpcMessage | undefined {
  const text = decodeUtf8(bytes);
  const parsed = text === undefined ? undefined : parseJson(text);
  const json: unknown = parsed?.kind === "value" ? parsed.value : undefined;
  if (!isRecord(json) || !hasOptions(json)) return undefined;
  const { node, process: target, expects_response: seconds, body, metadata, mime, data } = json;
  const process = typeof target === "string" ? parseProcessId(target) : undefined;
  if (!process) return undefined;
  return {
    node: node ?? undefined,
    process,
    expectsResponse: seconds === null || seconds === undefined ? undefined : BigInt(seconds),
    body: new TextEncoder().encode(body ?? ""),
    metadata: metadata ?? undefined,
    blob: decodeBlob(data ?? undefined, mime ?? undefined),
  };
}

type Text = string | null | undefined;

/** All that the message may have beside its target. */
interface Options {
  readonly node?: Text;
  readonly body?: Text;
  readonly metadata?: Text;
  readonly mime?: Text;
  readonly data?: Text;
  readonly expects_response?: number | bigint | null | undefined;
}

function hasOptions(json: Readonly<Record<string, unknown>>): json is Readonly<Record<string, unknown>> & Options {
  const texts = ["node", "body", "metadata", "context", "mime", "data"];
  const { inherit, expects_response: seconds } = json;
  return (
    texts.every((name) => isAbsent(json[name]) || typeof json[name] === "string") &&
    (isAbsent(inherit) || typeof inherit === "boolean") &&
    (isAbsent(seconds) || isU64(seconds))
  );
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isU64(value: unknown): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0;
  return typeof value === "bigint" && value >= 0n && value < 2n ** 64n;
}

/** What is not base64 as Rust reads it (padded, nothing in between) is no blob, and nobody is told. */
function decodeBlob(data: string | undefined, mime: string | undefined): LazyLoadBlob | undefined {
  if (data === undefined) return undefined;
  const decoded = Buffer.from(data, "base64");
  return decoded.toString("base64") === data ? { mime, bytes: Uint8Array.from(decoded) } : undefined;
}

/** The bytes of a blob are those of its base64 text. */
export function rpcAnswer(body: Uint8Array, blob: LazyLoadBlob | undefined): HttpAnswer {
  const encoded = blob && Buffer.from(Buffer.from(blob.bytes).toString("base64"));
  const lazyLoadBlob = encoded && `{"mime":${JSON.stringify(blob.mime ?? null)},"bytes":[${encoded.join(",")}]}`;
  const json = `{"body":[${body.join(",")}],"lazy_load_blob":${lazyLoadBlob ?? "null"}}`;
  return { status: 200, headers: [["content-type", "text/html"]], body: new TextEncoder().encode(json) };
}
