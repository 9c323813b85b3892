/** What the `http` kind of a handler says: methods, path, and where its parameters come from. */

import type { HttpMethod } from "../model/model.js";
import { impliedSource, parseRoute } from "../model/route.js";
import { toKebab } from "../naming/wit-names.js";
import type { HandlerSyntax, ParameterSyntax } from "../syntax/nodes.js";
import {
  resolveAliases, type Bindings, type BoundHandler, type BoundHttp, type BoundParameter, type BoundProcess,
  type EndpointsByPath,
} from "./bindings.js";
import { findPathProblem } from "./path-template.js";

export const httpMethods: readonly HttpMethod[] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/** Requests of these methods have no body that servers and caches agree on. */
export const methodsWithoutBody: readonly HttpMethod[] = ["GET", "HEAD"];

/** Of several `http` kinds, which are reported, the first. */
export function bindHttp(handler: HandlerSyntax): BoundHttp | undefined {
  const syntax = handler.transports.find((transport) => transport.name === "http");
  if (syntax === undefined) return undefined;
  const written = syntax.methods.map((method) => method.text);
  const { path } = syntax;
  const segments = path === undefined ? [] : parseRoute(path.value);
  return {
    syntax,
    methods: httpMethods.filter((method) => written.includes(method)).sort(byFirst(written)),
    path: path && {
      syntax: path,
      segments,
      names: new Set(segments.flatMap((segment) => (segment.kind === "parameter" ? segment.name : []))),
      valid: findPathProblem(path.value, { templates: true }) === undefined,
    },
  };
}

/** `from` as written, else by the path's template and the methods. */
export function bindSource(parameter: ParameterSyntax, http: BoundHttp | undefined): BoundParameter["from"] {
  const written = parameter.source?.place.text;
  if (written === "path" || written === "query" || written === "header" || written === "body") return written;
  return impliedSource(parameter.name.text, http && { methods: http.methods, path: http.path?.segments });
}

/** The header that a parameter comes from, in small letters: as written, else `user-agent` for `userAgent`. */
export function headerName({ name, source }: ParameterSyntax): string {
  return (source?.key?.value ?? toKebab(name.text)).toLowerCase();
}

/** No path, no parameters, returns `HttpResponse`: takes what no other handler takes. */
export function isCatchAll(handler: BoundHandler, bindings: Bindings): boolean {
  if (handler.http === undefined || handler.http.syntax.path !== undefined) return false;
  if (handler.parameters.length > 0 || handler.returns === undefined) return false;
  const returns = resolveAliases(handler.returns, bindings);
  return returns.kind === "host" && returns.name === "HttpResponse";
}

/** The endpoints that lead to a handler: the longest that covers its path, or all when it has none. */
export function coveringEndpoints(http: BoundHttp, process: BoundProcess): BoundProcess["endpoints"] {
  const path = http.path?.syntax.value;
  return path === undefined ? process.endpoints : longestScopes(process.endpointsByPath, path);
}

/** The endpoint whose settings a socket has: the longest that covers its path; of duplicates, all. */
export function coveringSocketEndpoints(path: string, { socketEndpointsByPath }: BoundProcess): BoundProcess["endpoints"] {
  return longestScopes(socketEndpointsByPath, path);
}

/** From the longest on: the path itself, then what stands before each of its slashes, and the root, which covers all. */
function longestScopes(endpoints: EndpointsByPath, path: string): BoundProcess["endpoints"] {
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    const covering = endpoints.get(path.slice(0, end));
    if (covering !== undefined) return covering;
  }
  return endpoints.get("") ?? endpoints.get("/") ?? [];
}

function byFirst(order: readonly string[]): (left: string, right: string) => number {
  return (left, right) => order.indexOf(left) - order.indexOf(right);
}
