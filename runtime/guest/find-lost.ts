/** What of a JSON value is gone after it was read by a schema and written again. */

import { isJsonObject, joinPath } from "../contract/index.js";

/** As many are shown; the first ones say enough. */
const maxLostCount = 32;

/**
 *     {"title": "tea", "colour": "red"} as {"title": "tea"}  ->  state.colour: has no place in this schema
 *
 * Takes parsed JSON. What is new is fine, and so is a `null` that has gone. Values are not shown: they may be secret.
 */
export function findLost(stored: unknown, kept: unknown): readonly string[] {
  const lost: string[] = [];
  compare(stored, kept, "state", lost);
  return lost;
}

function compare(stored: unknown, kept: unknown, path: string, lost: string[]): void {
  if (lost.length >= maxLostCount) return;
  if (Array.isArray(stored) && Array.isArray(kept)) {
    if (stored.length !== kept.length) lost.push(`${path}: of ${stored.length} elements ${kept.length} would be left`);
    else stored.forEach((element, index) => compare(element, kept[index], `${path}[${index}]`, lost));
  } else if (isJsonObject(stored) && isJsonObject(kept)) {
    for (const key of Object.keys(stored)) {
      if (Object.hasOwn(kept, key)) compare(stored[key], kept[key], joinPath(path, key), lost);
      else if (stored[key] !== null) lost.push(`${joinPath(path, key)}: has no place in this schema`);
    }
  } else if (!isSame(stored, kept)) {
    lost.push(`${path}: would not keep its value`);
  }
}

/** Whole numbers beyond 2^53 are `bigint` in one and may be a float in the other. */
function isSame(one: unknown, other: unknown): boolean {
  const areNumbers = [one, other].every((value) => typeof value === "number" || typeof value === "bigint");
  return areNumbers ? one == other : one === other;
}
