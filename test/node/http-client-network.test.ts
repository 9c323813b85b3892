/** The http-client's way out: real servers on this machine. */

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer, type Socket } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { WebSocketServer, type WebSocket } from "ws";
import { exchangeHttp } from "../../runtime/node/services/http-client/http-exchange.js";
import { openSocket } from "../../runtime/node/services/http-client/open-socket.js";
import type { ServerSocket, SocketRequest } from "../../runtime/node/services/http-client/server-socket.js";
import { bytes, textOf } from "../support/host-world.js";

const cleanUps: (() => Promise<unknown> | void)[] = [];

async function listen(server: Server | TcpServer): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function cleanUp(): Promise<void> {
  for (const end of cleanUps.splice(0).reverse()) await end();
}

// ---- HTTP ---------------------------------------------------------------------------------------------------------

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://${await listen(server)}`;
}

interface Asked {
  readonly method?: string;
  readonly version?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Status, headers and body, or the error. */
async function ask(url: string, { method = "GET", version, headers = {}, body = "" }: Asked = {}): Promise<unknown> {
  const result = await exchangeHttp({ method, version, url, headers }, bytes(body), new AbortController().signal);
  return result.kind === "error" ? result.error : { status: result.status, headers: result.headers, body: textOf(result.body) };
}

/** Answers with what it was asked. */
function echo(request: IncomingMessage, response: ServerResponse): void {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    const { host: _, connection: __, ...headers } = request.headers;
    response.sendDate = false;
    response.setHeader("connection", "close");
    response.end(JSON.stringify([request.method, request.url, headers, body]));
  });
}

const http = suite("HTTP requests of the http-client");
http.after.each(cleanUp);

http("method, path, headers and body reach the server; a status is no error, headers are in title case", async () => {
  const url = await serve((request, response) => {
    response.sendDate = false;
    response.writeHead(404, [["x-request-ID", "7"], ["Set-Cookie", "a=1"], ["set-cookie", "b=2"], ["x-raw", "caf\u00e9"], ["connection", "close"]].flat());
    request.on("data", (chunk: Buffer) => response.end(`${request.method} ${request.url} ${String(request.headers["x-a"])} ${chunk.toString()}`));
  });
  assert.equal(await ask(`${url}/a?b=c`, { method: "PUT", headers: { "X-A": "1" }, body: "content" }), {
    status: 404,
    headers: { "X-Request-Id": "7", "Set-Cookie": "b=2", "X-Raw": "", Connection: "close", "Transfer-Encoding": "chunked" },
    body: "PUT /a?b=c 1 content",
  });
});

http("a GET with an empty body has none; what is no header is left out, and the length is ours", async () => {
  const url = await serve(echo);
  const sent = async (options: Asked): Promise<unknown> => JSON.parse(((await ask(url, options)) as { body: string }).body);
  assert.equal(await sent({ headers: { "a b": "1", "x-c": "1\r\nx-d: 2", "Content-Length": "99", "x-e": "" } }), ["GET", "/", { accept: "*/*", "x-e": "" }, ""]);
  assert.equal(await sent({ method: "POST", headers: { Accept: "text/plain", "transfer-encoding": "chunked" } }), [
    "POST", "/", { accept: "text/plain", "content-length": "0" }, "",
  ]);
});

