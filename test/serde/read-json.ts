/** A message as the guest reads it, written again. */

import { decodeUtf8, encodeUtf8, parseJson, Problems } from "../../runtime/contract/index.js";
import { sinkCodec } from "./sink.js";

/** What the emitted codec of the type writes after it has read the message; undefined when it is refused. */
export function readBytes(type: string, bytes: Uint8Array): string | undefined {
  const text = decodeUtf8(bytes);
  const parsed = text === undefined ? undefined : parseJson(text);
  if (parsed?.kind !== "value") return undefined;
  const codec = sinkCodec(type);
  const problems = new Problems();
  const value = codec.decode(parsed.value, problems);
  return problems.count === 0 ? codec.encode(value) : undefined;
}

export const readJson = (type: string, text: string): string | undefined => readBytes(type, encodeUtf8(text));
