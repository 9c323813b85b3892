/** A request as `http-server:distro:sys` forwards it (hyperdrive/lib/src/http/server_types.rs, `IncomingHttpRequest`). */

import { decodeUtf8, parseJson } from "../contract/index.js";

export interface HttpRequest {
  readonly method: string;
  /** Without port and query. */
  readonly url: string;
  /** The path behind the process's prefix, still percent-encoded: `/api/tasks/42`. */
  readonly path: string;
  /** The pattern that matched, behind the process's prefix: `/api/tasks/:id`. */
  readonly boundPath: string;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  /** Form-decoded; of repeated keys the last value. */
  readonly query: ReadonlyMap<string, string>;
}

/** Undefined unless `body` is an HTTP request of the http-server. `processId` is our own, `process:package:publisher`. */
export function readHttpRequest(body: Uint8Array, processId: string): HttpRequest | undefined {
  const text = decodeUtf8(body);
  const parsed = text === undefined ? undefined : parseJson(text);
  if (parsed?.kind !== "value" || !isObject(parsed.value)) return undefined;
  const http = parsed.value["Http"];
  if (!isObject(http)) return undefined;
  const { method, url, bound_path: boundPath } = http;
  if (typeof method !== "string" || typeof url !== "string" || typeof boundPath !== "string") return undefined;
  const prefix = `/${processId}`;
  // Most handlers look at neither, and making them takes longer than all the rest.
  let headers: ReadonlyMap<string, string> | undefined;
  let query: ReadonlyMap<string, string> | undefined;
  return {
    method,
    url,
    path: dropFirstSegment(pathOf(url)),
    boundPath: boundPath === prefix ? "/" : boundPath.startsWith(`${prefix}/`) ? boundPath.slice(prefix.length) : boundPath,
    get headers() {
      return (headers ??= textMap(http["headers"]));
    },
    get query() {
      return (query ??= textMap(http["query_params"]));
    },
  };
}

function pathOf(url: string): string {
  const authority = url.indexOf("://");
  if (authority === -1) return url;
  const path = url.indexOf("/", authority + 3);
  return path === -1 ? "/" : url.slice(path);
}

function dropFirstSegment(path: string): string {
  const next = path.indexOf("/", 1);
  return next === -1 ? "/" : path.slice(next);
}

function textMap(value: unknown): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  if (isObject(value)) {
    // Not `for … of`: its iterator costs the component's engine 1.5 us, and 1 us for each element.
    Object.keys(value).forEach((key) => {
      const text = value[key];
      if (typeof text === "string") map.set(key, text);
    });
  }
  return map;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
