/** How deep a JSON text nests, found before it is parsed: a recursive parser would run out of stack. */

/**
 * The offset of the first bracket that opens more than `limit` levels, undefined when there is none. Brackets inside
 * strings do not count. Text that is not JSON gives some answer; the parser refuses it at or before that offset.
 */
export function findTooDeep(text: string, limit: number): number | undefined {
  return hasMoreOpenings(text, limit) ? scan(text, limit) : undefined;
}

/**
 * Whether there are more brackets that open than `limit`, those inside strings included. Most messages have fewer;
 * native searches settle them without looking at each character.
 */
export function hasMoreOpenings(text: string, limit: number): boolean {
  // Each level takes a character.
  if (text.length <= limit) return false;
  return countOpenings(text, "[", limit) + countOpenings(text, "{", limit) > limit;
}

/** Stops counting above the limit. Splitting is what engines do natively and at once. */
function countOpenings(text: string, bracket: string, limit: number): number {
  return text.split(bracket, limit + 2).length - 1;
}

/**
 * What lies between two brackets: anything but quotes, and strings without escapes. Native code skips it at once. The
 * repetition is limited since it takes the stack of the regular expression engine; the loop below goes on from there.
 */
const betweenBrackets = /[^[\]{}"]*(?:"[^"\\]*"[^[\]{}"]*){0,500}/y;

function scan(text: string, limit: number): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    betweenBrackets.lastIndex = at;
    betweenBrackets.test(text);
    at = betweenBrackets.lastIndex;
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = endOfString(text, at);
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > limit) return at;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
        break;
    }
  }
  return undefined;
}

/** The offset of the quote that ends the string whose first quote is at `start`; the text's length without one. */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = quote;
    while (text.charCodeAt(backslashes - 1) === 0x5c) backslashes--;
    if ((quote - backslashes) % 2 === 0) return quote;
  }
  return text.length;
}
