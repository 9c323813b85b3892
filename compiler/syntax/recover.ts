/** Reads the pieces of a broken file: each broken part costs one error, and the others stay. */

import type { Fix } from "../diagnostics/diagnostic.js";
import type { Report } from "../diagnostics/report.js";
import type { Span } from "../text/span.js";
import { attemptRule, readPiece, type Source } from "./attempt.js";
import type { StartRules } from "./generated/parser.js";
import { findMeantKeyword, reportInnerDeclaration } from "./mistakes/index.js";
import type { BrokenSyntax, DeclarationSyntax, MemberSyntax } from "./nodes.js";
import { closers, type Token } from "./scan.js";
import { declarationWords } from "./keywords.js";
import type { Piece } from "./split.js";
import { splitFields, splitProcess, type ContainerPieces } from "./split-parts.js";
import { reportUnclosed } from "./syntax-error.js";

/**
 * Brackets may be nested this deep. The parser and every later stage follow types by recursion, so a depth that people
 * never reach keeps a hostile file from exhausting the stack.
 */
const maxDepth = 64;

/** One declaration, or a process and those that stand in it and should stand beside it. */
export function readDeclaration(source: Source, piece: Piece, report: Report): readonly DeclarationSyntax[] {
  if (reportTooDeep(source, piece, report)) return [broken(piece)];
  const whole = attemptRule("LoneDeclaration", source, spanOf(piece));
  if (whole.node !== undefined) return [whole.node];
  const parts = readByParts(source, piece, report);
  return parts ?? [readPiece("LoneDeclaration", source, spanOf(piece), report) ?? broken(piece)];
}

/** Undefined, with nothing reported, when the parts alone do not show what is wrong. */
function readByParts(source: Source, piece: Piece, report: Report): readonly DeclarationSyntax[] | undefined {
  const counted = count(report);
  const declarations = readContainer(source, piece, counted.report);
  return counted.total() === 0 ? undefined : declarations;
}

function readContainer(source: Source, piece: Piece, report: Report): readonly DeclarationSyntax[] {
  const kind = findMeantKeyword(withoutDocumentation(piece));
  switch (kind) {
    case "process":
      return readProcess(source, piece, report);
    case "record": {
      const pieces = splitFields(piece);
      const opening = readPiece("TypeOpening", source, spanOf(pieces.opening), report);
      if (opening === undefined) return [broken(piece)];
      const fields = readGroups("LoneFields", source, pieces, report);
      reportMissingBrace(source, piece, pieces, report);
      return [{ kind, span: declarationSpan(piece), ...opening, fields: fields.groups.flat(), ...fields.more }];
    }
    case "enum":
    case "variant": {
      const pieces = splitFields(piece);
      const opening = readPiece("TypeOpening", source, spanOf(pieces.opening), report);
      if (opening === undefined) return [broken(piece)];
      const cases = readGroups("LoneCases", source, pieces, report);
      reportMissingBrace(source, piece, pieces, report);
      return [{ kind, span: declarationSpan(piece), ...opening, cases: cases.groups.flat(), ...cases.more }];
    }
    default:
      return [];
  }
}

function readProcess(source: Source, piece: Piece, report: Report): readonly DeclarationSyntax[] {
  const pieces = splitProcess(piece);
  const opening = pieces && readPiece("ProcessOpening", source, spanOf(pieces.opening), report);
  if (pieces === undefined || opening === undefined) return pieces === undefined ? [] : [broken(piece)];
  const members: MemberSyntax[] = [];
  const others: DeclarationSyntax[] = [];
  for (const [index, part] of pieces.parts.entries()) {
    const [first] = withoutDocumentation(part);
    const member = attemptRule("LoneMember", source, spanOf(part));
    if (member.node === undefined && first !== undefined && declarationWords.includes(first.text)) {
      const before = spanOf(pieces.parts[index - 1] ?? pieces.opening).end;
      reportInnerDeclaration(source.file, { start: spanOf(piece).start, before, part, first }, report);
      others.push(...readDeclaration(source, part, report));
    } else members.push(member.node ?? readMember(source, part, report));
  }
  reportMissingBrace(source, piece, pieces, report);
  return [{ kind: "process", span: declarationSpan(piece), ...opening, members }, ...others];
}

