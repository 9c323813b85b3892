/**
 * The WebSockets of the http-server: paths that processes bind, and channels between them and clients (hyperdrive
 * `src/http/server.rs`, `ws_handler` and `maintain_websocket`).
 */

import { randomInt } from "node:crypto";
import { formatProcessId, sameProcess } from "../../../contract/address.js";
import type { NodeId, ProcessId } from "../../../contract/address.js";
import { encodeJson } from "../../json-body.js";
import type { ModulePort } from "../../module-port.js";
import { BindingTable } from "./binding-table.js";
import type { BoundPath } from "./binding-table.js";
import { BackPressure } from "../back-pressure.js";
import type { FrameKind } from "../web-socket-frame.js";
import type { AcceptSocket, ClientSocket, SocketListener } from "./client-socket.js";
import { foldHeaders, formatSocketAddress, withoutEndSlash } from "./exchange.js";
import type { HttpRequest } from "./exchange.js";
import type { Replacing } from "../replacing.js";
import type { HttpServerError } from "./messages.js";

interface SocketBinding extends BoundPath {
  /** Unbound paths lead nowhere; channels that are open stay so. */
  readonly isUnbound: boolean;
  readonly authenticated: boolean;
  /** Only for clients of this machine. Their frames are passed on as they are, without the envelope of an extension. */
  readonly extension: boolean;
  /** On a subdomain, which this node does not have. */
  readonly isSecure: boolean;
}

export interface WebSocketsOptions {
  readonly node: NodeId;
  readonly port: ModulePort;
  /** Whether the headers of a request prove a login. */
  readonly hasSession: (headers: Readonly<Record<string, string>>) => boolean;
  /** Whether it comes from this machine and not through a proxy. */
  readonly isLocal: (request: HttpRequest, headers: Readonly<Record<string, string>>) => boolean;
  /** Whether a page of somebody else's has made a browser send it. */
  readonly isForeign: (request: HttpRequest) => boolean;
  /** How many messages a process has not taken yet. */
  readonly waitingCount: (process: ProcessId) => number;
}

interface OpenChannel {
  readonly app: ProcessId;
  readonly client: ClientSocket;
}

const maxChannelCount = 128;
/** What a control frame may carry (RFC 6455, 5.5). */
const maxControlBytes = 125;

const noBytes = new Uint8Array(0);

export class WebSockets {
  readonly #options: WebSocketsOptions;
  readonly #bindings = new BindingTable<SocketBinding>();
  readonly #channels = new Map<number, OpenChannel>();
  /** Connections of processes that were removed: nobody is told what happens on them. */
  readonly #forgotten = new Set<ClientSocket>();
  readonly #backPressure: BackPressure;

  constructor(options: WebSocketsOptions) {
    this.#options = options;
    this.#backPressure = new BackPressure(options.waitingCount);
  }

  bind(binding: SocketBinding): undefined {
    this.#bindings.bind(binding);
  }

  /** Undefined when the request opens no WebSocket: it is then an ordinary request. */
  accept(request: HttpRequest): AcceptSocket | undefined {
    const { port, hasSession, isLocal, isForeign } = this.#options;
    const path = withoutEndSlash(request.target.split("?")[0] ?? "");
    port.print(2, `http-server: ws request for ${path}`);
    if (this.#channels.size >= maxChannelCount) {
      port.print(0, `http-server: too many open websockets (${this.#channels.size})! rejecting incoming`);
      return undefined;
    }
    const binding = this.#bindings.find(path)?.target;
    if (!binding || binding.isUnbound || binding.isSecure) return undefined;
    if ((binding.authenticated || binding.extension) && isForeign(request)) return undefined;
    const headers = foldHeaders(request.headers);
    if (binding.authenticated && !hasSession(headers)) return undefined;
    if (binding.extension && !isLocal(request, headers)) return undefined;
    const { app } = binding;
    const opening = {
      path: withoutProcess(path, app),
      source_socket_addr: request.client ? formatSocketAddress(request.client) : null,
      forwarded_for: forwardedFor(headers),
    };
    return (client) => this.#open(app, client, opening);
  }

