/**
 * The counter without hproc: what an author would write by hand for `add` over a local call, with no checks. It is what
 * the guest's cost per message is compared with, in the same engine.
 */

import { receive, sendResponse } from "hyperware:process/standard@1.0.0";

declare const setTimeout: (callback: () => void, delayMs: number) => unknown;
declare const setImmediate: ((callback: () => void) => unknown) | undefined;
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder();
let total = 0;

async function add(amount: number): Promise<number> {
  total += amount;
  return total;
}

export async function init(): Promise<void> {
  for (;;) {
    const [, message] = receive();
    if (message.tag !== "request") continue;
    const call = JSON.parse(decoder.decode(message.val.body)) as { Add: number };
    const answer = await add(call.Add);
    const body = encoder.encode(JSON.stringify(answer));
    sendResponse({ inherit: false, body, metadata: undefined, capabilities: [] }, undefined);
    await new Promise<void>((resolve) => (typeof setImmediate === "function" ? setImmediate(resolve) : setTimeout(resolve, 0)));
  }
}
