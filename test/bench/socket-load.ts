/** A WebSocket client that only measures: several connections, one message at a time on each, in a thread of its own. */

import { once } from "node:events";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { WebSocket } from "ws";

export interface SocketLoad {
  readonly url: string;
  readonly message: string;
  readonly connectionCount: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** Messages a second that came back as they were sent. Rejects when one comes back otherwise, or a connection breaks. */
export function runSocketLoad(load: SocketLoad): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: load });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

async function measure(load: SocketLoad): Promise<number> {
  const startMs = performance.now() + load.warmUpMs;
  const endMs = startMs + load.measureMs;
  let count = 0;
  const take = (): boolean => {
    const nowMs = performance.now();
    if (nowMs >= startMs && nowMs < endMs) count++;
    return nowMs < endMs;
  };
  await Promise.all(Array.from({ length: load.connectionCount }, () => runConnection(load, take)));
  return (count / load.measureMs) * 1000;
}

/** `take` counts an echo and says whether another message is to be sent. */
async function runConnection({ url, message }: SocketLoad, take: () => boolean): Promise<void> {
  const socket = new WebSocket(url);
  await once(socket, "open");
  await new Promise<void>((resolve, reject) => {
    socket.on("message", (data: Buffer) => {
      if (data.toString() !== message) reject(new Error(`${data.toString()} came for ${message}`));
      else if (take()) socket.send(message);
      else resolve();
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the server has closed the connection")));
    socket.send(message);
  });
  socket.terminate();
}

if (!isMainThread) parentPort?.postMessage(await measure(workerData as SocketLoad));
