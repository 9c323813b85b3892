/** An HTTP request to one handler with arguments, or to an answer that needs none. */

import type { EndpointTable, ProcessTable } from "../contract/index.js";
import type { HttpSources } from "./arguments.js";
import { readContent, readEnvelope, readHttpArguments } from "./arguments.js";
import type { Failure, HandlerHint } from "./failure.js";
import { readHttpBody } from "./http-body.js";
import type { HttpRequest } from "./http-request.js";
import type { HttpHandler, PathValues, RouteResult } from "./routes.js";
import { endpointCovers, EndpointRoutes, formatTemplate, noValues, takesMethod } from "./routes.js";

export type HttpDispatch = Dispatched & {
  /** The path, or its template where a value in it is secret: what logs may show. */
  readonly shownPath: string;
};

type Dispatched =
  | { readonly kind: "run"; readonly handler: HttpHandler; readonly values: readonly unknown[] }
  /** `handler` is the one whose arguments did not fit. */
  | { readonly kind: "failure"; readonly failure: Failure; readonly handler: HttpHandler | undefined }
  /** `OPTIONS` of a path whose handlers leave it to us. */
  | { readonly kind: "options"; readonly allow: readonly string[] };

export class HttpDispatcher {
  readonly #endpoints: readonly EndpointTable[];
  readonly #routes: ReadonlyMap<string, EndpointRoutes>;
  /** By path and method, where a template without parameters decides: two looks instead of five searches. */
  readonly #literals = new Map<string, Map<string, HttpHandler>>();
  /** The templates of handlers that have a secret in their path. */
  readonly #secretPaths = new Map<HttpHandler, string>();

  constructor(table: ProcessTable<unknown>) {
    const handlers: HttpHandler[] = [];
    for (const handler of table.handlers) if (isHttpHandler(handler)) handlers.push(handler);
    // The longest first, so that the first that covers a path is its own.
    this.#endpoints = [...table.endpoints].sort((left, right) => right.path.length - left.path.length);
    this.#routes = new Map(table.endpoints.map((endpoint) => [endpoint.path, new EndpointRoutes(endpoint, handlers)]));
    for (const handler of handlers) {
      const { http, parameters } = handler;
      const hasSecret = parameters.some(({ from, codec }) => from === "path" && codec.isSecret);
      if (http.path && hasSecret) this.#secretPaths.set(handler, formatTemplate(http.path));
      if (!http.path?.every((segment) => segment.kind === "literal")) continue;
      const path = formatTemplate(http.path);
      const byMethod = this.#literals.get(path) ?? new Map<string, HttpHandler>();
      this.#literals.set(path, byMethod);
      for (const method of http.methods) {
        const found = this.#routesFor({ path, boundPath: path })?.find(method, path);
        if (found?.kind === "match") byMethod.set(method, found.handler);
      }
    }
  }

  dispatch(request: HttpRequest, body: Uint8Array): HttpDispatch {
    if (request.boundPath === request.path) {
      const known = this.#literals.get(request.path)?.get(request.method);
      if (known) return this.#runWith(known, request, noValues, body);
    }
    const routes = this.#routesFor(request);
    if (!routes) return notFound(request.method, request.path);
    const found = routes.find(request.method, request.path);
    if (found.kind === "match") return this.#runWith(found.handler, request, found.pathValues, body);
    return this.#dispatchByContent(routes, request, body, found);
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
    { allow, matching }: RouteResult & { readonly kind: "open" },
  ): HttpDispatch {
    const { method } = request;
    const secretPath = matching.find((handler) => this.#secretPaths.has(handler));
    const shownPath = secretPath ? this.#shownPath(secretPath, request) : request.path;
    const named = routes.named.filter((handler) => takesMethod(handler, method));
    const read = named.length > 0 && body.length > 0 ? readContent(body) : undefined;
    if (read?.kind === "content") {
      const envelope = readEnvelope(read.content);
      const picked = envelope && named.find((handler) => handler.wireName === envelope.name);
      if (picked) return this.#runHandler(picked, request, { shownPath, pathValues: noValues, content: read.content });
    }
    const catchAll = routes.catchAlls.find((handler) => takesMethod(handler, method));
    if (catchAll) return { kind: "run", handler: catchAll, values: [], shownPath };
    if (allow.length > 0) return method === "OPTIONS" ? { kind: "options", allow, shownPath } : notAllowed(method, shownPath, allow);
    if (!read) return notFound(method, shownPath);
    const failure: Failure =
      read.kind === "failure"
        ? read.failure
        : {
            code: "request/does-not-fit",
            message: `the body names no handler that ${method} ${shownPath} may call`,
          };
    return { kind: "failure", failure: { ...failure, handlers: named.map(hintFor) }, handler: undefined, shownPath };
  }

  #shownPath(handler: HttpHandler, request: HttpRequest): string {
    return this.#secretPaths.get(handler) ?? request.path;
  }

  #runWith(
    handler: HttpHandler,
    request: HttpRequest,
    pathValues: PathValues,
    body: Uint8Array,
  ): HttpDispatch {
    // A handler that reads the body itself gets it as it is.
    const readsItself =
      handler.returns.kind === "http-response" && handler.parameters.every((parameter) => parameter.from !== "body");
    const shownPath = this.#shownPath(handler, request);
    if (readsItself) return this.#runHandler(handler, request, { shownPath, pathValues, content: { kind: "empty" } });
    const read = readHttpBody(handler, body.length === 0 ? undefined : request.contentType, body);
    return read.kind === "content"
      ? this.#runHandler(handler, request, { shownPath, pathValues, content: read.content })
      : { kind: "failure", failure: { ...read.failure, handlers: [hintFor(handler)] }, handler, shownPath };
  }

  #runHandler(
    handler: HttpHandler,
    request: HttpRequest,
    { shownPath, pathValues, content }: Pick<HttpSources, "pathValues" | "content"> & { readonly shownPath: string },
  ): HttpDispatch {
    const read = readHttpArguments(handler, { request, pathValues, content });
    return read.kind === "values"
      ? { kind: "run", handler, values: read.values, shownPath }
      : { kind: "failure", failure: { ...read.failure, handlers: [hintFor(handler)] }, handler, shownPath };
  }
}

function notFound(method: string, path: string): HttpDispatch {
  const failure: Failure = { code: "route/not-found", message: `no handler answers ${method} ${path}` };
  return { kind: "failure", failure, handler: undefined, shownPath: path };
}

function notAllowed(method: string, path: string, allow: readonly string[]): HttpDispatch {
  const message = `${path} does not take ${method}; it takes ${allow.join(", ")}`;
  const failure: Failure = { code: "route/method-not-allowed", message, allow };
  return { kind: "failure", failure, handler: undefined, shownPath: path };
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
    path: handler.http.path ? formatTemplate(handler.http.path) : handler.http.endpoints.join(", "),
    body: `${bare}{${name}: ${argument}}`,
  };
}

function isHttpHandler(handler: { readonly http: unknown }): handler is HttpHandler {
  return handler.http !== undefined;
}
