/** Looks through a value that the native parser has made, for what it gets wrong: faster than looking through its text. */

import type { JsonValue } from "./json-value.js";

/**
 * - `exact`: it is what the text says.
 * - `rounded`: it has a number beyond 2^53, where the parser rounds, or beyond all range, where it is infinite.
 * - `too-deep`: more than `limit` lists and objects are inside each other; the rest has not been looked at.
 */
export type Inspection = "exact" | "rounded" | "too-deep";

export function inspect(value: JsonValue, limit: number): Inspection {
  return inspectPart(value, limit + 1);
}

/** Recursive: no deeper than the limit. */
function inspectObject(value: JsonValue[] | { readonly [key: string]: JsonValue }, limit: number): Inspection {
  if (limit === 0) return "too-deep";
  let found: Inspection = "exact";
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const part = value[index];
      if (typeof part === "string") continue;
      const inner = inspectPart(part, limit);
      if (inner === "too-deep") return inner;
      if (inner !== "exact") found = inner;
    }
  } else {
    // Not over `Object.values`, of which V8 makes a list.
    for (const key in value) {
      const part = value[key];
      if (typeof part === "string") continue;
      const inner = inspectPart(part, limit);
      if (inner === "too-deep") return inner;
      if (inner !== "exact") found = inner;
    }
  }
  return found;
}

function inspectPart(part: JsonValue | undefined, limit: number): Inspection {
  if (typeof part === "object") return part === null ? "exact" : inspectObject(part, limit - 1);
  return typeof part !== "number" || isSafe(part) ? "exact" : "rounded";
}

function isSafe(value: number): boolean {
  return value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER;
}
