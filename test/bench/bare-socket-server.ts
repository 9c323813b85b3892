/** An echo on `ws` alone: what the WebSocket messages a second of a node are compared with. */

import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
server.on("connection", (socket) => {
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
});
server.on("listening", () => {
  console.log(`listens at ws://localhost:${(server.address() as AddressInfo).port}`);
});
