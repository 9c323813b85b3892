/**
 * The counter without hproc: what an author would write by hand for `add`, by a local call and by HTTP, with no checks.
 * It is what the guest's cost per message is compared with, in the same engine.
 */

import { getBlob, receive, sendResponse } from "hyperware:process/standard@1.0.0";

declare const setTimeout: (callback: () => void, delayMs: number) => unknown;
declare const setImmediate: ((callback: () => void) => unknown) | undefined;
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const respond = (body: Uint8Array, blob?: { mime: undefined; bytes: Uint8Array }): void =>
  sendResponse({ inherit: false, body, metadata: undefined, capabilities: [] }, blob);
let total = 0;

async function add(amount: number): Promise<number> {
  total += amount;
  return total;
}

async function answerCall(body: Uint8Array): Promise<void> {
  const call = JSON.parse(decoder.decode(body)) as { Add: number };
  respond(encoder.encode(JSON.stringify(await add(call.Add))));
}

async function answerHttp(body: Uint8Array): Promise<void> {
  const { Http: request } = JSON.parse(decoder.decode(body)) as { Http: { method: string; bound_path: string } };
  if (request.method !== "POST" || !request.bound_path.endsWith("/api/total")) {
    return respond(encoder.encode('{"status":404,"headers":{}}'));
  }
  const blob = getBlob();
  const amount = blob ? (JSON.parse(decoder.decode(blob.bytes)) as number) : 1;
  const answer = encoder.encode(JSON.stringify(await add(amount)));
  const head = { status: 200, headers: { "content-type": "application/json" } };
  respond(encoder.encode(JSON.stringify(head)), { mime: undefined, bytes: answer });
}

export async function init(): Promise<void> {
  for (;;) {
    const [source, message] = receive();
    if (message.tag !== "request") continue;
    if (source.process.processName === "http-server") await answerHttp(message.val.body);
    else await answerCall(message.val.body);
    await new Promise<void>((resolve) =>
      typeof setImmediate === "function" ? setImmediate(resolve) : setTimeout(resolve, 0),
    );
  }
}
