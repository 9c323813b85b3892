/**
 * `./work.ts` for QuickJS, where promises of the engine never settle while `init` runs, and where arguments of host functions
 * must be just so: everything at once, with a queue of its own in place of awaits.
 */

import { getBlob, our, receive, sendRequest, sendResponse } from "hyperware:process/standard@1.0.0";
// The engine has no codec of its own; by hand nobody would write a faster one.
import { decode as decodeText, encode as encodeText } from "../../../dist/runtime/guest/quickjs/utf8.js";

interface Call {
  readonly Add?: number;
  readonly Relay?: number;
  readonly Echo?: readonly unknown[];
  readonly Awaits?: number;
}

const decode = (bytes: Uint8Array): string => decodeText(bytes) ?? "";
const encode = (value: unknown): Uint8Array => encodeText(JSON.stringify(value));
const respond = (body: Uint8Array, blob: { mime: null; bytes: Uint8Array } | null): void =>
  sendResponse({ inherit: false, body, metadata: null, capabilities: [] }, blob);
const peer = { processName: "peer", packageName: "work", publisherNode: "bench.os" };

const jobs: (() => void)[] = [];
let total = 0;
let node = "";

function add(amount: number): number {
  total += amount;
  return total;
}

function repeat(count: number, rest: number): void {
  if (rest === 0) respond(encode(count), null);
  else jobs.push(() => repeat(count, rest - 1));
}

function answerCall(body: Uint8Array): void {
  const call = JSON.parse(decode(body)) as Call;
  if (call.Add !== undefined) respond(encode(add(call.Add)), null);
  else if (call.Relay !== undefined) {
    const request = { inherit: false, expectsResponse: 30, body: encode({ Add: call.Relay }), metadata: null, capabilities: [] };
    sendRequest({ node, process: peer }, request, null, null);
  } else if (call.Echo !== undefined) respond(encode(call.Echo), null);
  else if (call.Awaits !== undefined) repeat(call.Awaits, call.Awaits);
}

function answerHttp(body: Uint8Array): void {
  const { Http: request } = JSON.parse(decode(body)) as { Http: { method: string; bound_path: string } };
  if (request.method !== "POST" || !request.bound_path.endsWith("/api/total")) {
    return respond(encode({ status: 404, headers: {} }), null);
  }
  const blob = getBlob();
  const amount = blob ? (JSON.parse(decode(blob.bytes)) as number) : 1;
  const answer = encode(add(amount));
  respond(encode({ status: 200, headers: { "content-type": "application/json" } }), { mime: null, bytes: answer });
}

export function init(): void {
  node = our().node;
  for (;;) {
    const [source, message] = receive();
    // The response of the peer brings its request back: it is that which is answered.
    if (message.tag === "response") respond(encode(JSON.parse(decode(message.val[0].body))), null);
    else if (source.process.processName === "http-server") answerHttp(message.val.body);
    else answerCall(message.val.body);
    for (let job = jobs.shift(); job; job = jobs.shift()) job();
  }
}
