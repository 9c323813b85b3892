/** JSON text to values, with every digit of an integer and with bounded cost for hostile text. */

import { parseExact } from "./json/exact-parser.js";
import { findTooDeep } from "./json/depth.js";
import type { JsonValue, ParsedJson } from "./json/json-value.js";

/** Lists and objects inside each other. serde_json has the same limit, so that what is written here is read there. */
export const maxJsonDepth = 127;

/**
 * Parses a whole text. Differs from `JSON.parse` in five ways: integers keep every digit, nesting is limited, a number
 * beyond the range of `f64` is refused, so is a lone surrogate written as an escape (Rust strings cannot hold it), and a
 * problem has the same words on every engine. A key `__proto__` becomes an ordinary property, as with `JSON.parse`.
 */
export function parseJson(text: string): ParsedJson {
  const tooDeepAt = findTooDeep(text, maxJsonDepth);
  if (tooDeepAt !== undefined) {
    return {
      kind: "problem",
      message: `more than ${maxJsonDepth} lists and objects inside each other`,
      offset: tooDeepAt,
    };
  }
  if (needsExactParser(text)) return parseExact(text);
  try {
    const value: JsonValue = JSON.parse(text);
    return { kind: "value", value };
  } catch {
    return parseExact(text);
  }
}

/**
 * The native parser rounds integers of 16 and more digits, makes numbers beyond all range infinite and lets lone
 * surrogates pass. All are rare, and searching for them is much cheaper than parsing by hand: a first, coarse search
 * settles nearly every text.
 */
function needsExactParser(text: string): boolean {
  return (
    (/[0-9](?:[0-9]{15}|[eE]\+?[0-9]{3})/.test(text) &&
      /(?:^|[[:,\s-])[1-9][0-9]{15}|[0-9][eE]\+?[0-9]{3}/.test(text)) ||
    (text.includes("\\u") && /\\u[dD][89a-fA-F]/.test(text))
  );
}
