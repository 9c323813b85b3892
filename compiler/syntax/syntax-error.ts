/** Turns the parser's failure into one readable diagnostic. */

import type { Report } from "../diagnostics/report.js";
import type { SourceFile } from "../text/source-file.js";
import type { Expectation } from "./generated/parser.js";
import { helpWith, helpWithCharacter } from "./mistakes.js";
import { closers, type Token } from "./scan.js";
import { declarationWords, memberWords } from "./split.js";
import { findUnsupported } from "./unsupported.js";

/** Where a piece could not be read, and what the grammar wanted there. */
export interface Failure {
  readonly file: SourceFile;
  /** The tokens of the piece that failed. */
  readonly piece: readonly Token[];
  /** In the file. */
  readonly offset: number;
  readonly expected: readonly Expectation[];
}

/** Reports one diagnostic. */
export function reportFailure({ file, piece, offset, expected }: Failure, report: Report): void {
  const index = piece.findIndex((token) => token.span.end > offset);
  const found = piece[index];
  const before = found === undefined ? piece.at(-1) : piece[index - 1];
  const unsupported = findUnsupported(piece, found);
  if (unsupported !== undefined) {
    report("syntax/unsupported", unsupported, { file, span: unsupported.span });
    return;
  }
  if (found === undefined) {
    const opener = findUnclosed(piece);
    if (opener !== undefined) {
      reportUnclosed(file, opener, piece, report);
      return;
    }
  }
  if (found !== undefined && reportToken(file, found, report)) return;
  if (before?.kind === "documentation" && (found === undefined || found.text === "}" || found.text === ")")) {
    report("syntax/documentation", {}, { file, span: before.span });
    return;
  }
  const names = nameExpectations(expected);
  const first = piece.find((token) => token.kind !== "documentation");
  const help = helpWith({ expected: names, first, before, found, after: piece[index + 1] });
  const args = { expected: joinNames(shorten(names)), found: describeToken(found), help };
  const end = before?.span.end ?? offset;
  report("syntax/expected", args, { file, span: found?.span ?? { start: Math.max(0, end - 1), end } });
}

/** Points at the opening sign, and at the end of the piece in which nothing closes it. */
export function reportUnclosed(file: SourceFile, opener: Token, piece: readonly Token[], report: Report): void {
  const end = piece.at(-1)?.span.end ?? opener.span.end;
  const related = [{ file, span: { start: end - 1, end }, message: "nothing closes it up to here" }];
  const args = { open: opener.text, close: closers[opener.text] ?? "" };
  report("syntax/unclosed", args, { file, span: opener.span }, { related });
}

/** Tokens that are wrong wherever they stand. */
function reportToken(file: SourceFile, token: Token, report: Report): boolean {
  const place = { file, span: token.span };
  switch (token.kind) {
    case "unterminated-string":
      report("syntax/unterminated-string", {}, place);
      return true;
    case "unterminated-comment":
      report("syntax/unterminated-comment", {}, { file, span: { start: token.span.start, end: token.span.start + 2 } });
      return true;
    case "documentation":
      report("syntax/documentation", {}, place);
      return true;
    case "stray": {
      const printable = /[\p{Cc}\p{Cf}\p{Z}\p{Cs}]/u.test(token.text) ? codePoint(token.text) : `\`${token.text}\``;
      const fixes =
        token.text === ";" ? [{ title: "Remove `;`", edits: [{ span: token.span, newText: "" }] }] : [];
      report("syntax/character", { character: printable, help: helpWithCharacter(token.text) }, place, { fixes });
      return true;
    }
    case "string": {
      const escape = findBadEscape(token.text);
      if (escape === undefined) return false;
      const start = token.span.start + escape.index;
      report("syntax/escape", { escape: escape.text }, { file, span: { start, end: start + escape.text.length } });
      return true;
    }
    default:
      return false;
  }
}

/** The first escape that the grammar does not read. */
function findBadEscape(text: string): { readonly index: number; readonly text: string } | undefined {
  for (const match of text.matchAll(/\\(?:u\{([^"}]*)\}?|[^])/gu)) {
    const [escape, digits] = match;
    if (/^\\["\\nrt]$/.test(escape)) continue;
    const codePoint = /^\\u\{[0-9A-Fa-f]{1,6}\}$/.test(escape) ? Number.parseInt(digits ?? "", 16) : Number.NaN;
    if (codePoint < 0xd800 || (codePoint > 0xdfff && codePoint <= 0x10ffff)) continue;
    return { index: match.index, text: escape };
  }
  return undefined;
}

/** The innermost opening sign that nothing closes. */
function findUnclosed(piece: readonly Token[]): Token | undefined {
  const open: Token[] = [];
  for (const token of piece) {
    if (token.kind !== "sign") continue;
    if (Object.hasOwn(closers, token.text)) open.push(token);
    else if (token.text === closers[open.at(-1)?.text ?? ""]) open.pop();
  }
  return open.at(-1);
}

/** What was expected in the words of a message, without repetition, in the order of the grammar. */
function nameExpectations(expectations: readonly Expectation[]): readonly string[] {
  const names = new Set<string>();
  for (const expectation of expectations) {
    if (expectation.type === "literal") names.add(quote(expectation.text));
    if (expectation.type === "other" && expectation.description !== "white space") names.add(expectation.description);
  }
  replaceAll(names, declarationWords.map(quote), "`record`", "a declaration");
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
function shorten(names: readonly string[]): readonly string[] {
  const optional = ["`///`", "`<`", "`(`", "`@`", "`{`", "`=`", "`from`"];
  const kept = [...names];
  for (const name of optional) {
    if (kept.length > 2 && kept.includes(name)) kept.splice(kept.indexOf(name), 1);
  }
  return kept.slice(0, 4);
}

function quote(text: string): string {
  return `\`${text}\``;
}

/** `a, b or c`. */
function joinNames(names: readonly string[]): string {
  if (names.length === 0) return "nothing more";
  return names.length === 1 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

const maxShownLength = 40;

function describeToken(token: Token | undefined): string {
  if (token === undefined) return "the end";
  return `\`${token.text.length <= maxShownLength ? token.text : `${token.text.slice(0, maxShownLength)}…`}\``;
}

function codePoint(character: string): string {
  return `the character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
