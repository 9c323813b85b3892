/** The WebSockets that processes have opened by the http-client (hyperdrive `src/http/client.rs`). */

import { formatAddress, sameProcess } from "../../../contract/address.js";
import type { Address, ProcessId } from "../../../contract/address.js";
import type { LazyLoadBlob } from "../../../contract/standard.js";
import { encodeJson } from "../../json-body.js";
import type { ModulePort } from "../../module-port.js";
import { BackPressure } from "../back-pressure.js";
import type { FrameKind } from "../web-socket-frame.js";
import type { Replacing } from "../replacing.js";
import type { HttpClientError } from "./messages.js";
import type { OpenSocket, ServerListener, ServerSocket, SocketRequest } from "./server-socket.js";

interface Connection {
  readonly owner: Address;
  readonly socket: ServerSocket;
  /** Nobody is told any more what happens on it. */
  readonly silence: () => void;
}

/** A request that opens a connection: everything that comes on it has its id. */
export interface Opener {
  readonly owner: Address;
  readonly channelId: number;
  readonly messageId: bigint;
}

const noBytes = new Uint8Array(0);
const mimeTypes = { Text: "text/plain", Binary: "application/octet-stream" } as const;

export class OutgoingSockets {
  readonly #port: ModulePort;
  readonly #openSocket: OpenSocket;
  /** By owner and channel id. */
  readonly #connections = new Map<string, Connection>();
  readonly #backPressure: BackPressure;
  #giveUp: (() => void) | undefined;
  #isClosed = false;

  /** `waitingCount` tells how many messages a process has not taken yet. */
  constructor(port: ModulePort, openSocket: OpenSocket, waitingCount: (process: ProcessId) => number) {
    this.#port = port;
    this.#backPressure = new BackPressure(waitingCount);
    this.#openSocket = openSocket;
  }

  /** One at a time. A channel id in use is closed and given to the new connection. Calls `settle` once. */
  open(opener: Opener, request: SocketRequest, settle: (error: HttpClientError | undefined) => void): void {
    const { owner, channelId } = opener;
    const key = keyOf(owner, channelId);
    let isSilent = false;
    const tell = (message: object, blob?: LazyLoadBlob): void => {
      if (isSilent) return;
      this.#port.request(owner, encodeJson(message), { id: opener.messageId, ...(blob ? { blob } : {}) });
    };
    const listener: ServerListener = {
      frame: (kind, bytes) => {
        tell(
          { WebSocketPush: { channel_id: channelId, message_type: kind } },
          kind === "Text" || kind === "Binary" ? { mime: mimeTypes[kind], bytes } : undefined,
        );
        if (connection) this.#backPressure.note(owner.process, connection.socket, bytes.length);
      },
      closed: () => {
        if (this.#connections.get(key) === connection) this.#connections.delete(key);
        tell({ WebSocketClose: { channel_id: channelId } });
      },
    };
    let connection: Connection | undefined;
    this.#giveUp = this.#openSocket(request, listener, (socket) => {
      if (this.#isClosed) return socket?.terminate();
      this.#port.print(2, `http-client: ${socket ? "opened" : "could not open"} ${withoutQuery(request.url)} for ${formatAddress(owner)}`);
      if (!socket) return settle({ WsOpenFailed: { url: request.url } });
      connection = { owner, socket, silence: () => (isSilent = true) };
      this.#connections.get(key)?.socket.close();
      this.#connections.set(key, connection);
      settle(undefined);
    });
  }

  /** `bytes` is undefined when the push came without a blob. */
  push(owner: Address, channelId: number, kind: FrameKind, bytes: Uint8Array | undefined): HttpClientError | undefined {
    const socket = this.#connections.get(keyOf(owner, channelId))?.socket;
    if (!socket) return { WsPushUnknownChannel: { channel_id: channelId } };
    switch (kind) {
      case "Close":
        socket.close();
        return undefined;
      case "Ping":
      case "Pong":
        socket.send(kind, noBytes);
        return undefined;
      case "Text":
      case "Binary":
        if (!bytes) return "WsPushNoBlob";
        if (kind === "Text" && !isUtf8(bytes)) return "WsPushBadText";
        socket.send(kind, bytes);
        return undefined;
    }
  }

  close(owner: Address, channelId: number): HttpClientError | undefined {
    const key = keyOf(owner, channelId);
    const connection = this.#connections.get(key);
    if (!connection) return { WsCloseFailed: { channel_id: channelId } };
    this.#connections.delete(key);
    connection.socket.close();
    return undefined;
  }

  /** Closes the connections of a process, which is told nothing of it. Hyperdrive keeps them; see `HttpServer.forget`. */
  forget(process: ProcessId): void {
    void this.#closeWhere(({ owner }) => sameProcess(owner.process, process));
  }

  /** For a process whose successor opens its own. */
  replacing(process: ProcessId): Replacing {
    const before = new Set(this.#connections.values());
    const isOwn = ({ owner }: Connection): boolean => sameProcess(owner.process, process);
    return {
      done: () => void this.#closeWhere((connection) => isOwn(connection) && before.has(connection)),
      undo: () => void this.#closeWhere((connection) => isOwn(connection) && !before.has(connection)),
    };
  }

  closeAll(): void {
    this.#isClosed = true;
    for (const { socket } of this.#closeWhere(() => true)) socket.terminate();
    this.#giveUp?.();
  }

  #closeWhere(isMeant: (connection: Connection) => boolean): readonly Connection[] {
    const meant = [...this.#connections].filter(([, connection]) => isMeant(connection));
    for (const [key, { silence, socket }] of meant) {
      this.#connections.delete(key);
      silence();
      socket.close();
    }
    return meant.map(([, connection]) => connection);
  }
}

function keyOf(owner: Address, channelId: number): string {
  return `${formatAddress(owner)} ${channelId}`;
}

/** A query often carries a token. */
function withoutQuery(url: string): string {
  return url.replace(/\?.*$/s, "");
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
