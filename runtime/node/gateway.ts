/** The HTTP port of a node: sockets on one side, the http-server's requests and answers on the other. */

import { createServer, ServerResponse } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { AcceptSocket } from "./services/http-server/client-socket.js";
import type { HttpAnswer, HttpRequest } from "./services/http-server/exchange.js";
import { acceptWebSockets } from "./web-socket-upgrade.js";

export interface GatewayOptions {
  /** The first free one from 8080 when undefined; any free one when 0. */
  readonly port?: number | undefined;
  readonly host: string;
  readonly handle: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Undefined for a request that opens no WebSocket: it is then handled like any other. */
  readonly acceptSocket?: (request: HttpRequest) => AcceptSocket | undefined;
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

/** Where the search for a free port starts and ends, as in Hyperdrive. */
const firstPort = 8080;
const lastPort = 8998;

export async function openGateway({ port, host, handle, acceptSocket }: GatewayOptions): Promise<Gateway> {
  const server = createServer((request, response) => void serve(request, readBody(request), { response, handle }));
  const endWebSockets = acceptWebSockets(server, {
    accept: (request) => acceptSocket?.(readRequest(request, noBody)),
    answer(request, socket, body) {
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      response.assignSocket(socket);
      response.on("finish", () => socket.end());
      void serve(request, body, { response, handle });
    },
  });
  // Uploads take as long as they take; only headers have a limit of Node's own.
  server.requestTimeout = 0;
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

const noBody = new Uint8Array(0);

async function serve(
  request: IncomingMessage,
  body: Uint8Array | Promise<Uint8Array>,
  { response, handle }: { readonly response: ServerResponse; readonly handle: GatewayOptions["handle"] },
): Promise<void> {
  try {
    const answer = await handle(readRequest(request, await body));
    writeAnswer(request, response, answer);
  } catch (error) {
    // The client went away in the middle of its request, or sent what is not HTTP.
    response.destroy(error instanceof Error ? error : undefined);
  }
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return joinChunks(chunks);
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

function joinChunks(chunks: readonly Buffer[]): Uint8Array {
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks);
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

/** Undefined if the port is taken. */
function listenOn(server: Server, port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off("listening", onListening);
      if (error.code === "EADDRINUSE") resolve(undefined);
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
