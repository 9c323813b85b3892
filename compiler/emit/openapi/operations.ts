/** The operations of a process: each method of each path, once. */

import type { HttpMethod, Model, Process } from "../../model/model.js";
import { formatRoute, parseRoute, routeShape, type RouteSegment } from "../../model/route.js";
import { httpCalls, needsBody, type HttpCall } from "../http-call.js";

export interface Operation extends Omit<HttpCall, "path"> {
  readonly operationId: string;
  /** `/api/tasks/{id}`. */
  readonly path: string;
  /** Names in the path, by those that the handler gives them. */
  readonly pathNames: ReadonlyMap<string, string>;
}

/** What `http` without a method takes, in the order of OpenAPI. */
const allMethods: readonly HttpMethod[] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH"];

/**
 * In source order. Templates of one shape are one path in OpenAPI, with the names of the first. Who names a method comes
 * before one that takes all. HEAD and OPTIONS that the runtime answers by itself are not listed.
 */
export function listOperations(process: Process, model: Model): readonly Operation[] {
  const calls = httpCalls(process, model).flatMap((call) =>
    call.path === undefined ? [] : [{ call, route: parseRoute(call.path) }],
  );
  const templates = new Map<string, readonly RouteSegment[]>();
  for (const { route } of calls) if (!templates.has(routeShape(route))) templates.set(routeShape(route), route);
  const owners = new Map<string, HttpCall>();
  const byRank = [...calls].sort((left, right) => rank(left.call) - rank(right.call));
  const keyOf = (method: HttpMethod, route: readonly RouteSegment[]): string => `${method} ${routeShape(route)}`;
  for (const { call, route } of byRank) {
    for (const method of takenMethods(call)) if (!owners.has(keyOf(method, route))) owners.set(keyOf(method, route), call);
  }
  return calls.flatMap(({ call, route }) => {
    const template = templates.get(routeShape(route)) ?? route;
    const own = takenMethods(call).filter((method) => owners.get(keyOf(method, route)) === call);
    return own.map((method) => ({
      ...call,
      method,
      operationId: method === call.method ? call.handler.name : `${call.handler.name}_${method.toLowerCase()}`,
      path: formatRoute(template),
      pathNames: renamed(route, template),
    }));
  });
}

function rank({ http }: HttpCall): number {
  return http.methods.length === 0 ? 1 : 0;
}

/** The methods with which a request reaches the handler whole. */
function takenMethods({ handler, http }: HttpCall): readonly HttpMethod[] {
  const methods = http.methods.length > 0 ? http.methods : allMethods;
  return needsBody(handler, http) ? methods.filter((method) => method !== "GET" && method !== "HEAD") : methods;
}

function renamed(own: readonly RouteSegment[], template: readonly RouteSegment[]): ReadonlyMap<string, string> {
  return new Map(
    own.flatMap((segment, index) => {
      const other = template[index];
      return segment.kind === "parameter" && other?.kind === "parameter" ? [[segment.name, other.name] as const] : [];
    }),
  );
}
