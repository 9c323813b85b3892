/** The messages that the played process gets, and the addresses in them. */

import { encodeUtf8, parseAddress, type Address, type Message } from "../../runtime/contract/index.js";
import { request } from "../../runtime/testing/fake-kernel.js";
import type { Noise } from "./plan.js";
import { processId } from "./table.js";

export const otherNode = "other.os";
export const subject = addressOf(`test.os@${processId}`);
export const remoteAddress = addressOf(`${otherNode}@far:test:${otherNode}`);

/** Of a request as the http-server forwards it. */
export function httpBody(number: number): string {
  const url = `http://localhost/${processId}/run`;
  const query = { number: String(number) };
  const http = { method: "POST", url, bound_path: `/${processId}/run`, headers: {}, url_params: {}, query_params: query };
  return JSON.stringify({ Http: { source_socket_addr: "127.0.0.1:1", ...http } });
}

export function noiseMessage(noise: Noise): Message {
  switch (noise) {
    case "answer":
      // A context of ours, which only the host may give back.
      return { tag: "response", val: [request({ body: "true" }), encodeUtf8("1")] };
    case "error":
      return { tag: "response", val: [request({ body: '{"kind":"Timeout"}' }), undefined] };
    case "text":
      return { tag: "request", val: request({ body: "no call" }) };
    case "server":
      return { tag: "request", val: request({ body: '{"WebSocketClose":77}' }) };
    case "kernel":
      return { tag: "request", val: request({ body: '"run"' }) };
  }
}

function addressOf(text: string): Address {
  const address = parseAddress(text);
  if (!address) throw new Error(`not an address: ${text}`);
  return address;
}
