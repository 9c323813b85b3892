/**
 * `http-server:distro:sys`: paths that processes bind, and requests that become messages (hyperdrive
 * `src/http/server.rs`). Has no socket; the gateway hands requests in.
 */

import { formatProcessId, sameProcess } from "../../../contract/address.js";
import type { Address, ProcessId } from "../../../contract/address.js";
import type { LazyLoadBlob } from "../../../contract/standard.js";
import type { Clock } from "../../clock.js";
import { encodeJson } from "../../json-body.js";
import type { Kernel } from "../../kernel.js";
import type { KernelMessage } from "../../kernel-message.js";
import type { ModulePort } from "../../module-port.js";
import { isSafeProcessId } from "../../safe-id.js";
import { homepageProcess, httpServerProcess } from "../../system-processes.js";
import type { Replacing } from "../replacing.js";
import { BindingTable } from "./binding-table.js";
import type { BoundPath } from "./binding-table.js";
import type { AcceptSocket } from "./client-socket.js";
import {
  allowedHeaders,
  emptyAnswer,
  foldHeaders,
  formatSocketAddress,
  readQuery,
  textAnswer,
  withoutEndSlash,
} from "./exchange.js";
import type { HttpAnswer, HttpRequest } from "./exchange.js";
import { answerLogin, loginPage } from "./login.js";
import { parseAction, parseAnswer } from "./messages.js";
import type { HttpServerAction, HttpServerError } from "./messages.js";
import { PendingAnswers } from "./pending-answers.js";
import type { RouteMatch } from "./route-table.js";
import { parseRpcMessage, rpcAnswer, rpcPath } from "./rpc.js";
import { hasSession } from "./session.js";
import type { SessionKeys } from "./session.js";
import { isFromForeignPage, isLoopback, isOwnHost } from "./visitors.js";
import { WebSockets } from "./web-sockets.js";

export interface HttpServerOptions {
  /** Signs the login tokens. */
  readonly secret: Uint8Array;
  /** Whether `local_only` paths are open to this machine at all; Hyperdrive wants a start flag for it. */
  readonly exposeLocal: boolean;
  /** How long a process may take, unless the client asks for another time. Hyperdrive: 15 s, in simulation 600 s. */
  readonly timeoutSeconds: number;
  /** Names by which the node is reached, in small letters, beside addresses and those of this machine. Default none. */
  readonly names?: readonly string[];
  /** Asked for paths that nobody has bound. */
  readonly unrouted?: ((request: HttpRequest) => HttpAnswer | undefined) | undefined;
}

interface Binding extends BoundPath {
  /** Unbound paths answer 404, and so hide even the base path of the process. */
  readonly isUnbound: boolean;
  readonly authenticated: boolean;
  readonly localOnly: boolean;
  /** On a subdomain, which this node does not have. */
  readonly isSecure: boolean;
  readonly content: LazyLoadBlob | undefined;
}

/** Requests through a proxy look local and are not. */
const proxyHeaders = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip"];

export class HttpServer {
  readonly #kernel: Kernel;
  readonly #clock: Clock;
  readonly #options: HttpServerOptions;
  readonly #port: ModulePort;
  readonly #bindings = new BindingTable<Binding>();
  readonly #sockets: WebSockets;
  readonly #pending: PendingAnswers;
  readonly #names: readonly string[];
  /** Processes of whose secure paths the terminal has been told. */
  readonly #secure = new Set<string>();

