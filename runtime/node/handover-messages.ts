/** What the kernel says to a process that is replaced, and to its successor, and what the former answers. */

import type { Address } from "../contract/address.js";
import { decodeHandover, encodeHandover, finishBody, nothingHandedOver, type Handover } from "../contract/handover.js";
import { encodeUtf8 } from "../contract/utf8.js";
import type { KernelMessage } from "./kernel-message.js";
import { randomId } from "./random-id.js";
import { kernelProcess } from "./system-processes.js";

/** Asks a process to come to an end, which it answers. */
export function finishRequest(process: Address, limitMs: number): KernelMessage {
  return kernelRequest(process, encodeUtf8(finishBody), BigInt(Math.ceil(limitMs / 1000)));
}

/** What it hands over: nothing for no answer, or another than that of our guest. */
export function readHandover(answer: KernelMessage | undefined): Handover {
  const message = answer?.message;
  return (message?.tag === "response" ? decodeHandover(message.val[0].body) : undefined) ?? nothingHandedOver;
}

/** Tells a process what it goes on with, which it answers once it has bound all its paths. */
export function handoverRequest(process: Address, handover: Handover, limitMs: number): KernelMessage {
  return kernelRequest(process, encodeHandover(handover), BigInt(Math.ceil(limitMs / 1000)));
}

function kernelRequest(target: Address, body: Uint8Array, expectsResponse: bigint): KernelMessage {
  return {
    id: randomId(),
    source: { node: target.node, process: kernelProcess },
    target,
    rsvp: undefined,
    message: { tag: "request", val: { inherit: false, expectsResponse, body, metadata: undefined, capabilities: [] } },
    blob: undefined,
  };
}
