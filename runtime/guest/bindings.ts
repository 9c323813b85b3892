/** The paths that a process binds at the http-server. */

import type { Address, HttpTable, ProcessTable, RouteSegment } from "../contract/index.js";
import { encodeUtf8 } from "../contract/index.js";
import type { Exchanges, Reply } from "./exchanges.js";
import type { Log } from "./log.js";
import { systemProcess } from "./system-process.js";

/** What talking to the node's own processes needs. */
export interface BindOptions {
  readonly our: Address;
  readonly exchanges: Exchanges;
  readonly log: Log;
}

/** One `Bind` action; `pattern` is in the syntax of the http-server: `:name`, `*rest`. */
export interface Binding {
  readonly pattern: string;
  readonly authenticated: boolean;
  readonly localOnly: boolean;
}

/** Seconds that the http-server gets to confirm a binding. */
const bindTimeoutSeconds = 5;

/** Asks the http-server to bind every path of the process; a refusal is an error in the log. */
export function bindPaths(table: ProcessTable<unknown>, { our, exchanges, log }: BindOptions): void {
  for (const { pattern, authenticated, localOnly } of listBindings(table)) {
    const action = { Bind: { path: pattern, authenticated, local_only: localOnly, cache: false } };
    const body = encodeUtf8(JSON.stringify(action));
    const target = systemProcess(our, "http-server");
    exchanges.send({ target, body, timeoutSeconds: bindTimeoutSeconds }, (reply) => {
      const reason = bindFailure(reply);
      if (reason) log.error(`the http-server did not bind ${pattern}: ${reason}`);
    });
  }
}

/**
 * Bindings match exactly, not by prefix, so each handler's path is bound with the settings of its endpoint; the
 * endpoint itself and everything below it are bound too, for catch-alls and for answers that name what is wrong.
 * Patterns of one shape are one binding at the server, so each shape is bound once.
 */
export function listBindings(table: ProcessTable<unknown>): readonly Binding[] {
  const byShape = new Map<string, Binding>();
  for (const { path, authenticated, localOnly } of table.endpoints) {
    const add = (pattern: string): void => {
      const shape = pattern.replace(/:[^/]+/g, ":").replace(/\*[^/]+/g, "*");
      if (!byShape.has(shape)) byShape.set(shape, { pattern, authenticated, localOnly });
    };
    for (const { http } of table.handlers) if (http?.path && http.endpoints.includes(path)) add(toPattern(http.path));
    add(path);
    add(path === "/" ? "/*rest" : `${path}/*rest`);
  }
  return [...byShape.values()];
}

/** Undefined when the http-server confirmed. */
export function bindFailure(reply: Reply): string | undefined {
  if (reply.kind === "failure") return `no confirmation (${reply.failure}); is the capability to message it granted?`;
  const text = String.fromCharCode(...reply.response.body.subarray(0, 200));
  return text === '{"Ok":null}' ? undefined : text;
}

function toPattern(segments: NonNullable<HttpTable["path"]>): string {
  const piece = (segment: RouteSegment): string => (segment.kind === "literal" ? segment.text : `:${segment.name}`);
  return `/${segments.map(piece).join("/")}`;
}
