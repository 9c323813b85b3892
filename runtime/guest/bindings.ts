/** The paths that a process binds at the http-server. */

import type {
  Address,
  HttpSettingsTable,
  HttpTable,
  LazyLoadBlob,
  ProcessTable,
  RouteSegment,
  SocketEndpointTable,
} from "../contract/index.js";
import { encodeUtf8 } from "../contract/index.js";
import type { Exchanges, Reply } from "./exchanges.js";
import type { Log } from "./log.js";
import { systemProcess } from "./system-process.js";

/** What talking to the node's own processes needs. */
export interface BindOptions {
  readonly our: Address;
  readonly exchanges: Pick<Exchanges, "send">;
  readonly log: Log;
}

/** One binding; `pattern` is in the syntax of the http-server: `:name`, `*rest`. */
export interface Binding extends HttpSettingsTable {
  readonly pattern: string;
}

/** Seconds that the http-server gets to confirm a binding. */
const bindTimeoutSeconds = 5;

/** Asks the http-server to bind every path of the process; a refusal is an error in the log. */
export function bindPaths(table: ProcessTable<unknown>, options: BindOptions): void {
  for (const binding of listBindings(table)) {
    bind(binding.pattern, bindAction(binding.pattern, binding, false), options);
  }
  for (const { path, endpoint } of table.sockets) {
    const settings = table.socketEndpoints.find((each) => each.path === endpoint);
    if (settings) bind(`${path} for WebSockets`, socketBindAction(path, settings), options);
  }
}

/** Sends a binding, with the content that answers GET where the http-server keeps it. */
export function bind(label: string, action: object, { our, exchanges, log }: BindOptions, blob?: LazyLoadBlob): void {
  const body = encodeUtf8(JSON.stringify(action));
  const target = systemProcess(our, "http-server");
  exchanges.send({ target, body, blob, timeoutSeconds: bindTimeoutSeconds }, (reply) => {
    const reason = bindFailure(reply);
    if (reason) log.error(`the http-server did not bind ${label}: ${reason}`);
  });
}

/** A secure binding is always authenticated, and open to other machines. */
export function bindAction(path: string, { authenticated, localOnly, secureSubdomain }: HttpSettingsTable, cache: boolean): object {
  if (secureSubdomain) return { SecureBind: { path, cache } };
  return { Bind: { path, authenticated, local_only: localOnly, cache } };
}

function socketBindAction(path: string, { authenticated, secureSubdomain, extension }: SocketEndpointTable): object {
  if (secureSubdomain) return { WebSocketSecureBind: { path, extension } };
  return { WebSocketBind: { path, authenticated, extension } };
}

/**
 * Bindings match exactly, not by prefix, so each handler's path is bound with the settings of its endpoint; the
 * endpoint itself and everything below it are bound too, for catch-alls and for answers that name what is wrong.
 * Patterns of one shape are one binding at the server, so each shape is bound once.
 */
export function listBindings(table: ProcessTable<unknown>): readonly Binding[] {
  const byShape = new Map<string, Binding>();
  for (const { path, authenticated, localOnly, secureSubdomain } of table.endpoints) {
    const add = (pattern: string): void => {
      const shape = pattern.replace(/:[^/]+/g, ":").replace(/\*[^/]+/g, "*");
      if (!byShape.has(shape)) byShape.set(shape, { pattern, authenticated, localOnly, secureSubdomain });
    };
    for (const { http } of table.handlers) if (http?.path && http.endpoints.includes(path)) add(toPattern(http.path));
    add(path);
    add(path === "/" ? "/*rest" : `${path}/*rest`);
  }
  return [...byShape.values()];
}

/** Undefined when the http-server confirmed. */
function bindFailure(reply: Reply): string | undefined {
  if (reply.kind === "failure") return `no confirmation (${reply.failure}); is the capability to message it granted?`;
  const text = String.fromCharCode(...reply.response.body.subarray(0, 200));
  return text === '{"Ok":null}' ? undefined : text;
}

function toPattern(segments: NonNullable<HttpTable["path"]>): string {
  const piece = (segment: RouteSegment): string => (segment.kind === "literal" ? segment.text : `:${segment.name}`);
  return `/${segments.map(piece).join("/")}`;
}
