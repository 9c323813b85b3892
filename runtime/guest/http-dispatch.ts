/** An HTTP request to one handler with arguments, or to an answer that needs none. */

import type { EndpointTable, ProcessTable } from "../contract/index.js";
import type { Content } from "./arguments.js";
import { readContent, readEnvelope, readHttpArguments } from "./arguments.js";
import type { Failure, HandlerHint } from "./failure.js";
import type { HttpRequest } from "./http-request.js";
import type { HttpHandler } from "./routes.js";
import { endpointCovers, EndpointRoutes, splitPath, takesMethod } from "./routes.js";

export type HttpDispatch =
  | { readonly kind: "run"; readonly handler: HttpHandler; readonly values: readonly unknown[] }
  | { readonly kind: "failure"; readonly failure: Failure }
  /** `OPTIONS` of a path whose handlers leave it to us. */
  | { readonly kind: "options"; readonly allow: readonly string[] };

const noValues: ReadonlyMap<string, string> = new Map();

export class HttpDispatcher {
  readonly #endpoints: readonly EndpointTable[];
  readonly #routes: ReadonlyMap<string, EndpointRoutes>;
  /** By method and path, where a template without parameters decides: one look instead of five searches. */
  readonly #literals = new Map<string, HttpHandler>();

  constructor(table: ProcessTable<unknown>) {
    const handlers: HttpHandler[] = [];
    for (const handler of table.handlers) if (isHttpHandler(handler)) handlers.push(handler);
    // The longest first, so that the first that covers a path is its own.
    this.#endpoints = [...table.endpoints].sort((left, right) => right.path.length - left.path.length);
    this.#routes = new Map(table.endpoints.map((endpoint) => [endpoint.path, new EndpointRoutes(endpoint, handlers)]));
    for (const { http } of handlers) {
      if (!http.path?.every((segment) => segment.kind === "literal")) continue;
      const path = formatPath(http.path);
      for (const method of http.methods) {
        const found = this.#routesFor({ path, boundPath: path })?.find(method, splitPath(path));
        if (found?.kind === "match") this.#literals.set(`${method} ${path}`, found.match.handler);
      }
    }
  }

  dispatch(request: HttpRequest, body: Uint8Array): HttpDispatch {
    if (request.boundPath === request.path) {
      const known = this.#literals.get(`${request.method} ${request.path}`);
      if (known) return this.#runWith(known, request, noValues, body);
    }
    const routes = this.#routesFor(request);
    if (!routes) return notFound(request);
    const found = routes.find(request.method, splitPath(request.path));
    if (found.kind === "match") {
      const { handler, pathValues } = found.match;
      return this.#runWith(handler, request, pathValues, body);
    }
    return this.#dispatchByContent(routes, request, body, found.allow);
  }

  /**
   * The endpoint whose binding let the request in, which must also be the endpoint of its path: a handler is never
   * reached through the weaker settings of another scope.
   */
  #routesFor(request: Pick<HttpRequest, "path" | "boundPath">): EndpointRoutes | undefined {
    const byBinding = this.#endpoints.find((endpoint) => endpointCovers(endpoint, request.boundPath));
    const byPath = this.#endpoints.find((endpoint) => endpointCovers(endpoint, request.path));
    return byBinding && byBinding === byPath ? this.#routes.get(byBinding.path) : undefined;
  }

  /** Handlers without a path: named by the envelope, else the catch-alls. */
  #dispatchByContent(
    routes: EndpointRoutes,
    request: HttpRequest,
    body: Uint8Array,
    allow: readonly string[],
  ): HttpDispatch {
    const named = routes.named.filter((handler) => takesMethod(handler, request.method));
    const read = named.length > 0 && body.length > 0 ? readContent(body) : undefined;
    if (read?.kind === "content") {
      const envelope = readEnvelope(read.content);
      const picked = envelope && named.find((handler) => handler.wireName === envelope.name);
      if (picked) return runHandler(picked, request, noValues, read.content);
    }
    const catchAll = routes.catchAlls.find((handler) => takesMethod(handler, request.method));
    if (catchAll) return { kind: "run", handler: catchAll, values: [] };
    if (allow.length > 0) return request.method === "OPTIONS" ? { kind: "options", allow } : notAllowed(request, allow);
    if (!read) return notFound(request);
    const failure: Failure =
      read.kind === "failure"
        ? read.failure
        : {
            code: "request/does-not-fit",
            message: `the body names no handler that ${request.method} ${request.path} may call`,
          };
    return { kind: "failure", failure: { ...failure, handlers: named.map(hintFor) } };
  }

  #runWith(
    handler: HttpHandler,
    request: HttpRequest,
    pathValues: ReadonlyMap<string, string>,
    body: Uint8Array,
  ): HttpDispatch {
    // A handler that reads the body itself gets it as it is.
    const readsItself =
      handler.returns.kind === "http-response" && handler.parameters.every((parameter) => parameter.from !== "body");
    if (readsItself) return runHandler(handler, request, pathValues, { kind: "empty" });
    const read = readContent(body);
    return read.kind === "content"
      ? runHandler(handler, request, pathValues, read.content)
      : { kind: "failure", failure: { ...read.failure, handlers: [hintFor(handler)] } };
  }
}

function runHandler(
  handler: HttpHandler,
  request: HttpRequest,
  pathValues: ReadonlyMap<string, string>,
  content: Content,
): HttpDispatch {
  const read = readHttpArguments(handler, pathValues, request.query, content);
  return read.kind === "values"
    ? { kind: "run", handler, values: read.values }
    : { kind: "failure", failure: { ...read.failure, handlers: [hintFor(handler)] } };
}

function notFound(request: HttpRequest): HttpDispatch {
  const message = `no handler answers ${request.method} ${request.path}`;
  return { kind: "failure", failure: { code: "route/not-found", message } };
}

function notAllowed(request: HttpRequest, allow: readonly string[]): HttpDispatch {
  const message = `${request.path} does not take ${request.method}; it takes ${allow.join(", ")}`;
  return { kind: "failure", failure: { code: "route/method-not-allowed", message, allow } };
}

/** How a caller would have to address the handler: `POST /api/tasks` with `NewTask or {"CreateTask": NewTask}`. */
function hintFor(handler: HttpHandler): HandlerHint {
  const inBody = handler.parameters.filter((parameter) => parameter.from === "body");
  const types = inBody.map((parameter) => parameter.codec.expected);
  const name = JSON.stringify(handler.wireName);
  const argument = types.length === 0 ? "null" : types.length === 1 ? types[0] : `[${types.join(", ")}]`;
  const bare = types.length === 0 ? "nothing or " : types.length === 1 && handler.http.path ? `${types[0]} or ` : "";
  return {
    handler: handler.wireName,
    method: handler.http.methods.length === 0 ? "any" : handler.http.methods.join(", "),
    path: handler.http.path ? formatPath(handler.http.path) : handler.http.endpoints.join(", "),
    body: `${bare}{${name}: ${argument}}`,
  };
}

function formatPath(segments: NonNullable<HttpHandler["http"]["path"]>): string {
  return `/${segments.map((segment) => (segment.kind === "literal" ? segment.text : `{${segment.name}}`)).join("/")}`;
}

function isHttpHandler(handler: { readonly http: unknown }): handler is HttpHandler {
  return handler.http !== undefined;
}
