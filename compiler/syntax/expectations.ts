/** What was expected and what was found, in the words of a message. */

import type { Expectation } from "./generated/parser.js";
import { declarationWords, memberWords } from "./keywords.js";
import type { Token } from "./scan.js";

/** What was expected in the words of a message, without repetition, in the order of the grammar. */
export function nameExpectations(expectations: readonly Expectation[], isPart: boolean): readonly string[] {
  const names = new Set<string>();
  for (const expectation of expectations) {
    if (expectation.type === "literal") names.add(quote(expectation.text));
    if (expectation.type === "other" && expectation.description !== "white space") names.add(expectation.description);
    // The parser was given one part of what stands in braces.
    if (expectation.type === "end" && isPart) names.add("`}`");
  }
  for (const word of ["`record`", "`process`"]) replaceAll(names, declarationWords.map(quote), word, "a declaration");
  replaceAll(names, memberWords.map(quote), "`endpoint`", "a member of the process");
  replaceAll(names, ["a number", "a string", "`[`", "a name"], "`[`", "a value");
  return [...names];
}

/** Puts one name for several, when the one that occurs nowhere else is there. */
function replaceAll(names: Set<string>, parts: readonly string[], sign: string, whole: string): void {
  if (!names.has(sign)) return;
  for (const part of [...parts, "`///`"]) names.delete(part);
  names.add(whole);
}

/** At most four names: what may be left out of a construct goes first. */
export function shorten(names: readonly string[]): readonly string[] {
  const optional = ["`///`", "`<`", "`(`", "`@`", "`{`", "`=`", "`from`"];
  const kept = [...names];
  for (const name of optional) {
    if (kept.length > (name === "`///`" ? 1 : 2) && kept.includes(name)) kept.splice(kept.indexOf(name), 1);
  }
  return kept.slice(0, 4);
}

export function quote(text: string): string {
  return `\`${text}\``;
}

/** `a, b or c`. */
export function joinNames(names: readonly string[]): string {
  if (names.length === 0) return "nothing more";
  return names.length === 1 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

const maxShownLength = 40;

export function describeToken(token: Token | undefined): string {
  if (token === undefined) return "the end";
  return quote(token.text.length <= maxShownLength ? token.text : `${token.text.slice(0, maxShownLength)}…`);
}

export function showCharacter(character: string): string {
  if (!/[\p{Cc}\p{Cf}\p{Z}\p{Cs}]/u.test(character)) return quote(character);
  return `the character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
