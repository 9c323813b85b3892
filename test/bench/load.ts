/** An HTTP client that only measures: keep-alive connections, one request at a time on each, in a thread of its own. */

import { connect } from "node:net";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

export interface Load {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly connectionCount: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Median time of one request, in milliseconds. */
  readonly medianMs: number;
  /** Answers with the status 200, those while warming up included. */
  readonly successCount: number;
  /** The first answer with another status. */
  readonly failure: string | undefined;
}

/** Runs in a worker, so that nothing of this program delays it. Rejects when a connection breaks. */
export function runLoad(load: Load): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: load });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

async function measure(load: Load): Promise<LoadResult> {
  const startMs = performance.now() + load.warmUpMs;
  const endMs = startMs + load.measureMs;
  const timesMs: number[] = [];
  let successCount = 0;
  let failure: string | undefined;
  const take = (answer: string, sentMs: number): void => {
    if (answer.startsWith("HTTP/1.1 200")) successCount++;
    else failure ??= answer;
    const nowMs = performance.now();
    if (nowMs >= startMs && nowMs < endMs) timesMs.push(nowMs - sentMs);
  };
  const isOver = (): boolean => performance.now() >= endMs;
  await Promise.all(Array.from({ length: load.connectionCount }, () => runConnection(load, take, isOver)));
  timesMs.sort((left, right) => left - right);
  return {
    requestsPerSecond: (timesMs.length / load.measureMs) * 1000,
    medianMs: timesMs[timesMs.length >> 1] ?? Number.NaN,
    successCount,
    failure,
  };
}

/** Every request that was sent is waited for, so that the server's count and this one are the same. */
function runConnection(
  { port, method, path, body }: Load,
  take: (answer: string, sentMs: number) => void,
  isOver: () => boolean,
): Promise<void> {
  const text = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let sentMs = 0;
    let received = "";
    const next = (): void => {
      if (isOver()) {
        resolve();
        socket.end();
        return;
      }
      sentMs = performance.now();
      socket.write(text);
    };
    socket.setNoDelay(true);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the server has closed the connection")));
    socket.once("connect", next);
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      if (!isComplete(received)) return;
      take(received, sentMs);
      received = "";
      next();
    });
  });
}

function isComplete(received: string): boolean {
  const headerEnd = received.indexOf("\r\n\r\n");
  if (headerEnd < 0) return false;
  const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
  return received.length >= headerEnd + 4 + length;
}

if (!isMainThread) parentPort?.postMessage(await measure(workerData as Load));
