/** Servers that a test plays, by their URLs: what stands at the other end of a `ws client`. */

import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import type { Outside } from "../node/services/http-client/client.js";
import type { OpenSocket, ServerListener, ServerSocket, SocketRequest } from "../node/services/http-client/server-socket.js";
import { TestSocket } from "./test-socket.js";

/** The request of a process that has become a WebSocket; names of headers in small letters. */
export type TestSocketRequest = SocketRequest;

/**
 * What a server does with a process that connects. It may keep the socket for the test, or talk on it itself. `false`,
 * returned at once, refuses the connection. What it throws fails the test.
 */
export type TestServer = (socket: TestSocket, request: TestSocketRequest) => unknown;

/** What a process has asked with `fetch`; names of headers in small letters. */
export interface TestHttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As text. */
  readonly body: string;
}

export interface TestHttpAnswer {
  /** 200 by default. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What a server answers. What it throws fails the test; `false` is for one that cannot be reached. */
export type TestHttpServer = (request: TestHttpRequest) => TestHttpAnswer | false;

export interface TestServersOptions {
  readonly servers: Readonly<Record<string, TestServer>>;
  readonly http?: Readonly<Record<string, TestHttpServer>>;
  readonly waitFor: <Result>(result: Promise<Result>) => Promise<Result>;
  /** A server has thrown. */
  readonly fail: (error: Error) => void;
}

/** A server's own waiting keeps no node running: only the test's does, which else would wait for each server's next message. */
const serving = new AsyncLocalStorage<true>();

/** All that a test node can reach: a URL that no server has, with or without its query, cannot be reached. */
export function createTestServers({ servers, http = {}, waitFor, fail }: TestServersOptions): Outside {
  const wait: typeof waitFor = (result) => (serving.getStore() ? result : waitFor(result));
  // Not in the surroundings of the process whose message it is.
  const serve = AsyncResource.bind((server: TestServer, socket: TestSocket, request: TestSocketRequest): unknown =>
    serving.run(true, () => server(socket, request)),
  );
  const report = (url: string, error: unknown, option = "servers"): void =>
    fail(new Error(`${option}["${url}"]: ${error instanceof Error ? error.message : String(error)}`, { cause: error }));
  const openSocket: OpenSocket = (request, listener, settle) => {
    const server = findServer(servers, request.url);
    if (!server) settle(undefined);
    else settle(connect(server, request, listener));
    return () => {};
  };
  const connect = (server: TestServer, request: SocketRequest, listener: ServerListener): ServerSocket | undefined => {
    const socket = new TestSocket(wait);
    let client: ServerSocket | undefined;
    socket.attach((side) => {
      client = {
        send: (kind, bytes) => side.send(kind, bytes),
        close: () => side.close(),
        terminate: () => side.close(),
        pause: () => side.pause(),
        resume: () => side.resume(),
      };
      return { frame: (kind, bytes) => kind !== "Close" && listener.frame(kind, bytes), closed: () => listener.closed() };
    });
    try {
      const result = serve(server, socket, request);
      if (result instanceof Promise) result.catch((error: unknown) => report(request.url, error));
      return result === false ? undefined : client;
    } catch (error) {
      report(request.url, error);
      return undefined;
    }
  };
  return {
    openSocket,
    async exchange({ method, url, headers }, body) {
      const server = findServer(http, url);
      const unreachable = (text: string) => ({ kind: "error", error: { ExecuteRequestFailed: text } }) as const;
      if (!URL.canParse(url)) return { kind: "error", error: { BadUrl: { url } } };
      if (!server) return unreachable(`a test has no network, and no server \`http["${url}"]\``);
      try {
        const answer = server({ method, url, headers, body: new TextDecoder().decode(body) });
        if (answer === false) return unreachable(`${url} cannot be reached`);
        const { status = 200, headers: own = {}, body: content = "" } = answer;
        const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
        return { kind: "answer", status, headers: own, body: bytes };
      } catch (error) {
        report(url, error, "http");
        // The test gets the error instead of an answer.
        return new Promise(() => {});
      }
    },
  };
}

function findServer<Server>(servers: Readonly<Record<string, Server>>, url: string): Server | undefined {
  const key = [url, url.replace(/\?.*$/, "")].find((each) => Object.hasOwn(servers, each));
  return key === undefined ? undefined : servers[key];
}
