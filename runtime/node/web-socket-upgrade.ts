/** Connections that become WebSockets, and those that ask for it in vain. */

import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { WebSocket, WebSocketServer } from "ws";
import type { AcceptSocket, ClientSocket } from "./services/http-server/client-socket.js";
import { maxMessageBytes } from "./services/web-socket-frame.js";
import { joinData, loadWebSockets, sendFrame } from "./web-socket-data.js";

export interface UpgradeOptions {
  /** Undefined for a request that opens no WebSocket. */
  readonly accept: (request: IncomingMessage) => AcceptSocket | undefined;
  /** Answers such a request on its connection, like any other; `head` is what has come of its body. */
  readonly answer: (request: IncomingMessage, socket: Socket, head: Buffer) => void;
}

/** Code of a connection that broke off: no close frame came. */
const brokenOff = 1006;

/** Returns what ends all open WebSockets at once. */
export function acceptWebSockets(server: Server, { accept, answer }: UpgradeOptions): () => void {
  let webSockets: WebSocketServer | undefined;
  const load = (): WebSocketServer => {
    const { WebSocketServer: Engine } = loadWebSockets();
    return new Engine({ noServer: true, maxPayload: maxMessageBytes });
  };
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // The client may go away at any time, also before anything here looks at the connection.
    socket.on("error", () => {});
    const accepted = isWebSocketRequest(request) ? accept(request) : undefined;
    if (accepted) {
      webSockets ??= load();
      webSockets.handleUpgrade(request, socket, head, (webSocket) => connectSides(webSocket, accepted));
    }
    // Connections of an HTTP server are of this type; its typings say less.
    else answer(request, socket as Socket, head);
  });
  return () => {
    for (const webSocket of webSockets?.clients ?? []) webSocket.terminate();
    webSockets?.close();
  };
}

/** What the handshake needs (RFC 6455, 4.2.1). Other protocols are asked for by clients that can do without. */
function isWebSocketRequest({ method, headers }: IncomingMessage): boolean {
  return (
    method === "GET" &&
    headers.upgrade?.toLowerCase() === "websocket" &&
    headers["sec-websocket-version"] === "13" &&
    /^[+/0-9A-Za-z]{22}==$/.test(headers["sec-websocket-key"] ?? "")
  );
}

function connectSides(webSocket: WebSocket, accept: AcceptSocket): void {
  const client: ClientSocket = {
    send: (kind, bytes) => sendFrame(webSocket, kind, bytes),
    close: () => webSocket.close(),
    pause: () => webSocket.pause(),
    resume: () => webSocket.resume(),
  };
  const listener = accept(client);
  webSocket.on("message", (data, isBinary) => listener.frame(isBinary ? "Binary" : "Text", joinData(data)));
  webSocket.on("ping", (data) => listener.frame("Ping", data));
  webSocket.on("pong", (data) => listener.frame("Pong", data));
  // What is no WebSocket frame ends the connection: `close` follows.
  webSocket.on("error", () => {});
  webSocket.on("close", (code, reason) => {
    if (code !== brokenOff) listener.frame("Close", reason);
    listener.closed();
  });
}