  constructor(kernel: Kernel, clock: Clock, options: HttpServerOptions) {
    this.#kernel = kernel;
    this.#clock = clock;
    this.#options = options;
    this.#pending = new PendingAnswers(clock);
    this.#names = options.names ?? [];
    this.#port = kernel.addModule(httpServerProcess, (message) => this.#take(message));
    this.#sockets = new WebSockets({
      node: kernel.node,
      port: this.#port,
      hasSession: (headers) => this.#hasSession(headers),
      isLocal: (request, headers) => this.#isLocal(request, headers),
      isForeign: (request) => isFromForeignPage(request, this.#names),
      waitingCount: (process) => kernel.waitingCount(process),
    });
  }

  /** Undefined when a request to upgrade opens no WebSocket: `handle` answers it then. */
  acceptSocket(request: HttpRequest): AcceptSocket | undefined {
    return isOwnHost(request.host, this.#names) ? this.#sockets.accept(request) : undefined;
  }

  /** Never rejects; what goes wrong is an answer too. */
  async handle(request: HttpRequest): Promise<HttpAnswer> {
    if (!isOwnHost(request.host, this.#names)) return foreignHostAnswer();
    const [rawPath = "", ...query] = request.target.split("?");
    if (rawPath === "/login" && request.method === "POST" && this.#isForeign(request)) return foreignPageAnswer();
    const login = rawPath === "/login" ? answerLogin(request, this.#keys, this.#clock.now()) : undefined;
    if (login) return login;

    const path = withoutEndSlash(rawPath);
    if (path === rpcPath) return this.#inject(request);
    const route = this.#bindings.find(path) ?? this.#bindings.find(path.split("/")[1] ?? "");
    const isRouted = route !== undefined && !route.target.isUnbound;
    // Before anything is printed: a page that waits asks often.
    const unrouted = isRouted ? undefined : this.#options.unrouted?.(request);
    if (unrouted) return unrouted;
    this.#port.print(2, `http-server: ${route ? "request for" : "no route found for"} ${path}`);
    if (!isRouted) return emptyAnswer(404);

    const { app, authenticated, localOnly, isSecure, content } = route.target;
    if (isSecure) return textAnswer(501, plainText, `${describeSecure(app)}\n`);
    if ((authenticated || localOnly) && this.#isForeign(request)) return foreignPageAnswer();
    const headers = foldHeaders(request.headers);
    if (authenticated && !this.#hasSession(headers)) {
      return textAnswer(200, undefined, loginPage(this.#kernel.node));
    }
    if (localOnly && !this.#isLocal(request, headers)) return emptyAnswer(403);
    if (content && request.method === "GET") {
      return { status: 200, headers: [["content-type", content.mime ?? "text/plain"]], body: content.bytes };
    }
    return this.#ask(app, request, { path, query: query.join("?"), headers, route });
  }

  /**
   * Forgets the paths of a process and closes its WebSockets. Hyperdrive keeps them; but here a process is often
   * replaced by one with other paths.
   */
  forget(process: ProcessId): void {
    this.#bindings.forget(this.#bindings.of(process));
    this.#sockets.forget(process);
  }

  /** For a process whose successor is about to bind its paths anew. */
  replacing(process: ProcessId): Replacing {
    const before = this.#bindings.of(process);
    const sockets = this.#sockets.replacing(process);
    return {
      done: (handover) => {
        this.#bindings.forget(before);
        sockets.done(handover);
      },
      undo: () => {
        this.#bindings.forget(this.#bindings.of(process));
        for (const binding of before) this.#bindings.bind(binding);
        sockets.undo();
      },
    };
  }

  /** Answers what still waits with 408, and closes all WebSockets. */
  close(): void {
    this.#pending.close();
    this.#sockets.closeAll();
  }

  get #keys(): SessionKeys {
    return { node: this.#kernel.node, secret: this.#options.secret };
  }

  #hasSession(headers: Readonly<Record<string, string>>): boolean {
    return hasSession(this.#keys, headers["cookie"] ?? "", this.#clock.now());
  }

  #isLocal({ client }: HttpRequest, headers: Readonly<Record<string, string>>): boolean {
    const isHere = client !== undefined && isLoopback(client.address);
    return isHere && this.#options.exposeLocal && !proxyHeaders.some((name) => name in headers);
  }

  #isForeign(request: HttpRequest): boolean {
    return isFromForeignPage(request, this.#names);
  }

  #ask(
    app: ProcessId,
    request: HttpRequest,
    parts: { path: string; query: string; headers: Record<string, string>; route: RouteMatch<Binding> },
  ): Promise<HttpAnswer> {
    const { path, query, headers, route } = parts;
    const { client, method } = request;
    const body = encodeJson({
      Http: {
        source_socket_addr: client ? formatSocketAddress(client) : null,
        method,
        url: `http://${withoutPort(request.host ?? "localhost")}${path}`,
        bound_path: route.target.path,
        headers,
        url_params: route.parameters,
        query_params: readQuery(query),
      },
    });
    // No rsvp, unlike the request of a process: a forwarded one cannot be answered by another process.
    const target: Address = { node: this.#kernel.node, process: app };
    const id = this.#kernel.nextId();
    const seconds = this.#patience(headers);
    const answer = this.#pending.wait({ id, seconds, read: readAnswer });
    this.#port.request(target, body, { id, expectsResponse: seconds, blob: { mime: undefined, bytes: request.body } });
    return answer;
  }

  /** A message from outside the node. Whoever gets it sees that the http-server has sent it, and can answer only that. */
  #inject(request: HttpRequest): HttpAnswer | Promise<HttpAnswer> {
    const headers = foldHeaders(request.headers);
    if (!this.#isLocal(request, headers) || this.#isForeign(request)) return emptyAnswer(403);
    const message = parseRpcMessage(request.body);
    if (!message) return emptyAnswer(400);
    const { node = this.#kernel.node, process, body, expectsResponse, metadata, blob } = message;
    this.#port.print(2, `http-server: passing on RPC message to ${formatProcessId(process)}`);
    const target: Address = { node, process };
    const id = this.#kernel.nextId();
    if (expectsResponse === undefined) {
      this.#port.request(target, body, { id, metadata, blob });
      return emptyAnswer(200);
    }
    // How long the client waits is a matter of HTTP; what the message says of it is for its target.
    const seconds = this.#patience(headers);
    const read = ({ message, blob }: KernelMessage): HttpAnswer =>
      message.tag === "response" ? rpcAnswer(message.val[0].body, blob) : emptyAnswer(500);
    const answer = this.#pending.wait({ id, seconds, read });
    this.#port.request(target, body, { id, expectsResponse, metadata, blob, rsvp: this.#port.address });
    return answer;
  }

  /** How many seconds a client waits for a process. */
  #patience(headers: Readonly<Record<string, string>>): bigint {
    return readSeconds(headers["x-hyperware-http-server-timeout"]) ?? BigInt(this.#options.timeoutSeconds);
  }

  #take(message: KernelMessage): void {
    if (message.message.tag === "response") return this.#pending.take(message);
    // Only processes of this node bind paths.
    if (message.source.node !== this.#kernel.node) return;
    const action = parseAction(message.message.val.body);
    const error = this.#perform(action, message);
    if (error) {
      // Always, and to the source, even if nobody waits.
      this.#port.respond({ ...message, rsvp: undefined }, encodeJson({ Err: error }));
    } else if (message.rsvp || message.message.val.expectsResponse !== undefined) {
      this.#port.respond(message, encodeJson({ Ok: null }));
    }
  }

  #perform(action: HttpServerAction, message: KernelMessage): HttpServerError | undefined {
    const { process } = message.source;
    switch (action.kind) {
      case "malformed":
        return "MalformedRequest";
      case "unsupported":
        this.#port.print(
          0,
          `http-server: ${action.name} of ${formatProcessId(process)} is refused: this node has no such thing`,
        );
        return "MalformedRequest";
      case "unbind":
        return this.#bindings.bind({ ...nowhere, app: process, path: mountPath(process, action.path) });
      case "secure-bind":
        this.#tellOfSecure(process);
        return this.#bind({ ...action, authenticated: true, localOnly: false, isSecure: true }, message);
      case "bind":
        return this.#bind({ ...action, isSecure: false }, message);
      case "socket-bind": {
        if (!isSafeProcessId(process)) return "InvalidSourceProcess";
        const { authenticated, extension, isSecure } = action;
        if (isSecure) this.#tellOfSecure(process);
        const path = mountPath(process, action.path);
        this.#port.print(3, `http: binding ${path} for websockets, ${authenticated ? "authenticated" : "unauthenticated"}`);
        return this.#sockets.bind({ app: process, path, isUnbound: false, authenticated, extension, isSecure });
      }
      case "socket-unbind": {
        const path = mountPath(process, action.path);
        return this.#sockets.bind({ app: process, path, isUnbound: true, authenticated: false, extension: false, isSecure: false });
      }
      case "socket-push":
        return this.#sockets.push(process, action.channelId, action.frame, message.blob?.bytes);
      case "socket-close":
        return this.#sockets.close(process, action.channelId);
    }
  }

  #bind(
    { path: written, authenticated, localOnly, isSecure, cache }: BindSettings,
    { source: { process }, blob }: KernelMessage,
  ): HttpServerError | undefined {
    if (!isSafeProcessId(process)) return "InvalidSourceProcess";
    if (cache && !blob) return "NoBlob";
    const path = mountPath(process, written);
    this.#port.print(3, `http: binding ${path}, ${authenticated ? "authenticated" : "unauthenticated"}`);
    const content = cache ? blob : undefined;
    this.#bindings.bind({ app: process, path, isUnbound: false, authenticated, localOnly, isSecure, content });
    return undefined;
  }

  /** To serve them here all the same would let an application pass for safe that has not been tried. */
  #tellOfSecure(app: ProcessId): void {
    const name = formatProcessId(app);
    if (!this.#secure.has(name)) this.#port.print(0, `http-server: ${describeSecure(app)}; requests are refused with 501`);
    this.#secure.add(name);
  }
}

type BindSettings = Omit<HttpServerAction & { readonly kind: "bind" }, "kind"> & { readonly isSecure: boolean };

const plainText = "text/plain; charset=utf-8";

/** The label is that of Hyperdrive (`src/http/utils.rs`, `generate_secure_subdomain`). */
function describeSecure(app: ProcessId): string {
  const label = `${app.packageName}-${app.publisherNode}`.replace(/[^A-Za-z0-9]/g, "-");
  return `${formatProcessId(app)} has paths on the secure subdomain ${label}, and this node has no subdomains`;
}

function foreignHostAnswer(): HttpAnswer {
  const advice = "reach it as localhost or by an address, or start it with --allow-host and this name";
  return textAnswer(403, plainText, `this node does not go by the name in the Host header: ${advice}\n`);
}

function foreignPageAnswer(): HttpAnswer {
  const advice = "its own pages and those of this machine may, and those of names that --allow-host gives";
  return textAnswer(403, plainText, `a page of another origin may not ask this of the node: ${advice}\n`);
}

function readAnswer({ message, blob }: KernelMessage): HttpAnswer {
  const answer = message.tag === "response" ? parseAnswer(message.val[0].body) : undefined;
  if (!answer) return emptyAnswer(500);
  const { status, headers } = answer;
  return {
    status: status >= 100 && status <= 999 ? status : 500,
    // The mime type of the blob counts for cached content only.
    headers: allowedHeaders(headers),
    body: blob?.bytes ?? new Uint8Array(0),
  };
}

/** What an unbound path leads to. */
const nowhere = { isUnbound: true, authenticated: false, localOnly: false, isSecure: false, content: undefined } as const;

/** Bound paths lie below the id of their process, except for those of the homepage. */
function mountPath(process: ProcessId, path: string): string {
  if (sameProcess(process, homepageProcess)) return withoutEndSlash(path);
  return `/${formatProcessId(process)}${path.startsWith("/") ? "" : "/"}${withoutEndSlash(path)}`;
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "");
}

/** Digits that fit into a `u64`; anything else is as if it were not there. */
function readSeconds(header: string | undefined): bigint | undefined {
  if (header === undefined || !/^\+?\d+$/.test(header)) return undefined;
  const seconds = BigInt(header.replace("+", ""));
  return seconds < 2n ** 64n ? seconds : undefined;
}
