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

/** The native parser rounds integers of 16 and more digits and makes numbers beyond all range infinite. */
function hasInexactNumbers(text: string): boolean {
  return /(?:^|[[:,\s-])[1-9][0-9]{15}/.test(text) || /[0-9][eE]\+?[0-9]{3}/.test(text);
}

/** The native parser lets lone surrogates pass. */
function hasSurrogateEscapes(text: string): boolean {
  // The first search, for one character, is by far the fastest.
  return text.includes("\\") && text.includes("\\u") && /\\u[dD][89a-fA-F]/.test(text);
}
