/** Servers that a test plays, by their URLs: what stands at the other end of a `ws client`. */

import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import type { Outside } from "../node/services/http-client/client.js";
import type { OpenSocket, SocketRequest } from "../node/services/http-client/server-socket.js";
import type { ClientSocket } from "../node/services/http-server/client-socket.js";
import { TestSocket } from "./test-socket.js";

/** The request of a process that has become a WebSocket; names of headers in small letters. */
export type TestSocketRequest = SocketRequest;

/**
 * What a server does with a process that connects. It may keep the socket for the test, or talk on it itself. `false`
 * refuses the connection. What it throws fails the test.
 */
export type TestServer = (socket: TestSocket, request: TestSocketRequest) => unknown;

export interface TestServersOptions {
  readonly servers: Readonly<Record<string, TestServer>>;
  readonly waitFor: <Result>(result: Promise<Result>) => Promise<Result>;
  /** A server has thrown. */
  readonly fail: (error: Error) => void;
}

/** A server's own waiting keeps no node running: only the test's does, which else would wait for each server's next message. */
const serving = new AsyncLocalStorage<true>();

/** All that a test node can reach: a URL that no server has, with or without its query, cannot be reached. */
export function createTestServers({ servers, waitFor, fail }: TestServersOptions): Outside {
  const wait: typeof waitFor = (result) => (serving.getStore() ? result : waitFor(result));
  // Not in the surroundings of the process whose message it is.
  const serve = AsyncResource.bind((server: TestServer, socket: TestSocket, request: TestSocketRequest): unknown =>
    serving.run(true, () => server(socket, request)),
  );
  const openSocket: OpenSocket = (request, listener, settle) => {
    const server = servers[request.url] ?? servers[request.url.replace(/\?.*$/, "")];
    if (!server) {
      settle(undefined);
      return () => {};
    }
    const socket = new TestSocket(wait);
    let client: ClientSocket | undefined;
    socket.attach((side) => {
      client = side;
      return { frame: (kind, bytes) => kind !== "Close" && listener.frame(kind, bytes), closed: () => listener.closed() };
    });
    const report = (error: unknown): void =>
      fail(new Error(`servers["${request.url}"]: ${error instanceof Error ? error.message : String(error)}`, { cause: error }));
    const settleWith = (side: ClientSocket | undefined): void =>
      settle(side && { send: side.send.bind(side), close: side.close.bind(side), terminate: side.close.bind(side) });
    try {
      const result = serve(server, socket, request);
      settleWith(result === false ? undefined : client);
      if (result instanceof Promise) result.catch(report);
    } catch (error) {
      settle(undefined);
      report(error);
    }
    return () => {};
  };
  return {
    openSocket,
    exchange: () => Promise.resolve({ kind: "error", error: { ExecuteRequestFailed: "a test has no network" } }),
  };
}
