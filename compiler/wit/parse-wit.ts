/** From the text of WIT files to their items, or to one readable diagnostic. */

import type { Report } from "../diagnostics/report.js";
import type { SourceFile } from "../text/source-file.js";
import { parse, type Expectation } from "./generated/parser.js";
import type { WitItem } from "./nodes.js";

/** The parser calls itself for each; nobody's types are nested like that. */
const maxDepth = 100;

/** Undefined, and reported, when the text is no WIT. */
export function parseWit(file: SourceFile, report: Report): readonly WitItem[] | undefined {
  const deep = findTooDeep(file.text);
  if (deep !== undefined) {
    report("syntax/too-deep", { limit: maxDepth }, { file, span: { start: deep, end: deep + 1 } });
    return undefined;
  }
  const result = parse(file.text, { peg$library: true });
  // The rule for a file may have matched a beginning of it.
  if (result.peg$success) return result.peg$result;
  const offset = Math.max(result.peg$currPos, result.peg$maxFailPos);
  if (file.text.startsWith("/*", offset)) {
    report("syntax/unterminated-comment", {}, { file, span: { start: offset, end: offset + 2 } });
    return undefined;
  }
  const expected = describeExpected(offset === result.peg$maxFailPos ? result.peg$maxFailExpected : []);
  const [word = ""] = /^(?:%?[\w-]+|[^\s])?/.exec(file.text.slice(offset, offset + 100)) ?? [];
  const found = word === "" ? "the end of the file" : `\`${word}\``;
  report("wit/syntax", { expected, found }, { file, span: { start: offset, end: offset + word.length } });
  return undefined;
}

/** True for a text that the parser is not to be called with. */
export function isTooDeep(text: string): boolean {
  return findTooDeep(text) !== undefined;
}

/** The offset of the bracket that is nested deeper than `maxDepth`. Those in comments count for comments. */
function findTooDeep(text: string): number | undefined {
  let depth = 0;
  let commentDepth = 0;
  for (const { 0: sign, index } of text.matchAll(/\/\/[^\r\n]*|\/\*|\*\/|[<>{}()]/g)) {
    if (sign === "/*") commentDepth += 1;
    else if (sign === "*/") commentDepth = Math.max(0, commentDepth - 1);
    else if (commentDepth > 0 || sign.startsWith("//")) continue;
    else if ("<{(".includes(sign)) depth += 1;
    else if (text[index - 1] !== "-") depth = Math.max(0, depth - 1);
    if (depth > maxDepth || commentDepth > maxDepth) return index;
  }
  return undefined;
}

/** Not everything: what could go on a word, a type or a comment is beside the point, and so are items of other WIT. */
function describeExpected(expectations: readonly Expectation[]): string {
  const texts = new Set(
    expectations.flatMap((one) => {
      if (one.type === "literal") return [`\`${one.text}\``];
      if (one.type === "other") return one.description === "white space" ? [] : [one.description];
      return one.type === "end" ? ["the end of the file"] : [];
    }),
  );
  if (texts.has("`interface`")) return "an interface or a world";
  if (texts.has("`record`")) return "`}`, or a record, variant, enum or type";
  // A `}` is looked at and not taken, which the parser does not count as expected.
  if (texts.has("`,`")) return "`,` or `}`";
  const beside = ["`//`", "`/*`", "`@`", "`%`", "`<`"];
  const [last, ...others] = [...texts]
    .filter((text) => !beside.includes(text))
    .sort()
    .reverse();
  if (last === undefined) return "something else";
  return others.length === 0 ? last : `${others.reverse().join(", ")} or ${last}`;
}
