/** An HTTP client that only measures: keep-alive connections, one request at a time on each, in a thread of its own. */

import { connect } from "node:net";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

export interface Load {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly connectionCount: number;
  readonly requestCount: number;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Median time of one request, in milliseconds. */
  readonly medianMs: number;
  /** Answers with another status than 200 or 201. */
  readonly failureCount: number;
}

/** Runs in a worker, so that the node under test has its thread for itself. */
export function runLoad(load: Load): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: load });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

async function measure(load: Load): Promise<LoadResult> {
  const timesMs: number[] = [];
  let started = 0;
  let failureCount = 0;
  const text =
    `${load.method} ${load.path} HTTP/1.1\r\nHost: localhost\r\n` +
    `Content-Length: ${Buffer.byteLength(load.body)}\r\n\r\n${load.body}`;
  const runConnection = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(load.port, "127.0.0.1");
      let sentMs = 0;
      let received = "";
      const next = (): void => {
        if (started >= load.requestCount) {
          socket.end();
          resolve();
          return;
        }
        started++;
        sentMs = performance.now();
        socket.write(text);
      };
      socket.setNoDelay(true);
      socket.once("error", reject);
      socket.once("connect", next);
      socket.on("data", (chunk) => {
        received += chunk.toString("latin1");
        const headerEnd = received.indexOf("\r\n\r\n");
        if (headerEnd < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
        if (received.length < headerEnd + 4 + length) return;
        if (!/^HTTP\/1\.1 20[01]/.test(received)) failureCount++;
        received = "";
        timesMs.push(performance.now() - sentMs);
        next();
      });
    });
  const startMs = performance.now();
  await Promise.all(Array.from({ length: load.connectionCount }, runConnection));
  const elapsedMs = performance.now() - startMs;
  timesMs.sort((left, right) => left - right);
  return {
    requestsPerSecond: Math.round((load.requestCount / elapsedMs) * 1000),
    medianMs: timesMs[timesMs.length >> 1] ?? 0,
    failureCount,
  };
}

if (!isMainThread) parentPort?.postMessage(await measure(workerData as Load));
