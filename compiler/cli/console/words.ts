/** The words of a line that somebody types at a running `hproc dev`. */

/**
 * Words are apart by spaces. `'…'` is one word, as at Hyperdrive's terminal, and so is a JSON text with spaces in it: what
 * begins with `{`, `[` or `"` goes on to the matching end, or to the end of the line where there is none.
 */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    const character = line[at] ?? "";
    if (/\s/.test(character)) {
      at++;
    } else if (character === "'") {
      const end = indexOrEnd(line, line.indexOf("'", at + 1));
      words.push(line.slice(at + 1, end));
      at = end + 1;
    } else {
      const end = /[{["]/.test(character) ? endOfJson(line, at) : indexOrEnd(line, at + line.slice(at).search(/\s/), at);
      words.push(line.slice(at, end));
      at = end;
    }
  }
  return words;
}

/** `found` may be before `least`, where nothing was found. */
function indexOrEnd(line: string, found: number, least = 0): number {
  return found < least ? line.length : found;
}

/** Counts brackets outside of strings; what stands in them is for the parser of JSON. */
function endOfJson(line: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < line.length; at++) {
    const character = line[at] ?? "";
    if (isInString) {
      if (character === "\\") at++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (depth <= 0 && !isInString) return Math.max(start + 1, at + 1);
  }
  return line.length;
}
