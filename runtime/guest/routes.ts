/** Which handler a request to one endpoint is for, decided by path and method alone where they decide. */

import type { EndpointTable, HandlerTable, HttpMethod, HttpTable, RouteSegment } from "../contract/index.js";
import { allHttpMethods } from "../contract/index.js";
import { RouteTree } from "./route-tree.js";

export interface HttpHandler extends HandlerTable {
  readonly http: HttpTable;
}

/** Percent-decoded values of a template's parameters, by name. */
export type PathValues = Pick<ReadonlyMap<string, string>, "get">;

export type RouteResult =
  | { readonly kind: "match"; readonly handler: HttpHandler; readonly pathValues: PathValues }
  /**
   * No handler's path takes the method, but handlers without a path may: `allow` is what the path itself takes, by the
   * handlers `matching`.
   */
  | { readonly kind: "open"; readonly allow: readonly HttpMethod[]; readonly matching: readonly HttpHandler[] };

interface Route {
  readonly handler: HttpHandler;
  /** The parameters of its template, from left to right. */
  readonly names: readonly string[];
  /** Made once, for templates without parameters. */
  readonly whole: RouteResult;
}

/** The handlers that one endpoint leads to. */
export class EndpointRoutes {
  readonly endpoint: EndpointTable;
  /** Handlers without a path that the envelope's name picks, in source order. */
  readonly named: readonly HttpHandler[];
  /** Handlers that take what is left, those with a method first. */
  readonly catchAlls: readonly HttpHandler[];
  readonly #tree = new RouteTree<Route>();

  constructor(endpoint: EndpointTable, handlers: readonly HttpHandler[]) {
    const own = handlers.filter((handler) => handler.http.endpoints.includes(endpoint.path));
    for (const handler of own) {
      const { path } = handler.http;
      if (!path) continue;
      const names = path.flatMap((segment) => (segment.kind === "parameter" ? [segment.name] : []));
      this.#tree.add(path, handler.http.methods, { handler, names, whole: { kind: "match", handler, pathValues: noValues } });
    }
    this.endpoint = endpoint;
    this.named = own.filter((handler) => !handler.http.path && !handler.http.catchAll);
    this.catchAlls = own
      .filter((handler) => handler.http.catchAll)
      .sort((left, right) => Number(left.http.methods.length === 0) - Number(right.http.methods.length === 0));
  }

  /**
   * Handlers with this method before handlers without one; HEAD is answered by GET where nothing takes it. `path` is
   * percent-encoded.
   */
  find(method: string, path: string): RouteResult {
    const values: string[] = [];
    const found = this.#tree.findPlain(method, path, values);
    if (typeof found === "object") return match(found, values);
    return found === "none" ? noMatch : this.#findAmongAll(method, splitPath(path));
  }

  #findAmongAll(method: string, pieces: readonly string[]): RouteResult {
    const matching = this.#tree.findAll(pieces);
    const found =
      matching.find((route) => namesMethod(route.handler, method)) ??
      matching.find((route) => route.handler.http.methods.length === 0 && takesMethod(route.handler, method)) ??
      (method === "HEAD" ? matching.find((route) => namesMethod(route.handler, "GET")) : undefined);
    if (found) return match(found, valuesIn(found, pieces));
    return { kind: "open", allow: allowedMethods(matching), matching: matching.map(({ handler }) => handler) };
  }
}

const noMatch: RouteResult = { kind: "open", allow: [], matching: [] };

function match({ handler, names, whole }: Route, values: readonly string[]): RouteResult {
  return names.length === 0 ? whole : { kind: "match", handler, pathValues: new NamedValues(names, values) };
}

/** Templates have few parameters: looking for a name takes less than making a map. */
class NamedValues implements PathValues {
  // Not `#names`: private fields cost a request more than finding its route.
  private readonly names: readonly string[];
  private readonly values: readonly string[];

  constructor(names: readonly string[], values: readonly string[]) {
    this.names = names;
    this.values = values;
  }

  get(name: string): string | undefined {
    return this.values[this.names.indexOf(name)];
  }
}

export const noValues: PathValues = new NamedValues([], []);

/** Splits at `/` and decodes each piece; a piece with a malformed escape stays as it came. */
function splitPath(path: string): readonly string[] {
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

function valuesIn({ handler }: Route, pieces: readonly string[]): readonly string[] {
  return pieces.filter((_, index) => handler.http.path?.[index]?.kind === "parameter");
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
