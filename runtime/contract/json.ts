/** JSON text to values, with every digit of an integer and with bounded cost for hostile text. */

import { parseExact } from "./json/exact-parser.js";
import { findTooDeep, hasMoreOpenings } from "./json/depth.js";
import { inspect } from "./json/inspect.js";
import type { JsonValue, ParsedJson } from "./json/json-value.js";

/** Lists and objects inside each other. serde_json has the same limit, so that what is written here is read there. */
export const maxJsonDepth = 127;

/**
 * The native parsers of engines take much deeper texts, but not of any depth at a low cost: so many lists and objects are
 * counted before.
 */
const mostUncounted = 100_000;

/**
 * Parses a whole text. Differs from `JSON.parse` in five ways: integers keep every digit, nesting is limited, a number
 * beyond the range of `f64` is refused, so is a lone surrogate written as an escape (Rust strings cannot hold it), and a
 * problem has the same words on every engine. A key `__proto__` becomes an ordinary property, as with `JSON.parse`.
 */
export function parseJson(text: string): ParsedJson {
  // Each level takes a character.
  if (text.length <= maxJsonDepth) return mayBeInexact(text) || hasSurrogateEscapes(text) ? parseExact(text) : parseNatively(text);
  const parsed = parseNatively(text);
  if (parsed.kind === "problem") return parsed;
  switch (inspect(parsed.value, maxJsonDepth)) {
    case "exact":
      return hasSurrogateEscapes(text) ? parseExact(text) : parsed;
    case "rounded":
      return hasInexactNumbers(text) || hasSurrogateEscapes(text) ? parseExact(text) : parsed;
    case "too-deep":
      return tooDeep(text) ?? parsed;
  }
}

/** As `parseJson`, for texts of which no number matters that is beyond 2^53: such a number may be rounded or infinite. */
export function parseJsonWithRoundedNumbers(text: string): ParsedJson {
  const problem = tooDeep(text);
  if (problem) return problem;
  return hasSurrogateEscapes(text) ? parseExact(text) : parseNatively(text);
}

/** Undefined where the text is not too deep. */
function tooDeep(text: string): ParsedJson | undefined {
  const offset = findTooDeep(text, maxJsonDepth);
  if (offset === undefined) return undefined;
  return { kind: "problem", message: `more than ${maxJsonDepth} lists and objects inside each other`, offset };
}

/** What the native parser refuses is read again, for the words of the problem. */
function parseNatively(text: string): ParsedJson {
  const problem = text.length > mostUncounted && hasMoreOpenings(text, mostUncounted) ? tooDeep(text) : undefined;
  if (problem) return problem;
  try {
    const value: JsonValue = JSON.parse(text);
    return { kind: "value", value };
  } catch {
    return tooDeep(text) ?? parseExact(text);
  }
}

/** For short texts, which are looked at faster than the value that is made of them. */
function mayBeInexact(text: string): boolean {
  return (mayHaveManyDigits(text) || text.includes("e") || text.includes("E")) && hasInexactNumbers(text);
}

/** Of 16 digits in a row one stands at a multiple of 16, so that the other characters need no look. */
function mayHaveManyDigits(text: string): boolean {
  for (let at = 15; at < text.length; at += 16) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x30 && unit <= 0x39) return true;
  }
  return false;
}

/** The native parser rounds integers of 16 and more digits and makes numbers beyond all range infinite. */
function hasInexactNumbers(text: string): boolean {
  return /(?:^|[[:,\s-])[1-9][0-9]{15}/.test(text) || /[0-9][eE]\+?[0-9]{3}/.test(text);
}

/** The native parser lets lone surrogates pass. */
function hasSurrogateEscapes(text: string): boolean {
  return text.includes("\\u") && /\\u[dD][89a-fA-F]/.test(text);
}
