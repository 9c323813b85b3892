/** The HTTP port of a node: sockets on one side, the http-server's requests and answers on the other. */

import { createServer, ServerResponse } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { gatewayLimits, type GatewayLimits, RequestLoad } from "./gateway-limits.js";
import { type Body, noBody, readBody, readRest } from "./request-body.js";
import type { AcceptSocket } from "./services/http-server/client-socket.js";
import { textAnswer } from "./services/http-server/exchange.js";
import type { HttpAnswer, HttpRequest } from "./services/http-server/exchange.js";
import { acceptWebSockets } from "./web-socket-upgrade.js";

export interface GatewayOptions {
  /** The first free one from 8080 when undefined; any free one when 0. */
  readonly port?: number | undefined;
  readonly host: string;
  readonly handle: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Undefined for a request that opens no WebSocket: it is then handled like any other. */
  readonly acceptSocket?: (request: HttpRequest) => AcceptSocket | undefined;
  readonly limits?: Partial<GatewayLimits>;
  /** Told when connections begin to be closed because there are too many; how many there may be. */
  readonly onTooMany?: (connectionCount: number) => void;
}

export interface Gateway {
  readonly port: number;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Nothing could be bound: the port that was asked for is taken, or all that were tried. */
export class PortInUseError extends Error {
  override readonly name = "PortInUseError";
  readonly port: number;

  constructor(port: number, message: string) {
    super(message);
    this.port = port;
  }
}

/** The host at which the node is to listen is none of this machine. */
export class AddressError extends Error {
  override readonly name = "AddressError";

  constructor(host: string) {
    super(`${host} is no address of this machine; 0.0.0.0 is all of them, 127.0.0.1 the one that others do not reach`);
  }
}

/** Where the search for a free port starts and ends, as in Hyperdrive. */
const firstPort = 8080;
const lastPort = 8998;

export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { port, host, handle, acceptSocket } = options;
  const limits = { ...gatewayLimits, ...options.limits };
  const server = createServer({
    maxHeaderSize: limits.headBytes,
    headersTimeout: limits.headMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(1000, limits.headMs),
  });
  const door = { handle, limits, load: new RequestLoad(limits), refused: new WeakSet<Duplex>() };
  server.on("request", (request, response) => void serve(request, response, door));
  const endWebSockets = acceptWebSockets(server, {
    accept: (request) => acceptSocket?.(readRequest(request, noBody)),
    answer(request, socket, head) {
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      response.assignSocket(socket);
      response.on("finish", () => socket.end());
      // The limits of the server end with the handing over.
      socket.setTimeout(limits.silenceMs, () => socket.destroy());
      // Node 26 reads the body of such a request itself; those before hand it over with the connection.
      const isRead = !request.complete || request.readableLength > 0;
      void serve(request, response, isRead ? door : { ...door, head });
    },
  });
  refuseBadRequests(server, door);
  limitConnections(server, limits.connectionCount, options.onTooMany);
  const boundPort = port === undefined ? await listenOnFreePort(server, host) : await listenOn(server, port, host);
  if (boundPort === undefined) throw new PortInUseError(port ?? firstPort, describeTaken(port, host));
  return {
    port: boundPort,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        endWebSockets();
      }),
  };
}

interface Door {
  readonly handle: GatewayOptions["handle"];
  readonly limits: GatewayLimits;
  readonly load: RequestLoad;
  /** Connections that have been told why they end. */
  readonly refused: WeakSet<Duplex>;
  /** What has come behind the request, when it came with its connection. */
  readonly head?: Buffer;
}

async function serve(request: IncomingMessage, response: ServerResponse, door: Door): Promise<void> {
  const { handle, limits, load, refused, head } = door;
  const held = load.enter();
  if (!held) return refuse(request, response, busyAnswer());
  try {
    const body = head ? await readRest(request, request.socket, { head, held }) : ((await readBody(request, held)) ?? noBody);
    if (typeof body === "string") {
      refused.add(request.socket);
      return refuse(request, response, bodyRefusal(body, limits));
    }
    writeAnswer(request, response, await handle(readRequest(request, body)));
    if (response.socket && response.socket.writableLength > 0) response.socket.setTimeout(limits.silenceMs);
  } catch (error) {
    // What was sent is not HTTP.
    response.destroy(error instanceof Error ? error : undefined);
  } finally {
    held.leave();
  }
}

function bodyRefusal(body: Exclude<Body, Uint8Array>, { bodyBytes }: GatewayLimits): HttpAnswer | undefined {
  switch (body) {
    case "left":
      return undefined;
    case "busy":
      return busyAnswer();
    case "too-large":
      return textAnswer(413, plainText, `the body has more than the ${formatBytes(bodyBytes)} that this node takes\n`);
  }
}

