/** A call of a handler from outside: arguments that fit its schema as the body of a message, and its answer read. */

import { codecsOf } from "../codec/codec-of.js";
import { fallbackOf } from "../codec/literal-value.js";
import type { Handler, Model } from "../model/model.js";
import type { CallTable, JsonValue } from "../../runtime/contract/index.js";
import { readCallArguments } from "../../runtime/guest/arguments.js";
import { encodeCall } from "../../runtime/guest/call-form.js";

export type PreparedCall =
  | {
      readonly kind: "ready";
      /** The envelope: `{"CreateTask":{"title":"Tea"}}`. */
      readonly body: string;
      readonly table: CallTable;
    }
  /** `problems` are lines such as `task.title: expected string of 1 to 200 characters, found string ""`. */
  | { readonly kind: "misfit"; readonly problems: readonly string[] };

/** `argument` is what stands behind the name in the envelope; undefined when there is nothing. */
export function prepareCall(model: Model, handler: Handler, argument: JsonValue | undefined): PreparedCall {
  const codecOf = codecsOf(model);
  const { wireName } = handler;
  const parameters = handler.parameters.map((parameter) => ({
    name: parameter.name,
    codec: codecOf(parameter),
    fallback: fallbackOf(model, parameter),
    from: "body" as const,
  }));
  const read = readCallArguments({ wireName, parameters }, { argument });
  if (read.kind === "failure") {
    const problems = read.failure.problems ?? [];
    return { kind: "misfit", problems: problems.map(describeProblem) };
  }
  const returns = codecOf({ type: handler.returns, constraints: [], secret: false });
  const table = { wireName, parameters, returns };
  return { kind: "ready", body: encodeCall(table, read.values), table };
}

export function describeProblem(problem: {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}): string {
  const { path, expected, found } = problem;
  return `${path === "" ? "" : `${path}: `}expected ${expected}, found ${found}`;
}
