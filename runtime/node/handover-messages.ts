/** What the kernel and a process that is replaced say to each other, and the kernel and its successor. */

import type { Address } from "../contract/address.js";
import { boundBody, decodeHandover, encodeHandover, finishBody, type Handover } from "../contract/handover.js";
import { decodeUtf8, encodeUtf8 } from "../contract/utf8.js";
import type { KernelMessage } from "./kernel-message.js";
import { randomId } from "./random-id.js";
import { kernelProcess } from "./system-processes.js";

/** A question to a process: what it is asked, and the answer in what it sends afterwards. */
export interface KernelQuestion<Answer> {
  readonly request: KernelMessage;
  /** Undefined for any other message. */
  readonly readAnswer: (message: KernelMessage) => Answer | undefined;
}

/** Asks a process to come to an end. */
export function askForHandover(process: Address): KernelQuestion<Handover> {
  const readAnswer = (message: KernelMessage): Handover | undefined => {
    const body = bodyForKernel(message);
    return body && decodeHandover(body);
  };
  return { request: kernelRequest(process, encodeUtf8(finishBody)), readAnswer };
}

/** Tells a process what it goes on with, and asks to be told when all its paths are bound. */
export function handOver(process: Address, handover: Handover): KernelQuestion<true> {
  const readAnswer = (message: KernelMessage): true | undefined => {
    const body = bodyForKernel(message);
    return body && decodeUtf8(body) === boundBody ? true : undefined;
  };
  return { request: kernelRequest(process, encodeHandover(handover)), readAnswer };
}

function bodyForKernel({ target, message }: KernelMessage): Uint8Array | undefined {
  return target.process.processName === "kernel" && message.tag === "request" ? message.val.body : undefined;
}

function kernelRequest(target: Address, body: Uint8Array): KernelMessage {
  const request = { inherit: false, expectsResponse: undefined, body, metadata: undefined, capabilities: [] };
  return {
    id: randomId(),
    source: { node: target.node, process: kernelProcess },
    target,
    rsvp: undefined,
    message: { tag: "request", val: request },
    blob: undefined,
  };
}
