/** Messages of a socket as frames, and frames as messages or as what is wrong. */

import { parseJson, Problems, type Problem } from "../contract/index.js";
import type { ClientSocketTable } from "./client-table.js";
import { readFailure, type FailureBody } from "./failure-body.js";

/** A frame of a socket, or of one side of it, for which the schema has no type: text, or bytes. */
export type RawFrame = string | Uint8Array;

/** What came instead of a message. */
export type SocketProblem =
  /** The process refused what was sent, or its handler failed. */
  | ({ readonly tag: "rejected" } & FailureBody)
  /** A frame that is not of the declared type. */
  | { readonly tag: "decode"; readonly problems: readonly Problem[] };

export type ReadFrame =
  | { readonly kind: "message"; readonly message: unknown }
  | { readonly kind: "problem"; readonly problem: SocketProblem };

/** Throws `EncodeError` when the message does not fit its declared type, `TypeError` when it is no frame. */
export function writeFrame({ receives }: ClientSocketTable, message: unknown): string | Uint8Array<ArrayBuffer> {
  if (receives) return receives.encode(message);
  if (typeof message === "string") return message;
  // A copy: the platform may send it later.
  if (message instanceof Uint8Array) return message.slice();
  throw new TypeError("a frame is a string or a Uint8Array");
}

/** `data` is text or an `ArrayBuffer`. Only a process that receives typed messages sends errors of ours. */
export function readFrame({ receives, sends }: ClientSocketTable, data: unknown): ReadFrame {
  const frame = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
  const isText = typeof frame === "string";
  if (!sends && !(receives && isText && frame.startsWith('{"error":'))) return { kind: "message", message: frame };
  const parsed = isText ? parseJson(frame) : undefined;
  const value = parsed?.kind === "value" ? parsed.value : undefined;
  const failure = receives && readFailure(value);
  if (failure) return { kind: "problem", problem: { tag: "rejected", ...failure } };
  if (!sends) return { kind: "message", message: frame };
  if (parsed?.kind !== "value") return misfit([{ path: "", expected: sends.expected, found: isText ? "no JSON" : "a binary frame" }]);
  const problems = new Problems();
  const message = sends.decode(value, problems);
  return problems.count === 0 ? { kind: "message", message } : misfit(problems.list);
}

function misfit(problems: readonly Problem[]): ReadFrame {
  return { kind: "problem", problem: { tag: "decode", problems } };
}