http("redirects are followed as reqwest does it", async () => {
  const other = await serve(echo);
  const url = await serve((request, response) => {
    const [, status = "", place = ""] = request.url?.split("/") ?? [];
    if (status === "end") return echo(request, response);
    request.resume();
    const location = { here: "/end", there: `${other}/end`, loop: "/302/loop", nowhere: "http://[", ftp: "ftp://s/" }[place];
    response.writeHead(Number(status), location === undefined ? {} : { location }).end("moved");
  });
  const sent = async (path: string, options: Asked): Promise<unknown> =>
    JSON.parse(((await ask(`${url}${path}`, options)) as { body: string }).body);
  const post = { method: "POST", headers: { authorization: "me", "content-type": "text/plain", "x-a": "1" }, body: "text" };
  assert.equal(await sent("/302/here", post), [
    "GET", "/end", { accept: "*/*", authorization: "me", "x-a": "1", referer: `${url}/302/here` }, "",
  ]);
  assert.equal(await sent("/307/here", post), [
    "POST", "/end",
    { accept: "*/*", authorization: "me", "content-type": "text/plain", "x-a": "1", referer: `${url}/307/here`, "content-length": "4" },
    "text",
  ]);
  assert.equal(await sent("/308/there", post), [
    "POST", "/end", { accept: "*/*", "content-type": "text/plain", "x-a": "1", referer: `${url}/308/there`, "content-length": "4" }, "text",
  ]);
  assert.equal(await ask(`${url}/302/loop`), { ExecuteRequestFailed: "too many redirects" });
  assert.equal(await ask(`${url}/302/ftp`), { ExecuteRequestFailed: "ftp: is no scheme of HTTP" });
  for (const path of ["/302/nowhere", "/302/none", "/304/here"]) {
    assert.is(((await ask(`${url}${path}`)) as { status: number }).status, Number(path.slice(1, 4)));
  }
});

