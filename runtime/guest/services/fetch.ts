/** `context.fetch`: HTTP requests to servers, by `http-client:distro:sys` (hyperdrive `lib/src/http/client_types.rs`). */

import type { JsonValue } from "../../contract/index.js";
import { decodeUtf8, encodeUtf8, isJsonObject } from "../../contract/index.js";
import { checkHeaders } from "../http-header.js";
import { type PendingService, ServiceError } from "./service-outcome.js";
import { type Read, type Service, ServiceClient, type ServiceLink } from "./service-client.js";

/** What went wrong, as far as a program can decide by it. Any status of an answer is `ok`. */
export type FetchErrorKind =
  /** The URL or the method is none. */
  | "request"
  /** The server cannot be reached, or its answer is none. */
  | "network"
  | "unexpected";

/** Thrown by `orThrow`. */
export class FetchError extends ServiceError<FetchErrorKind> {
  override readonly name = "FetchError";
}

export interface FetchOptions {
  /** `GET` by default. */
  readonly method?: string;
  /** One value a name. A text as body is `text/plain;charset=UTF-8` unless they say otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Until the outcome is `timeout`: 30,000 by default, rounded up to whole seconds. */
  readonly timeoutMs?: number;
  /** The outcome is `timeout` as soon as it is aborted, as a handler's own `signal` is; nothing is sent if it is already. */
  readonly signal?: AbortSignal | undefined;
}

/** An answer, whole: a `Response` of the web as far as Hyperdrive delivers one. */
export interface FetchResponse {
  readonly status: number;
  /** From 200 to 299. */
  readonly ok: boolean;
  /** Lower-case names, one value a name. */
  readonly headers: ReadonlyMap<string, string>;
  bytes(): Promise<Uint8Array>;
  /** What is no UTF-8 becomes U+FFFD. */
  text(): Promise<string>;
  /** Rejects with `SyntaxError` for what is no JSON. */
  json(): Promise<unknown>;
}

export type PendingFetch = PendingService<FetchResponse, FetchErrorKind>;

/** Throws `RangeError` at once for headers that are none. */
export type Fetch = (url: string | { readonly href: string }, options?: FetchOptions) => PendingFetch;

const service: Service<FetchErrorKind> = {
  name: "http-client",
  kinds: {
    BadUrl: "request",
    BadMethod: "request",
    BuildRequestFailed: "request",
    ExecuteRequestFailed: "network",
  },
  toError: (label, outcome) => new FetchError(label, outcome),
};

export function createFetch(link: ServiceLink): Fetch {
  const client = new ServiceClient(link, service);
  return (target, { method = "GET", headers: given = {}, body, timeoutMs, signal } = {}) => {
    const url = typeof target === "string" ? target : target.href;
    const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
    if (typeof body === "string") headers["content-type"] ??= "text/plain;charset=UTF-8";
    checkHeaders(headers);
    return client.ask({
      label: url,
      body: JSON.stringify({ Http: { method: method.toUpperCase(), version: null, url, headers } }),
      blob: typeof body === "string" ? encodeUtf8(body) : body,
      read: ({ json, bytes }) => readResponse(json, bytes),
      timeoutMs,
      signal,
    });
  };
}

declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

/** `{"Ok":{"Http":{"status":404,"headers":{"Content-Type":"text/html"}}}}`. */
function readResponse(answer: JsonValue, body: Uint8Array): Read<FetchResponse> | undefined {
  const result = isJsonObject(answer) ? answer["Ok"] : undefined;
  const http = isJsonObject(result) ? result["Http"] : undefined;
  const { status, headers } = isJsonObject(http) ? http : {};
  if (typeof status !== "number" || !isJsonObject(headers)) return undefined;
  const text = (): string => decodeUtf8(body) ?? new TextDecoder().decode(body);
  return {
    val: {
      status,
      ok: status >= 200 && status <= 299,
      headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
      bytes: async () => body,
      text: async () => text(),
      json: async () => JSON.parse(text()),
    },
  };
}
