/** WebSockets to servers over the network. */

import type { WebSocket } from "ws";
import { joinData, loadWebSockets, sendFrame } from "../../web-socket-data.js";
import { maxMessageBytes } from "../web-socket-frame.js";
import { outgoingHeaders } from "./headers.js";
import type { OpenSocket, SocketRequest } from "./server-socket.js";

/** Hyperdrive waits as long as the connection does; meanwhile its http-client does nothing else. */
const handshakeTimeoutMs = 60_000;

/** Code of a connection that broke off: no close frame came. */
const brokenOff = 1006;

/** Redirects are not followed: tungstenite takes an answer other than 101 for a failure. */
export const openSocket: OpenSocket = (request, listener, settle) => {
  const webSocket = createSocket(request);
  if (!webSocket) {
    settle(undefined);
    return () => {};
  }
  let isOpen = false;
  let hasFailed = false;
  webSocket.on("message", (data, isBinary) => listener.frame(isBinary ? "Binary" : "Text", joinData(data)));
  webSocket.on("ping", (data) => listener.frame("Ping", data));
  webSocket.on("pong", (data) => listener.frame("Pong", data));
  webSocket.on("open", () => {
    isOpen = true;
    settle({
      send: (kind, bytes) => sendFrame(webSocket, kind, bytes),
      close: () => webSocket.close(),
      terminate: () => webSocket.terminate(),
      pause: () => webSocket.pause(),
      resume: () => webSocket.resume(),
    });
  });
  webSocket.on("error", () => (hasFailed = true));
  webSocket.on("close", (code) => {
    if (!isOpen) return settle(undefined);
    if (code !== brokenOff || hasFailed) listener.closed();
  });
  return () => webSocket.terminate();
};

/** Undefined for what is no URL of a WebSocket. */
function createSocket({ url, headers }: SocketRequest): WebSocket | undefined {
  if (!/^wss?:/i.test(url)) return undefined;
  // The library compares what the server chooses with these, as tungstenite does with the header.
  const { "sec-websocket-protocol": protocols = "", ...others } = outgoingHeaders(headers);
  try {
    const { WebSocket: Engine } = loadWebSockets();
    return new Engine(url, protocols.split(",").map((name) => name.trim()).filter((name) => name !== ""), {
      headers: others,
      maxPayload: maxMessageBytes,
      handshakeTimeout: handshakeTimeoutMs,
      perMessageDeflate: false,
    });
  } catch {
    return undefined;
  }
}
