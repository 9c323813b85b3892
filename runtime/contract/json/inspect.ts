/** Looks through a value that the native parser has made, for what it gets wrong: faster than looking through its text. */

import type { JsonValue } from "./json-value.js";

/**
 * - `exact`: it is what the text says.
 * - `rounded`: it has a number beyond 2^53, where the parser rounds, or beyond all range, where it is infinite.
 * - `too-deep`: more than `limit` lists and objects are inside each other; the rest has not been looked at.
 */
export type Inspection = "exact" | "rounded" | "too-deep";

const greatest = Number.MAX_SAFE_INTEGER;

export function inspect(value: JsonValue, limit: number): Inspection {
  if (typeof value === "object" && value !== null) return inspectObject(value, limit);
  return typeof value === "number" && (value > greatest || value < -greatest) ? "rounded" : "exact";
}

/** Recursive: no deeper than the limit. What is no object is looked at in place: calls cost the components' engines most. */
function inspectObject(value: JsonValue[] | { readonly [key: string]: JsonValue }, limit: number): Inspection {
  if (limit === 0) return "too-deep";
  let found: Inspection = "exact";
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const part = value[index];
      if (typeof part === "number") {
        if (part > greatest || part < -greatest) found = "rounded";
      } else if (typeof part === "object" && part !== null) {
        const inner = inspectObject(part, limit - 1);
        if (inner === "too-deep") return inner;
        if (inner !== "exact") found = inner;
      }
    }
  } else {
    // Not over `Object.values`, of which V8 makes a list.
    for (const key in value) {
      const part = value[key];
      if (typeof part === "number") {
        if (part > greatest || part < -greatest) found = "rounded";
      } else if (typeof part === "object" && part !== null) {
        const inner = inspectObject(part, limit - 1);
        if (inner === "too-deep") return inner;
        if (inner !== "exact") found = inner;
      }
    }
  }
  return found;
}
