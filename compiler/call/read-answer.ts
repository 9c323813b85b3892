/** What the body of an answer says, with a schema and without one. */

import { isJsonObject, parseJson, type CallTable, type JsonValue } from "../../runtime/contract/index.js";
import { readFailure } from "../../runtime/client/failure-body.js";
import { readAnswer } from "../../runtime/guest/call-form.js";
import { describeProblem } from "./handler-call.js";

export type CallResult =
  /** The result, as JSON. */
  | { readonly outcome: "ok" | "err"; readonly value: JsonValue }
  /** The process has refused the call, or its handler has failed. */
  | {
      readonly outcome: "rejected";
      readonly code: string;
      readonly message: string;
      readonly problems: readonly string[];
    }
  /** An answer that is not of the declared type, or no JSON at all. */
  | { readonly outcome: "decode"; readonly text: string; readonly problems: readonly string[] };

/** `table` is undefined when nothing is known of the handler: then every JSON is its result. */
export function readCallResult(body: Uint8Array, table: CallTable | undefined): CallResult {
  const text = Buffer.from(body).toString("utf8");
  const parsed = parseJson(text);
  if (parsed.kind === "problem") {
    return { outcome: "decode", text, problems: [`expected ${table?.returns.expected ?? "JSON"}, found no JSON`] };
  }
  const { value } = parsed;
  const failure = readFailure(value);
  if (failure && isOfProcess(failure.code)) {
    const { code, message, problems } = failure;
    return { outcome: "rejected", code, message, problems: problems.map(describeProblem) };
  }
  const read = table && readAnswer(table, body, false);
  switch (read?.tag) {
    case "rejected":
      return { outcome: "rejected", code: read.code, message: read.message, problems: [] };
    case "decode":
      return { outcome: "decode", text, problems: read.problems.map(describeProblem) };
    default:
      return { outcome: isErr(table, value) ? "err" : "ok", value };
  }
}

/**
 * Whether it is one of `runtime/guest/failure.ts`. The metadata that marks a refusal does not come through the RPC path,
 * so its form has to do.
 */
function isOfProcess(code: string): boolean {
  return /^(route|request|call|handler)\//.test(code);
}

/** `{"Err": …}` of a `result`; without a schema, of whatever looks like one. */
function isErr(table: CallTable | undefined, value: JsonValue): boolean {
  if (table && !table.returns.expected.startsWith("result<")) return false;
  return isJsonObject(value) && Object.keys(value).length === 1 && "Err" in value;
}
