/** `receive` with the send error as a value: bindings throw the error case of a WIT result. */

import type { Received, SendError, Standard } from "../contract/index.js";

/** Blocks until something arrives. Rethrows what is no send error. */
export function receive(standard: Pick<Standard, "receive">): Received {
  try {
    return { tag: "ok", val: standard.receive() };
  } catch (thrown) {
    if (isSendFailure(thrown)) return { tag: "err", val: thrown.payload };
    throw thrown;
  }
}

function isSendFailure(thrown: unknown): thrown is { payload: readonly [SendError, Uint8Array | undefined] } {
  return typeof thrown === "object" && thrown !== null && "payload" in thrown && Array.isArray(thrown.payload);
}
