/** A server in the place of a node: takes what is posted to its RPC path, and answers as a test says. */

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface Posted {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** The message. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Reply {
  readonly status?: number;
  /** As it goes over the wire; that of `body` when undefined. */
  readonly text?: string;
  /** The body of the process's answer. */
  readonly body?: string;
  /** The blob of the process's answer. */
  readonly blob?: Uint8Array;
}

export interface FakeNode {
  readonly url: string;
  /** Everything that has come, in order. */
  readonly posted: readonly Posted[];
}

/** `reply` gets each message; undefined never answers. */
export async function withFakeNode<Result>(
  reply: (posted: Posted) => Reply | undefined,
  use: (node: FakeNode) => Promise<Result>,
): Promise<Result> {
  const posted: Posted[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const json = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
      const one = { path: request.url ?? "", headers: request.headers, json };
      posted.push(one);
      const answer = reply(one);
      if (!answer) return;
      response.statusCode = answer.status ?? 200;
      response.end(answer.text ?? rpcText(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, posted });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** As Hyperdrive writes an answer: the bytes of a blob are those of its base64 text. */
function rpcText({ body = "", blob }: Reply): string {
  const encoded = blob && { mime: null, bytes: [...Buffer.from(Buffer.from(blob).toString("base64"))] };
  return JSON.stringify({ body: [...Buffer.from(body)], lazy_load_blob: encoded ?? null });
}
