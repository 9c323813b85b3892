/** How a local node has a process make way for one with newer code, and what the one hands over to the other. */

import { isJsonObject } from "./codecs/records.js";
import { parseJsonWithRoundedNumbers } from "./json.js";
import { decodeUtf8, encodeUtf8 } from "./utf8.js";

/**
 * The body of a request of `kernel:distro:sys` of the own node. The process answers with its `Handover` once no handler
 * runs any more, all answers have left, and its state is stored. Hyperdrive's kernel never sends it.
 */
export const finishBody = '{"HprocFinish":null}';

/** The WebSockets that are open, in the order in which they were opened. The successor gets it before anything else, and answers once its paths are bound. */
export interface Handover {
  /** Of clients; `path` is behind the prefix of the process. */
  readonly served: readonly HandedChannel<"path">[];
  /** To servers; `name` is that of the `ws client` in the schema. */
  readonly opened: readonly HandedChannel<"name" | "url">[];
}

type HandedChannel<Member extends string> = { readonly id: number } & { readonly [Name in Member]: string };

export const nothingHandedOver: Handover = { served: [], opened: [] };

/** The body of the answer, and of the request of the kernel to the successor. */
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
  if (!isJsonObject(handover)) return undefined;
  const served = readChannels(handover["served"], ["path"]);
  const opened = readChannels(handover["opened"], ["name", "url"]);
  return served && opened && { served, opened };
}

function readChannels<Member extends string>(
  list: unknown,
  members: readonly Member[],
): readonly HandedChannel<Member>[] | undefined {
  const isChannel = (entry: unknown): entry is HandedChannel<Member> =>
    isJsonObject(entry) && typeof entry["id"] === "number" && members.every((name) => typeof entry[name] === "string");
  return Array.isArray(list) && list.every(isChannel) ? list : undefined;
}
