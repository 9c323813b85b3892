/** Which handler a request to one endpoint is for, decided by path and method alone where they decide. */

import type { EndpointTable, HandlerTable, HttpMethod, HttpTable, RouteSegment } from "../contract/index.js";
import { allHttpMethods } from "../contract/index.js";

export interface HttpHandler extends HandlerTable {
  readonly http: HttpTable;
}

export interface RouteMatch {
  readonly handler: HttpHandler;
  /** Percent-decoded values of the template's parameters. */
  readonly pathValues: ReadonlyMap<string, string>;
}

export type RouteResult =
  | { readonly kind: "match"; readonly match: RouteMatch }
  /**
   * No handler's path takes the method, but handlers without a path may: `allow` is what the path itself takes, by the
   * handlers `matching`.
   */
  | { readonly kind: "open"; readonly allow: readonly HttpMethod[]; readonly matching: readonly HttpHandler[] };

interface Route {
  readonly handler: HttpHandler;
  readonly segments: readonly RouteSegment[];
}

/** The handlers that one endpoint leads to. */
export class EndpointRoutes {
  readonly endpoint: EndpointTable;
  /** Handlers without a path that the envelope's name picks, in source order. */
  readonly named: readonly HttpHandler[];
  /** Handlers that take what is left, those with a method first. */
  readonly catchAlls: readonly HttpHandler[];
  /** Most specific first. */
  readonly #routes: readonly Route[];

  constructor(endpoint: EndpointTable, handlers: readonly HttpHandler[]) {
    const own = handlers.filter((handler) => handler.http.endpoints.includes(endpoint.path));
    const routes: Route[] = [];
    for (const handler of own) if (handler.http.path) routes.push({ handler, segments: handler.http.path });
    this.endpoint = endpoint;
    this.#routes = routes.sort(compareSpecificity);
    this.named = own.filter((handler) => !handler.http.path && !handler.http.catchAll);
    this.catchAlls = own
      .filter((handler) => handler.http.catchAll)
      .sort((left, right) => Number(left.http.methods.length === 0) - Number(right.http.methods.length === 0));
  }

  /** Handlers with this method before handlers without one; HEAD is answered by GET where nothing takes it. */
  find(method: string, pathSegments: readonly string[]): RouteResult {
    const matching = this.#routes.filter((route) => matchesPath(route.segments, pathSegments));
    const found =
      matching.find((route) => namesMethod(route.handler, method)) ??
      matching.find((route) => route.handler.http.methods.length === 0 && takesMethod(route.handler, method)) ??
      (method === "HEAD" ? matching.find((route) => namesMethod(route.handler, "GET")) : undefined);
    if (found) {
      return {
        kind: "match",
        match: { handler: found.handler, pathValues: pathValues(found.segments, pathSegments) },
      };
    }
    return { kind: "open", allow: allowedMethods(matching), matching: matching.map(({ handler }) => handler) };
  }
}

/** Splits at `/` and decodes each piece; a piece with a malformed escape stays as it came. */
export function splitPath(path: string): readonly string[] {
  return path
    .split("/")
    .filter((piece) => piece !== "")
    .map((piece) => {
      if (!piece.includes("%")) return piece;
      try {
        return decodeURIComponent(piece);
      } catch {
        return piece;
      }
    });
}

/** True when the handler takes the method, by name or since it names none. */
export function takesMethod(handler: HttpHandler, method: string): boolean {
  const { methods } = handler.http;
  return (methods.length === 0 ? allHttpMethods : methods).some((taken) => taken === method);
}

/** True when `path` is at or below the endpoint. */
export function endpointCovers(endpoint: Pick<EndpointTable, "path">, path: string): boolean {
  return endpoint.path === "/" || path === endpoint.path || path.startsWith(`${endpoint.path}/`);
}

/** `/api/tasks/{id}`. */
export function formatTemplate(segments: readonly RouteSegment[]): string {
  return `/${segments.map((segment) => (segment.kind === "literal" ? segment.text : `{${segment.name}}`)).join("/")}`;
}

function namesMethod(handler: HttpHandler, method: string): boolean {
  return handler.http.methods.some((named) => named === method);
}

function matchesPath(segments: readonly RouteSegment[], path: readonly string[]): boolean {
  return (
    segments.length === path.length &&
    segments.every((segment, index) => segment.kind === "parameter" || segment.text === path[index])
  );
}

function pathValues(segments: readonly RouteSegment[], path: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  segments.forEach((segment, index) => {
    if (segment.kind === "parameter") values.set(segment.name, path[index] ?? "");
  });
  return values;
}

/** In the order of `allHttpMethods`, with the two that are derived. */
function allowedMethods(routes: readonly Route[]): readonly HttpMethod[] {
  if (routes.length === 0) return [];
  const allowed = new Set<HttpMethod>(["OPTIONS"]);
  for (const { handler } of routes) {
    for (const method of handler.http.methods.length === 0 ? allHttpMethods : handler.http.methods) allowed.add(method);
  }
  if (allowed.has("GET")) allowed.add("HEAD");
  return allHttpMethods.filter((method) => allowed.has(method));
}

/** From left to right a literal before a parameter; the sort is stable, so equals stay in source order. */
function compareSpecificity(left: Route, right: Route): number {
  for (let index = 0; index < Math.min(left.segments.length, right.segments.length); index++) {
    const leftIsParameter = left.segments[index]?.kind === "parameter";
    const rightIsParameter = right.segments[index]?.kind === "parameter";
    if (leftIsParameter !== rightIsParameter) return leftIsParameter ? 1 : -1;
  }
  return 0;
}
