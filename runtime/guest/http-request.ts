/** A request as `http-server:distro:sys` forwards it (hyperdrive/lib/src/http/server_types.rs, `IncomingHttpRequest`). */

import { isJsonObject, type JsonObject } from "../contract/index.js";

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
  /** The header `content-type`, looked up alone: most requests need no other. */
  readonly contentType: string | undefined;
  /** Form-decoded; of repeated keys the last value. */
  readonly query: ReadonlyMap<string, string>;
}

/** `http` is the content of the message. Undefined when it is none. `processId` is our own, `process:package:publisher`. */
export function readHttpRequest(http: JsonObject, processId: string): HttpRequest | undefined {
  const { method, url, bound_path: boundPath } = http;
  if (typeof method !== "string" || typeof url !== "string" || typeof boundPath !== "string") return undefined;
  return new ForwardedRequest({ method, url, boundPath: withoutPrefix(boundPath, `/${processId}`), http });
}

/** Looks at headers and query only when a handler does, which most do not. */
class ForwardedRequest implements HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly boundPath: string;
  readonly #http: JsonObject;
  #headers: ReadonlyMap<string, string> | undefined;
  #query: ReadonlyMap<string, string> | undefined;

  constructor(parts: { readonly method: string; readonly url: string; readonly boundPath: string; readonly http: JsonObject }) {
    this.method = parts.method;
    this.url = parts.url;
    this.path = dropFirstSegment(pathOf(parts.url));
    this.boundPath = parts.boundPath;
    this.#http = parts.http;
  }

  get headers(): ReadonlyMap<string, string> {
    return (this.#headers ??= textMap(this.#http["headers"]));
  }

  get contentType(): string | undefined {
    const headers = this.#http["headers"];
    const value = isJsonObject(headers) ? headers["content-type"] : undefined;
    return typeof value === "string" ? value : undefined;
  }

  get query(): ReadonlyMap<string, string> {
    return (this.#query ??= textMap(this.#http["query_params"]));
  }
}

function withoutPrefix(path: string, prefix: string): string {
  if (path === prefix) return "/";
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
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
  if (isJsonObject(value)) {
    // Not `for … of`: its iterator costs the component's engine 1.5 us, and 1 us for each element.
    Object.keys(value).forEach((key) => {
      const text = value[key];
      if (typeof text === "string") map.set(key, text);
    });
  }
  return map;
}
