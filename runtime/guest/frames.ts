/** What WebSockets carry, from a value to a frame and back. */

import type { ChannelTable } from "../contract/index.js";
import { decodeUtf8, encodeUtf8, Problems } from "../contract/index.js";
import { readContent } from "./arguments.js";
import type { Frame, RawMessage } from "./context.js";
import type { Failure } from "./failure.js";

/** A frame as the http-server and the http-client take it. */
export interface Push {
  readonly kind: "Text" | "Binary" | "Ping";
  readonly bytes: Uint8Array;
}

/** Throws `EncodeError` when the message does not fit its declared type, `TypeError` when it is no frame. */
export function encodeMessage({ sends }: ChannelTable, message: unknown): Push {
  if (sends) return { kind: "Text", bytes: encodeUtf8(sends.encode(message)) };
  const raw = message as RawMessage;
  if (typeof raw === "string") return { kind: "Text", bytes: encodeUtf8(raw) };
  if (raw instanceof Uint8Array) return { kind: "Binary", bytes: raw };
  const frame: Frame | undefined = raw;
  if (frame?.kind === "text") return { kind: "Text", bytes: encodeUtf8(frame.text) };
  if (frame?.kind === "binary") return { kind: "Binary", bytes: frame.bytes };
  throw new TypeError("a frame is a string, a Uint8Array, { kind: \"text\", text } or { kind: \"binary\", bytes }");
}

export type ReadFrame =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "failure"; readonly failure: Failure };

/** What the handler `message` gets of a frame. */
export function readFrame({ name, receives }: ChannelTable, frame: "Text" | "Binary", bytes: Uint8Array): ReadFrame {
  if (!receives) {
    const value: Frame =
      frame === "Text" ? { kind: "text", text: decodeUtf8(bytes) ?? "" } : { kind: "binary", bytes };
    return { kind: "value", value };
  }
  if (frame === "Binary" || bytes.length === 0) {
    const message = `${name} takes JSON in text frames, not ${frame === "Binary" ? "binary" : "empty"} ones`;
    return { kind: "failure", failure: { code: "request/not-json", message } };
  }
  const read = readContent(bytes, "message");
  if (read.kind === "failure") return read;
  const problems = new Problems();
  const value = receives.decode(read.content.kind === "json" ? read.content.value : undefined, problems);
  if (problems.count === 0) return { kind: "value", value };
  const [first] = problems.list;
  const where = first && first.path !== "" ? `${first.path}: ` : "";
  const detail = first ? `: ${where}expected ${first.expected}, found ${first.found}` : "";
  const message = `the message does not fit ${receives.expected}${detail}`;
  return { kind: "failure", failure: { code: "request/does-not-fit", message, problems: problems.list } };
}
