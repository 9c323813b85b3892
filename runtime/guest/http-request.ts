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
  const start = startOfPath(url);
  const behindPrefix = withoutPrefix(boundPath, processId);
  // Most patterns are the path itself: cutting a piece out of a text costs the component's engine more than comparing.
  const isBoundPath = url.length - start === boundPath.length && behindPrefix !== boundPath && url.endsWith(boundPath);
  const path = isBoundPath ? behindPrefix : behindFirstSegment(url, start);
  return new ForwardedRequest({ method, url, path, boundPath: behindPrefix }, http);
}

/** Looks at headers and query only when a handler does, which most do not. Its fields are as those of contexts. */
class ForwardedRequest implements HttpRequest {
  declare readonly method: string;
  declare readonly url: string;
  declare readonly path: string;
  declare readonly boundPath: string;
  declare private readonly http: JsonObject;
  declare private made: { headers?: ReadonlyMap<string, string>; query?: ReadonlyMap<string, string> } | undefined;

  constructor(parts: Pick<HttpRequest, "method" | "url" | "path" | "boundPath">, http: JsonObject) {
    this.method = parts.method;
    this.url = parts.url;
    this.path = parts.path;
    this.boundPath = parts.boundPath;
    this.http = http;
    this.made = undefined;
  }

  get headers(): ReadonlyMap<string, string> {
    return ((this.made ??= {}).headers ??= textMap(this.http["headers"]));
  }

  get contentType(): string | undefined {
    const headers = this.http["headers"];
    const value = isJsonObject(headers) ? headers["content-type"] : undefined;
    return typeof value === "string" ? value : undefined;
  }

  get query(): ReadonlyMap<string, string> {
    return ((this.made ??= {}).query ??= textMap(this.http["query_params"]));
  }
}

/** A path that does not begin with `/` and the process's id stays as it is. */
function withoutPrefix(path: string, processId: string): string {
  const end = processId.length + 1;
  if (!path.startsWith("/") || !path.startsWith(processId, 1)) return path;
  if (path.length === end) return "/";
  return path.startsWith("/", end) ? path.slice(end) : path;
}

/** The offset of the path; the length of the URL where it has none. */
function startOfPath(url: string): number {
  const authority = url.indexOf("://");
  if (authority === -1) return 0;
  const path = url.indexOf("/", authority + 3);
  return path === -1 ? url.length : path;
}

/** What follows the first segment of the path that begins at `start`. */
function behindFirstSegment(url: string, start: number): string {
  const next = url.indexOf("/", start + 1);
  return next === -1 ? "/" : url.slice(next);
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