function readMember(source: Source, piece: Piece, report: Report): MemberSyntax {
  if (reportTooDeep(source, piece, report)) return broken(piece);
  const [first] = withoutDocumentation(piece);
  if (first?.text === "state") {
    const counted = count(report);
    const pieces = splitFields(piece);
    const opening = readPiece("StateOpening", source, spanOf(pieces.opening), counted.report);
    if (opening !== undefined) {
      const fields = readGroups("LoneFields", source, pieces, counted.report);
      reportMissingBrace(source, piece, pieces, counted.report);
      if (counted.total() > 0)
        return { kind: "state", span: declarationSpan(piece), ...opening, fields: fields.groups.flat() };
    } else return broken(piece);
  }
  return readPiece("LoneMember", source, spanOf(piece), report) ?? broken(piece);
}

/** The fields or cases of each part that can be read. */
function readGroups<Rule extends "LoneFields" | "LoneCases">(
  rule: Rule,
  source: Source,
  { parts }: ContainerPieces,
  report: Report,
): { readonly groups: readonly StartRules[Rule][]; readonly more: { readonly incomplete?: true } } {
  const groups = parts.map((part) => readPiece(rule, source, spanOf(part), report));
  const read = groups.filter((group) => group !== undefined);
  return { groups: read, more: read.length < groups.length ? { incomplete: true } : {} };
}

/** The closing brace of a container, on a line of its own where the opening one ends its line. */
function reportMissingBrace(
  { file }: Source,
  piece: Piece,
  { opening, closed }: ContainerPieces,
  report: Report,
): void {
  const brace = opening.at(-1);
  const last = piece.at(-1);
  if (closed || brace?.text !== "{" || last === undefined) return;
  const [first] = withoutDocumentation(piece);
  const isOneLine = !piece.slice(opening.length).some(({ startsLine }) => startsLine);
  const newText = isOneLine ? " }" : `\n${" ".repeat(first?.column ?? 0)}}`;
  const fix: Fix = { title: "Write `}`", edits: [{ span: { start: last.span.end, end: last.span.end }, newText }] };
  reportUnclosed(file, brace, piece, report, [fix]);
}

function reportTooDeep({ file }: Source, piece: Piece, report: Report): boolean {
  const tooDeep = findTooDeep(piece);
  if (tooDeep !== undefined) report("syntax/too-deep", { limit: maxDepth }, { file, span: tooDeep.span });
  return tooDeep !== undefined;
}

/** The bracket that is nested deeper than `maxDepth`. */
export function findTooDeep(tokens: readonly Token[]): Token | undefined {
  const open: string[] = [];
  for (const token of tokens) {
    if (token.kind !== "sign") continue;
    const closer = closers[token.text];
    if (closer !== undefined) {
      open.push(closer);
      if (open.length > maxDepth) return token;
    } else if (token.text === open.at(-1)) {
      open.pop();
    }
  }
  return undefined;
}

/** A report that knows how often it was called. */
function count(report: Report): { readonly report: Report; readonly total: () => number } {
  let total = 0;
  const counted: Report = (code, args, place, details) => {
    total += 1;
    report(code, args, place, details);
  };
  return { report: counted, total: () => total };
}

function broken(piece: Piece): BrokenSyntax {
  return { kind: "broken", span: spanOf(piece), names: declaredNames(withoutDocumentation(piece)) };
}

/** The name of a declaration, or those in the braces of a `use`. */
function declaredNames(words: readonly Token[]): readonly string[] {
  const [first, second] = words;
  const named =
    first?.text === "use" ? words.slice(1) : words.slice(second?.text === "{" ? 0 : 1, second?.text === "{" ? 1 : 2);
  const isName = ({ kind, text }: Token): boolean =>
    kind === "word" && !["from", "as", ...declarationWords].includes(text);
  return named.filter(isName).map(({ text }) => text);
}

function withoutDocumentation(piece: Piece): Piece {
  return piece.filter((token) => token.kind !== "documentation");
}

function spanOf(piece: Piece): Span {
  return { start: piece[0]?.span.start ?? 0, end: piece.at(-1)?.span.end ?? 0 };
}

/** Without the documentation. */
function declarationSpan(piece: Piece): Span {
  const [first] = withoutDocumentation(piece);
  const { start, end } = spanOf(piece);
  return { start: first?.span.start ?? start, end };
}
