/** What the `http` kind of a handler says: methods, path, and where its parameters come from. */

import type { HttpMethod } from "../model/model.js";
import { parseRoute, scopeCovers } from "../model/route.js";
import type { HandlerSyntax, ParameterSyntax } from "../syntax/nodes.js";
import {
  resolveAliases, type Bindings, type BoundHandler, type BoundHttp, type BoundParameter, type BoundProcess,
} from "./bindings.js";
import { findPathProblem } from "./path-template.js";

export const httpMethods: readonly HttpMethod[] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/** Requests of these methods have no body that servers and caches agree on. */
export const methodsWithoutBody: readonly HttpMethod[] = ["GET", "HEAD"];

/** With only these methods, a parameter that the path does not name comes from the query. */
const queryMethods: readonly HttpMethod[] = ["GET", "HEAD", "DELETE"];

/** Of several `http` kinds, which are reported, the first. */
export function bindHttp(handler: HandlerSyntax): BoundHttp | undefined {
  const syntax = handler.transports.find((transport) => transport.name === "http");
  if (syntax === undefined) return undefined;
  const written = syntax.methods.map((method) => method.text);
  const { path } = syntax;
  return {
    syntax,
    methods: httpMethods.filter((method) => written.includes(method)).sort(byFirst(written)),
    path: path && {
      syntax: path,
      segments: parseRoute(path.value),
      valid: findPathProblem(path.value, { templates: true }) === undefined,
    },
  };
}

/** `from` as written, else by the path's template and the methods. */
export function bindSource(parameter: ParameterSyntax, http: BoundHttp | undefined): BoundParameter["from"] {
  const written = parameter.source?.text;
  if (written === "path" || written === "query" || written === "body") return written;
  if (http?.path === undefined) return "body";
  if (templateNames(http).includes(parameter.name.text)) return "path";
  const onlyQuery = http.methods.length > 0 && http.methods.every((method) => queryMethods.includes(method));
  return onlyQuery ? "query" : "body";
}

/** The names in braces of a path, in order. */
export function templateNames(http: BoundHttp | undefined): readonly string[] {
  const names: string[] = [];
  for (const segment of http?.path?.segments ?? []) if (segment.kind === "parameter") names.push(segment.name);
  return names;
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
  if (path === undefined) return process.endpoints;
  const covering = process.endpoints.filter((endpoint) => scopeCovers(endpoint.syntax.path.value, path));
  const longest = Math.max(...covering.map((endpoint) => endpoint.syntax.path.value.length));
  return covering.filter((endpoint) => endpoint.syntax.path.value.length === longest);
}

function byFirst(order: readonly string[]): (left: string, right: string) => number {
  return (left, right) => order.indexOf(left) - order.indexOf(right);
}
