/** How a client calls a handler over HTTP: with which method, at which path, with what in the body. */

import type { Endpoint, Handler, HttpMethod, HttpTransport, Model, Process } from "../model/model.js";
import { formatRoute, parseRoute, routeShape } from "../model/route.js";
import type { Type } from "../model/type.js";
import { withoutOption } from "./body-table.js";
import { resolveAlias } from "./print/declarations.js";

export interface HttpCall {
  readonly handler: Handler;
  readonly http: HttpTransport;
  readonly endpoint: Endpoint;
  readonly method: HttpMethod;
  /** As a template; undefined for a catch-all. */
  readonly path: string | undefined;
  readonly body: "none" | "envelope" | "bytes";
  /** The handler writes its answer itself. */
  readonly answersItself: boolean;
}

/** In source order, without handlers that only the body of a GET would name: `fetch` sends none. */
export function httpCalls(process: Process, model: Model): readonly HttpCall[] {
  return process.handlers.flatMap((handler) => {
    const { http } = handler;
    const endpoint = http && findEndpoint(http, process);
    const method = http && chooseMethod(handler, http, process);
    if (!endpoint || !method) return [];
    const path = http.path ? formatRoute(http.path) : http.catchAll ? undefined : freePath(handler, endpoint, process);
    const answersItself = isHttpResponse(handler.returns, model);
    return [{ handler, http, endpoint, method, path, body: bodyOf(handler, http, model), answersItself }];
  });
}

/** Where all of them lead to the handler, one that asks for the least. */
function findEndpoint({ endpoints }: HttpTransport, process: Process): Endpoint | undefined {
  const own = process.endpoints.filter(({ path }) => endpoints.includes(path));
  return own.find(({ authenticated, localOnly }) => !authenticated && !localOnly) ?? own[0];
}

/** True when requests without a body do not reach the handler, or not with all arguments. */
export function needsBody({ parameters }: Handler, { path, catchAll }: HttpTransport): boolean {
  return parameters.some(({ from }) => from === "body") || (!path && !catchAll);
}

/** The first that carries the arguments and, where there is one, an answer, and that leads to no other handler. */
function chooseMethod(handler: Handler, http: HttpTransport, process: Process): HttpMethod | undefined {
  const hasBody = needsBody(handler, http);
  const methods = http.methods.length > 0 ? http.methods : freeMethods(handler, http, process);
  const able = methods.filter((method) => !hasBody || (method !== "GET" && method !== "HEAD"));
  return able.find((method) => method !== "HEAD") ?? able[0];
}

/** Whoever names a method comes before one that takes all. */
function freeMethods(handler: Handler, http: HttpTransport, { handlers }: Process): readonly HttpMethod[] {
  const others = handlers.filter((other) => other !== handler && other.http && isSameRoute(other.http, http));
  return allMethods.filter((method) => !others.some((other) => other.http?.methods.includes(method)));
}

const allMethods: readonly HttpMethod[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];

/** Of handlers without a path, the body decides, except between catch-alls. */
function isSameRoute(left: HttpTransport, right: HttpTransport): boolean {
  if (left.path && right.path) return routeShape(left.path) === routeShape(right.path);
  return left.catchAll && right.catchAll;
}

function bodyOf(handler: Handler, http: HttpTransport, model: Model): HttpCall["body"] {
  if (!needsBody(handler, http)) return "none";
  const [only, ...others] = handler.parameters.filter(({ from }) => from === "body");
  if (!http.path || !only || others.length > 0) return "envelope";
  const type = withoutOption(only.type, model);
  return type.kind === "scalar" && type.name === "bytes" ? "bytes" : "envelope";
}

/** Below its endpoint, where the body decides since no handler has the path: `/api/createTask`. */
function freePath({ name }: Handler, endpoint: Endpoint, process: Process): string {
  const base = endpoint.path === "/" ? "" : endpoint.path;
  let path = `${base}/${name}`;
  while (isTaken(path, endpoint, process)) path += `/${name}`;
  return path;
}

function isTaken(path: string, own: Endpoint, { endpoints, handlers }: Process): boolean {
  const segments = parseRoute(path);
  const isOthers = endpoints.some(
    (endpoint) => endpoint !== own && endpoint.path.length > own.path.length && `${path}/`.startsWith(`${endpoint.path}/`),
  );
  return (
    isOthers ||
    handlers.some(
      ({ http }) =>
        http?.path?.length === segments.length &&
        http.path.every((segment, index) => {
          const piece = segments[index];
          return segment.kind === "parameter" || (piece?.kind === "literal" && piece.text === segment.text);
        }),
    )
  );
}

function isHttpResponse(type: Type, model: Model): boolean {
  const resolved = resolveAlias(model, type);
  return resolved.kind === "host" && resolved.name === "HttpResponse";
}
