/** How a local node has a process make way for one with newer code, and what the one hands over to the other. */

import { isJsonObject } from "./codecs/records.js";
import { parseJsonWithRoundedNumbers } from "./json.js";
import { decodeUtf8, encodeUtf8 } from "./utf8.js";

/**
 * `kernel:distro:sys` of the own node asks a process to come to an end. It tells the kernel its `Handover` once no handler
 * runs any more, all answers have left, and its state is stored. Hyperdrive's kernel never asks. Neither is a response: the
 * guest would have to wait with it for a tick of the request.
 */
export const finishBody = '{"HprocFinish":null}';

/** What a successor tells the kernel once it knows what is handed over, and all its paths are bound. */
export const boundBody = '{"HprocBound":null}';

/**
 * The WebSockets of clients whose end the process has not heard of, in the order in which they were opened; `path` is
 * behind the prefix of the process. The successor gets it before anything else. WebSockets to servers are not handed over:
 * `init` opens them at every start.
 */
export type Handover = readonly HandedOver[];

export type HandedOver = {
  readonly id: number;
  readonly path: string;
  /** The process has closed it, and the client has not answered yet. */
  readonly isClosing?: boolean;
};

/** From a process to the kernel, and from the kernel to its successor. */
export function encodeHandover(handover: Handover): Uint8Array {
  return encodeUtf8(JSON.stringify({ HprocHandover: handover }));
}

/** Undefined for any other body. */
export function decodeHandover(body: Uint8Array): Handover | undefined {
  const text = decodeUtf8(body);
  // Channel ids are `u32`.
  const parsed = text === undefined ? undefined : parseJsonWithRoundedNumbers(text);
  if (parsed?.kind !== "value" || !isJsonObject(parsed.value)) return undefined;
  const { HprocHandover: handover } = parsed.value;
  return Array.isArray(handover) && handover.every(isChannel) ? handover : undefined;
}

function isChannel(entry: unknown): entry is HandedOver {
  if (!isJsonObject(entry)) return false;
  const { id, path, isClosing } = entry;
  return typeof id === "number" && typeof path === "string" && (isClosing === undefined || typeof isClosing === "boolean");
}
