/** How a call is written, and how its answer is read. */

import type { CallTable } from "../contract/index.js";
import { decodeUtf8, isJsonObject, parseJson, Problems } from "../contract/index.js";
import type { CallOutcome } from "./calls.js";

/** `{"Reset":null}`, `{"Add":5}` or `{"Record":["tea",2.5]}`, as Rust's enum of handlers is written. */
export function encodeCall(call: CallTable, values: readonly unknown[]): string {
  const encoded = call.parameters.map(({ name, codec }, index) => codec.encode(values[index], name));
  const argument = encoded.length === 0 ? "null" : encoded.length === 1 ? encoded[0] : `[${encoded.join(",")}]`;
  return `{${JSON.stringify(call.wireName)}:${argument}}`;
}

/** What the answer to a call says. `isFailure` when it is marked as a refusal, and so no result of the handler. */
export function readAnswer(call: CallTable, body: Uint8Array, isFailure: boolean): CallOutcome<unknown> {
  const text = decodeUtf8(body);
  const parsed = text === undefined ? undefined : parseJson(text);
  if (parsed?.kind !== "value") {
    return { tag: "decode", problems: [{ path: "", expected: call.returns.expected, found: "no JSON" }] };
  }
  if (isFailure) return readRejection(parsed.value);
  if (isSendError(parsed.value)) {
    return { tag: "rejected", code: "call/refused", message: "the process reports that it may not be called so" };
  }
  const problems = new Problems();
  const val = call.returns.decode(parsed.value, problems);
  return problems.count === 0 ? { tag: "ok", val } : { tag: "decode", problems: problems.list };
}

function readRejection(value: unknown): CallOutcome<never> {
  const error = isJsonObject(value) && isJsonObject(value["error"]) ? value["error"] : {};
  const { code, message } = error;
  return {
    tag: "rejected",
    code: typeof code === "string" ? code : "call/refused",
    message: typeof message === "string" ? message : "the process refused the call",
  };
}

/**
 * Rust processes of the successor macro answer a call that they do not allow with a serialized `SendError`
 * (`process_lib/src/types/send_error.rs`); a permissive result type must not take that for a result.
 */
function isSendError(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    (value["kind"] === "Timeout" || value["kind"] === "Offline") &&
    typeof value["target"] === "string" &&
    isJsonObject(value["message"])
  );
}