  /** `bytes` is undefined when the push came without a blob. */
  push(owner: ProcessId, channelId: number, kind: FrameKind, bytes: Uint8Array | undefined): HttpServerError | undefined {
    if (!bytes) return "NoBlob";
    if (kind === "Close") return this.close(owner, channelId);
    if ((kind === "Ping" || kind === "Pong") && bytes.length > maxControlBytes) return "WsPingPongTooLong";
    const channel = this.#find(owner, channelId);
    if (!channel) return "WsChannelNotFound";
    channel.client.send(kind, bytes);
    return undefined;
  }

  /** A channel that is not there, or not the owner's, is no error. */
  close(owner: ProcessId, channelId: number): undefined {
    const channel = this.#find(owner, channelId);
    this.#options.port.print(2, `http-server: websocket ${channelId} of ${formatProcessId(owner)} closed by it`);
    if (!channel) return;
    this.#channels.delete(channelId);
    channel.client.close();
  }

  /** Forgets the paths of a process and closes its channels. Hyperdrive keeps both; see `HttpServer.forget`. */
  forget(process: ProcessId): void {
    this.#bindings.forget(this.#bindings.of(process));
    this.#closeSilently(this.#channelsOf(process));
  }

  /** For a process whose successor goes on with what it is handed over; the clients of other channels connect again. */
  replacing(process: ProcessId): Replacing {
    const before = this.#bindings.of(process);
    const channels = this.#channelsOf(process);
    return {
      done: (handover) => {
        const kept = new Set(handover.map(({ id }) => id));
        this.#bindings.forget(before);
        this.#closeSilently(channels.filter(([id]) => !kept.has(id)));
      },
      undo: () => {
        this.#bindings.forget(this.#bindings.of(process));
        for (const binding of before) this.#bindings.bind(binding);
      },
    };
  }

  #channelsOf(process: ProcessId): readonly (readonly [channelId: number, channel: OpenChannel])[] {
    return [...this.#channels].filter(([, { app }]) => sameProcess(app, process));
  }

  #closeSilently(channels: readonly (readonly [channelId: number, channel: OpenChannel])[]): void {
    for (const [channelId, channel] of channels) {
      if (this.#channels.get(channelId) !== channel) continue;
      this.#channels.delete(channelId);
      this.#forgotten.add(channel.client);
      channel.client.close();
    }
  }

  closeAll(): void {
    for (const { client } of this.#channels.values()) client.close();
    this.#channels.clear();
  }

  #find(owner: ProcessId, channelId: number): OpenChannel | undefined {
    const channel = this.#channels.get(channelId);
    return channel && sameProcess(channel.app, owner) ? channel : undefined;
  }

  #open(app: ProcessId, client: ClientSocket, opening: object): SocketListener {
    const channelId = this.#nextId();
    const { port, node } = this.#options;
    this.#channels.set(channelId, { app, client });
    port.print(2, `http-server: new websocket connection to ${formatProcessId(app)} with id ${channelId}`);
    const tell = (message: object, bytes?: Uint8Array): void => {
      if (this.#forgotten.has(client)) return;
      // Nothing is expected and nobody is to be answered.
      port.request({ node, process: app }, encodeJson(message), bytes ? { blob: { mime: undefined, bytes } } : {});
    };
    tell({ WebSocketOpen: { ...opening, channel_id: channelId } });
    return {
      frame: (kind, bytes = noBytes) => {
        tell({ WebSocketPush: { channel_id: channelId, message_type: kind } }, bytes);
        this.#backPressure.note(app, client, bytes.length);
      },
      closed: () => {
        this.#channels.delete(channelId);
        tell({ WebSocketClose: channelId });
        this.#forgotten.delete(client);
        port.print(2, `http-server: websocket connection ${channelId} closed`);
      },
    };
  }

  #nextId(): number {
    for (;;) {
      const id = randomInt(2 ** 32);
      if (!this.#channels.has(id)) return id;
    }
  }
}

/** `/p:k:b.os/ws` to `/ws`. The paths of the homepage have no process in front, and are all told as `/`. */
function withoutProcess(path: string, app: ProcessId): string {
  const prefix = `/${formatProcessId(app)}`;
  return path.startsWith(prefix) ? `/${path.slice(prefix.length).replace(/^\/+/, "")}` : "/";
}

function forwardedFor(headers: Readonly<Record<string, string>>): string | null {
  const first = headers["x-forwarded-for"]?.split(",")[0]?.trim();
  return first || headers["x-real-ip"] || headers["cf-connecting-ip"] || null;
}
