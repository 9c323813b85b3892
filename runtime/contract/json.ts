/** JSON text to values, with every digit of an integer and with bounded cost for hostile text. */

import { parseExact } from "./json/exact-parser.js";
import { findTooDeep } from "./json/depth.js";
import type { JsonValue, ParsedJson } from "./json/json-value.js";

/** Lists and objects inside each other. serde_json has the same limit, so that what is written here is read there. */
export const maxJsonDepth = 127;

/** Of the texts that the native parser reads otherwise, `1e999` is one of the shortest. */
const shortestMisread = 5;

/**
 * Parses a whole text. Differs from `JSON.parse` in five ways: integers keep every digit, nesting is limited, a number
 * beyond the range of `f64` is refused, so is a lone surrogate written as an escape (Rust strings cannot hold it), and a
 * problem has the same words on every engine. A key `__proto__` becomes an ordinary property, as with `JSON.parse`.
 */
export function parseJson(text: string): ParsedJson {
  if (text.length < shortestMisread) return parseNatively(text);
  const tooDeepAt = findTooDeep(text, maxJsonDepth);
  if (tooDeepAt !== undefined) return tooDeep(tooDeepAt);
  return hasInexactNumbers(text) || hasSurrogateEscapes(text) ? parseExact(text) : parseNatively(text);
}

/**
 * As `parseJson`, for texts of which no number matters that is beyond 2^53: such a number may be rounded or infinite.
 * Searching a text for them takes the engine of a component four times as long as parsing it.
 */
export function parseJsonWithRoundedNumbers(text: string): ParsedJson {
  const tooDeepAt = findTooDeep(text, maxJsonDepth);
  if (tooDeepAt !== undefined) return tooDeep(tooDeepAt);
  return hasSurrogateEscapes(text) ? parseExact(text) : parseNatively(text);
}

function tooDeep(offset: number): ParsedJson {
  return { kind: "problem", message: `more than ${maxJsonDepth} lists and objects inside each other`, offset };
}

function parseNatively(text: string): ParsedJson {
  try {
    const value: JsonValue = JSON.parse(text);
    return { kind: "value", value };
  } catch {
    return parseExact(text);
  }
}

/**
 * The native parser rounds integers of 16 and more digits and makes numbers beyond all range infinite. Both are rare,
 * and searching for them is much cheaper than parsing by hand: a first, coarse search settles nearly every text.
 */
function hasInexactNumbers(text: string): boolean {
  return (
    (mayHaveManyDigits(text) && /(?:^|[[:,\s-])[1-9][0-9]{15}/.test(text)) ||
    ((text.includes("e") || text.includes("E")) && /[0-9][eE]\+?[0-9]{3}/.test(text))
  );
}

/** The native parser lets lone surrogates pass. */
function hasSurrogateEscapes(text: string): boolean {
  return text.includes("\\u") && /\\u[dD][89a-fA-F]/.test(text);
}

/** Of 16 digits in a row one stands at a multiple of 16, so that the other characters need no look. */
function mayHaveManyDigits(text: string): boolean {
  const { length } = text;
  for (let at = 15; at < length; at += 16) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x30 && unit <= 0x39 && /[0-9]{16}/.test(text.slice(at - 15, at + 16))) return true;
  }
  return false;
}
