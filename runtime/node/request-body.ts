/** Bodies of requests, read as far as the limits of the gateway allow. */

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { HeldRequest } from "./gateway-limits.js";

/** `left`: the client went away before its end. */
export type Body = Uint8Array | "too-large" | "busy" | "left";

export const noBody = new Uint8Array(0);

/** Undefined for a request that has none, which needs no waiting. Of one that is not taken, the rest is read and dropped. */
export function readBody(request: IncomingMessage, held: HeldRequest): Promise<Body> | undefined {
  const { "content-length": length, "transfer-encoding": coding } = request.headers;
  if (coding === undefined && (length === undefined || length === "0")) return undefined;
  if (length !== undefined && held.isTooLong(Number(length))) return Promise.resolve("too-large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let isOver = false;
    const finish = (body: Body): void => {
      if (isOver) return;
      isOver = true;
      resolve(body);
    };
    request.on("data", (chunk: Buffer) => {
      if (isOver) return;
      const outcome = held.hold(chunk.length);
      if (outcome === "held") chunks.push(chunk);
      else finish(outcome);
    });
    request.on("end", () => finish(joinChunks(chunks)));
    request.on("close", () => finish("left"));
    request.on("error", () => finish("left"));
  });
}

/** The body of a request that Node has handed over with its connection, behind what has come of it already. */
export async function readRest(
  { headers }: IncomingMessage,
  socket: Duplex,
  { head, held }: { readonly head: Buffer; readonly held: HeldRequest },
): Promise<Body> {
  const byteCount = Number(headers["content-length"] ?? 0);
  if (held.isTooLong(byteCount)) return "too-large";
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Not `for await`, which ends the connection when it is left.
    for (let chunk = head; ; chunk = await nextChunk(socket)) {
      const outcome = held.hold(chunk.length);
      if (outcome !== "held") return outcome;
      chunks.push(chunk);
      length += chunk.length;
      if (length >= byteCount) return joinChunks(chunks).subarray(0, byteCount);
    }
  } catch {
    return "left";
  }
}

function nextChunk(socket: Duplex): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    socket.once("close", reject);
    socket.once("end", reject);
    socket.once("data", (chunk: Buffer) => {
      socket.off("close", reject);
      socket.off("end", reject);
      socket.pause();
      resolve(chunk);
    });
    socket.resume();
  });
}

function joinChunks(chunks: readonly Buffer[]): Uint8Array {
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks);
}
