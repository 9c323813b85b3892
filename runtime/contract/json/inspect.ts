/** Looks through a value that the native parser has made, for what it gets wrong: faster than looking through its text. */

import type { JsonValue } from "./json-value.js";

/**
 * - `exact`: it is what the text says.
 * - `rounded`: it has a number beyond 2^53, where the parser rounds, or beyond all range, where it is infinite.
 * - `too-deep`: more than `limit` lists and objects are inside each other; the rest has not been looked at.
 */
export type Inspection = "exact" | "rounded" | "too-deep";

export function inspect(value: JsonValue, limit: number): Inspection {
  return typeof value === "object" && value !== null ? inspectObject(value, limit) : isExact(value) ? "exact" : "rounded";
}

/** Recursive: no deeper than the limit. */
function inspectObject(value: JsonValue[] | { readonly [key: string]: JsonValue }, limit: number): Inspection {
  if (limit === 0) return "too-deep";
  let found: Inspection = "exact";
  const parts = Array.isArray(value) ? value : Object.values(value);
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (typeof part === "object") {
      if (part === null) continue;
      const inner = inspectObject(part, limit - 1);
      if (inner === "too-deep") return inner;
      if (inner !== "exact") found = inner;
    } else if (typeof part === "number" && !isExact(part)) {
      found = "rounded";
    }
  }
  return found;
}

function isExact(value: JsonValue): boolean {
  return typeof value !== "number" || (value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER);
}