function busyAnswer(): HttpAnswer {
  const answer = textAnswer(503, plainText, "this node has as many requests to answer as it takes; try again\n");
  return { ...answer, headers: [...answer.headers, ["retry-after", "1"]] };
}

const plainText = "text/plain; charset=utf-8";

/** How long a client that is still sending may do so, to read its answer: to close at once would throw that away. */
const lingerMs = 2000;

/** Answers a request whose body is not taken, and ends its connection. */
function refuse(request: IncomingMessage, response: ServerResponse, answer: HttpAnswer | undefined): void {
  if (!answer) return void response.destroy();
  response.shouldKeepAlive = false;
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), "content-length": answer.body.length });
  response.write(answer.body);
  const end = (): void => void response.end();
  const timer = setTimeout(end, lingerMs);
  response.once("close", () => clearTimeout(timer));
  request.resume();
  if (request.complete) end();
  else request.once("close", end).once("end", end);
}

/** What is no HTTP, is too long or too slow: Node tells of it here, and would answer without a word of explanation. */
function refuseBadRequests(server: Server, { limits: { headBytes, headMs, requestMs }, refused }: Door): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (refused.has(socket)) return;
    refused.add(socket);
    const [line, text] =
      error.code === "HPE_HEADER_OVERFLOW"
        ? ["431 Request Header Fields Too Large", `the head of the request has more than ${formatBytes(headBytes)}`]
        : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
          ? ["408 Request Timeout", `the head of a request takes at most ${headMs / 1000} s, all of it ${requestMs / 1000} s`]
          : ["400 Bad Request", "this is not HTTP"];
    // An answer that is on its way must not get another one into it.
    if (error.code === "ECONNRESET" || !socket.writable || socket.writableLength > 0) return void socket.destroy();
    const head = `HTTP/1.1 ${line}\r\nContent-Type: ${plainText}\r\nContent-Length: ${text.length + 1}\r\nConnection: close\r\n\r\n`;
    socket.end(`${head}${text}\n`);
    socket.resume();
    setTimeout(() => socket.destroy(), lingerMs).unref();
  });
}

function limitConnections(server: Server, count: number, onTooMany: GatewayOptions["onTooMany"] = () => {}): void {
  let isTold = false;
  server.maxConnections = count;
  server.on("connection", () => {
    isTold = false;
  });
  server.on("drop", () => {
    if (!isTold) onTooMany(count);
    isTold = true;
  });
}

function formatBytes(count: number): string {
  return count % 2 ** 20 === 0 ? `${count / 2 ** 20} MiB` : `${count / 2 ** 10} KiB`;
}
function readRequest(request: IncomingMessage, body: Uint8Array): HttpRequest {
  const { remoteAddress, remotePort } = request.socket;
  const { rawHeaders } = request;
  const headers: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  }
  return {
    method: request.method ?? "GET",
    // A client may send the whole URL, as if to a proxy.
    target: (request.url ?? "/").replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, ""),
    host: request.headers.host,
    headers,
    client: remoteAddress === undefined ? undefined : { address: remoteAddress, port: remotePort ?? 0 },
    body,
  };
}

/** How the body is framed is decided here, whatever the process says about it. */
const framingHeaders = new Set(["transfer-encoding", "connection", "keep-alive", "upgrade", "trailer"]);

function writeAnswer(request: IncomingMessage, response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  const isHead = request.method === "HEAD";
  response.statusCode = status;
  for (const [name, value] of headers) {
    // The length of an answer to HEAD is that of the body which GET would get.
    if (!framingHeaders.has(name) && (name !== "content-length" || isHead)) response.setHeader(name, value);
  }
  if (!isHead && status >= 200 && status !== 204 && status !== 304) response.setHeader("content-length", body.length);
  response.end(isHead ? undefined : body);
}

async function listenOnFreePort(server: Server, host: string): Promise<number | undefined> {
  for (let port = firstPort; port <= lastPort; port++) {
    if ((await listenOn(server, port, host)) !== undefined) return port;
  }
  return undefined;
}

/** Undefined if the port is taken. Rejects with `AddressError`. */
function listenOn(server: Server, port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off("listening", onListening);
      if (error.code === "EADDRINUSE") resolve(undefined);
      else if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") reject(new AddressError(host));
      else reject(error);
    };
    const onListening = (): void => {
      server.off("error", onError);
      resolve((server.address() as AddressInfo).port);
    };
    server.once("error", onError);
    server.once("listening", onListening);
    server.listen(port, host);
  });
}

function describeTaken(port: number | undefined, host: string): string {
  if (port !== undefined) return `port ${port} of ${host} is in use by another program`;
  return `no free port from ${firstPort} to ${lastPort} at ${host}`;
}