http("errors are those of Hyperdrive", async () => {
  assert.equal(await ask("http://s/", { method: "GE T" }), { BadMethod: { method: "GE T" } });
  assert.equal(await ask("not a url"), { BadUrl: { url: "not a url" } });
  assert.equal(await ask("http://s/", { version: "HTTP/4" }), { BadVersion: { version: "HTTP/4" } });
  assert.equal(await ask("mailto:a@b"), { BuildRequestFailed: "mailto:a@b names no host" });
  assert.equal(await ask("ftp://s/"), { ExecuteRequestFailed: "ftp: is no scheme of HTTP" });
  assert.match(JSON.stringify(await ask("http://127.0.0.1:1/")), /^\{"ExecuteRequestFailed":".*ECONNREFUSED/);
});

http("a server that breaks off, or sends more than fits, is an error", async () => {
  const url = await serve((request, response) => {
    response.writeHead(200, { "content-length": String(100 * 1024 * 1024) });
    if (request.url === "/broken") return void response.write("a", () => response.destroy());
    const chunk = Buffer.alloc(8 * 1024 * 1024);
    const more = (): void => void (response.destroyed || response.write(chunk, more));
    more();
  });
  assert.equal(await ask(`${url}/broken`), { ExecuteRequestFailed: "aborted" });
  assert.equal(await ask(`${url}/large`), { ExecuteRequestFailed: "the body has more than 67108864 bytes" });
});

http("a request that is given up ends", async () => {
  const url = await serve(() => {});
  const controller = new AbortController();
  const result = exchangeHttp({ method: "GET", version: undefined, url, headers: {} }, bytes(""), controller.signal);
  controller.abort();
  assert.is((await result).kind, "error");
});

http.run();

// ---- WebSockets ---------------------------------------------------------------------------------------------------

interface Opened {
  readonly socket: ServerSocket | undefined;
  readonly giveUp: () => void;
  /** What comes next. */
  next(): Promise<string>;
}

/** Resolves when it is settled. */
function open(request: SocketRequest): Promise<Opened> {
  const events: string[] = [];
  let wake = (): void => {};
  const note = (event: string): void => {
    events.push(event);
    wake();
  };
  const next = async (): Promise<string> => {
    while (events.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return events.shift() ?? "";
  };
  return new Promise((resolve) => {
    const listener = {
      frame: (kind: string, content: Uint8Array) => note(`${kind} ${textOf(content)}`),
      closed: () => note("closed"),
    };
    const giveUp: () => void = openSocket(request, listener, (socket) => resolve({ socket, giveUp: () => giveUp(), next }));
  });
}

async function serveSockets(
  onConnection: (socket: WebSocket, request: IncomingMessage) => void,
  options: ConstructorParameters<typeof WebSocketServer>[0] = {},
): Promise<string> {
  const server = new WebSocketServer({ ...options, host: "127.0.0.1", port: 0 });
  cleanUps.push(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  server.on("connection", onConnection);
  await once(server, "listening");
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const sockets = suite("WebSockets of the http-client to servers");
sockets.after.each(cleanUp);

sockets("frames of all kinds go both ways, pings are answered, a close frame is told", async () => {
  const got: string[] = [];
  const url = await serveSockets((socket, { url: path, headers }) => {
    got.push(`${path} ${String(headers["x-a"])} ${String(headers["sec-websocket-extensions"])}`);
    socket.on("message", (data: Buffer, isBinary) => {
      got.push(`${isBinary ? "binary" : "text"} ${data.toString()}`);
      socket.send(data, { binary: isBinary });
      if (isBinary) socket.ping("there?");
    });
    socket.on("ping", () => got.push("ping"));
    socket.on("pong", (data) => {
      got.push(`pong ${data.toString()}`);
      socket.close(1000, "bye");
    });
  });
  const { socket, next } = await open({ url: `${url}/feed?a=b`, headers: { "X-A": "1", "a b": "left out" } });
  socket?.send("Ping", bytes(""));
  socket?.send("Text", bytes("hello"));
  socket?.send("Binary", bytes("raw"));
  assert.equal([await next(), await next(), await next(), await next(), await next()], ["Pong ", "Text hello", "Binary raw", "Ping there?", "closed"]);
  assert.equal(got, ["/feed?a=b 1 undefined", "ping", "text hello", "binary raw", "pong there?"]);
  socket?.send("Text", bytes("too late"));
  socket?.close();
});

sockets("a close of this side is answered and told", async () => {
  const closed: number[] = [];
  const url = await serveSockets((socket) => socket.on("close", (code) => closed.push(code)));
  const { socket, next } = await open({ url, headers: {} });
  socket?.close();
  assert.is(await next(), "closed");
  assert.equal(closed, [1005]);
});

sockets("protocols are those of the header", async () => {
  const url = await serveSockets((socket) => socket.send(socket.protocol), { handleProtocols: () => "v2" });
  const { next } = await open({ url, headers: { "Sec-WebSocket-Protocol": "v1, v2" } });
  assert.is(await next(), "Text v2");
  assert.is((await open({ url, headers: { "Sec-WebSocket-Protocol": "v1" } })).socket, undefined);
});

sockets("there is no socket where no server is, and none where it refuses", async () => {
  const http = await serve((_, response) => response.writeHead(302, { location: "/ws" }).end());
  for (const url of ["ws://127.0.0.1:1/", "nonsense", "http://127.0.0.1:1/", "wss://", http.replace("http", "ws")]) {
    assert.is((await open({ url, headers: {} })).socket, undefined, url);
  }
});

/** A server that takes part in the handshake and then does as it likes. */
async function serveRaw(then: (socket: Socket) => void): Promise<string> {
  const server = createServer();
  server.on("upgrade", (request: IncomingMessage, socket: Socket) => {
    const answer = new WebSocketServer({ noServer: true });
    answer.handleUpgrade(request, socket, Buffer.alloc(0), () => then(socket));
  });
  cleanUps.push(() => void server.close());
  return `ws://${await listen(server)}`;
}

sockets("frames that are none are told as a close", async () => {
  const url = await serveRaw((socket) => socket.write(Buffer.from([0xff, 0xff])));
  assert.is(await (await open({ url, headers: {} })).next(), "closed");
});

sockets("a connection that merely ends is not told of", async () => {
  const url = await serveRaw((socket) => socket.end());
  const { next } = await open({ url, headers: {} });
  const outcome = await Promise.race([next(), new Promise((resolve) => setTimeout(() => resolve("nothing"), 50))]);
  assert.is(outcome, "nothing");
});

sockets("a server that never answers is given up", async () => {
  const connections: Socket[] = [];
  const server = createTcpServer((socket) => connections.push(socket));
  cleanUps.push(() => void server.close());
  const url = `ws://${await listen(server)}`;
  const settled = new Promise<ServerSocket | undefined>((resolve) => {
    const giveUp = openSocket({ url, headers: {} }, { frame: () => {}, closed: () => {} }, resolve);
    server.on("connection", giveUp);
  });
  assert.is(await settled, undefined);
  for (const connection of connections) connection.destroy();
});

sockets.run();
