/**
 * `../work` without hproc: what an author would write by hand, with no checks. It is what the guest's cost per message is
 * compared with, in the same engine. It does less: an echo is parsed and printed by the engine's own code and is neither
 * looked at nor converted, and a relay sends no timer, which the guest needs to answer while another process keeps it
 * waiting, so that it takes two messages where the guest takes three.
 */

import { getBlob, our, receive, sendRequest, sendResponse } from "hyperware:process/standard@1.0.0";

declare const setTimeout: (callback: () => void, delayMs: number) => unknown;
declare const setImmediate: ((callback: () => void) => unknown) | undefined;
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

interface Call {
  readonly Add?: number;
  readonly Relay?: number;
  readonly Echo?: readonly unknown[];
  readonly Awaits?: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const encode = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));
const respond = (body: Uint8Array, blob?: { mime: undefined; bytes: Uint8Array }): void =>
  sendResponse({ inherit: false, body, metadata: undefined, capabilities: [] }, blob);
const peer = { processName: "peer", packageName: "work", publisherNode: "bench.os" };

/** Who waits for the peer, by the number in the context. */
const waiting = new Map<number, (total: number) => void>();
let lastNumber = 0;
let total = 0;
let node = "";

async function add(amount: number): Promise<number> {
  total += amount;
  return total;
}

function relay(amount: number): Promise<number> {
  return new Promise((resolve) => {
    const number = ++lastNumber;
    waiting.set(number, resolve);
    const request = { inherit: false, expectsResponse: 30n, body: encode({ Add: amount }), metadata: undefined, capabilities: [] };
    sendRequest({ node, process: peer }, request, encode(number), undefined);
  });
}

async function repeat(count: number): Promise<number> {
  for (let done = 0; done < count; done++) await null;
  return count;
}

async function answerCall(body: Uint8Array): Promise<void> {
  const call = JSON.parse(decoder.decode(body)) as Call;
  if (call.Add !== undefined) respond(encode(await add(call.Add)));
  else if (call.Relay !== undefined) respond(encode(await relay(call.Relay)));
  else if (call.Echo !== undefined) respond(encode(call.Echo));
  else if (call.Awaits !== undefined) respond(encode(await repeat(call.Awaits)));
}

async function answerHttp(body: Uint8Array): Promise<void> {
  const { Http: request } = JSON.parse(decoder.decode(body)) as { Http: { method: string; bound_path: string } };
  if (request.method !== "POST" || !request.bound_path.endsWith("/api/total")) {
    return respond(encode({ status: 404, headers: {} }));
  }
  const blob = getBlob();
  const amount = blob ? (JSON.parse(decoder.decode(blob.bytes)) as number) : 1;
  const answer = encode(await add(amount));
  const head = { status: 200, headers: { "content-type": "application/json" } };
  respond(encode(head), { mime: undefined, bytes: answer });
}

function settle(body: Uint8Array, context: Uint8Array | undefined): void {
  const number = context ? (JSON.parse(decoder.decode(context)) as number) : 0;
  waiting.get(number)?.(JSON.parse(decoder.decode(body)) as number);
  waiting.delete(number);
}

export async function init(): Promise<void> {
  node = our().node;
  for (;;) {
    const [source, message] = receive();
    // Not awaited: a relay is answered by a later message.
    if (message.tag === "response") settle(message.val[0].body, message.val[1]);
    else if (source.process.processName === "http-server") void answerHttp(message.val.body);
    else void answerCall(message.val.body);
    await new Promise<void>((resolve) =>
      typeof setImmediate === "function" ? setImmediate(resolve) : setTimeout(resolve, 0),
    );
  }
}
