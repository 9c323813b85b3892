/** From a source file to a syntax tree, whatever the text is. */

import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createReport, sortDiagnostics, type Report } from "../diagnostics/report.js";
import type { SourceFile } from "../text/source-file.js";
import { coverSpans, type Span } from "../text/span.js";
import { parse as read, SyntaxError, type StartRules } from "./generated/parser.js";
import type { BrokenSyntax, DeclarationSyntax, MemberSyntax, SchemaSyntax, SyntaxTree } from "./nodes.js";
import { closers, scan, type Token } from "./scan.js";
import { splitDeclarations, splitProcess, type Piece } from "./split.js";
import { reportFailure, reportUnclosed, type Failure } from "./syntax-error.js";

export interface Parsed {
  readonly tree: SyntaxTree;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Brackets may be nested this deep. The parser and every later stage follow types by recursion, so a depth that people
 * never reach keeps a hostile file from exhausting the stack.
 */
const maxDepth = 64;

/** Never throws: what cannot be read is reported, and the tree has the rest. */
export function parse(file: SourceFile): Parsed {
  const tokens = scan(file.text);
  const isTooDeep = findTooDeep(tokens) !== undefined;
  const attempt = isTooDeep ? undefined : attemptRule("File", file, tokens, wholeSpan(file));
  if (attempt?.node !== undefined) {
    return { tree: { file, schema: attempt.node, complete: true }, diagnostics: [] };
  }
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics);
  const schema: SchemaSyntax = {
    kind: "schema",
    span: wholeSpan(file),
    declarations: splitDeclarations(tokens).map((piece) => parseDeclaration(file, piece, report)),
  };
  // Each piece alone was fine: only the file as a whole shows the mistake.
  if (diagnostics.length === 0 && attempt !== undefined) reportFailure(attempt.failure, report);
  return { tree: { file, schema, complete: false }, diagnostics: sortDiagnostics(diagnostics) };
}

function parseDeclaration(file: SourceFile, piece: Piece, report: Report): DeclarationSyntax {
  const attempt = attemptPiece("LoneDeclaration", file, piece, report);
  if (attempt?.node !== undefined) return attempt.node;
  const words = piece.filter((token) => token.kind !== "documentation");
  if (attempt !== undefined) {
    const process = words[0]?.text === "process" ? parseProcess(file, piece, report) : undefined;
    if (process !== undefined) return process;
    reportFailure(attempt.failure, report);
  }
  return broken(piece, declaredNames(words));
}

/** Reads a process member by member; undefined, with nothing reported, when that does not show what is wrong. */
function parseProcess(file: SourceFile, piece: Piece, report: Report): DeclarationSyntax | undefined {
  const pieces = splitProcess(piece);
  if (pieces === undefined) return undefined;
  const opening = attemptRule("ProcessOpening", file, pieces.opening, spanOf(pieces.opening));
  if (opening.node === undefined) return undefined;
  const { name, documentation } = opening.node;
  const members: MemberSyntax[] = [];
  for (const member of pieces.members) {
    const attempt = attemptPiece("LoneMember", file, member, report);
    if (attempt?.failure !== undefined) reportFailure(attempt.failure, report);
    members.push(attempt?.node ?? broken(member, []));
  }
  const brace = pieces.opening.at(-1);
  const hasBroken = members.some((member) => member.kind === "broken");
  if (!pieces.closed && brace !== undefined) {
    reportUnclosed(file, brace, piece, report);
  } else if (!hasBroken) {
    return undefined;
  }
  const first = pieces.opening.find((token) => token.kind !== "documentation");
  const span = coverSpans(first?.span ?? name.span, spanOf(piece));
  return { kind: "process", span, documentation, name, members };
}

type Attempt<T> =
  | { readonly node: T; readonly failure?: undefined }
  | { readonly node?: undefined; readonly failure: Failure };

/** As `attemptRule`; undefined when the piece was not tried because it is nested too deep, which is reported. */
function attemptPiece<Rule extends keyof StartRules>(
  rule: Rule,
  file: SourceFile,
  piece: Piece,
  report: Report,
): Attempt<StartRules[Rule]> | undefined {
  const tooDeep = findTooDeep(piece);
  if (tooDeep === undefined) return attemptRule(rule, file, piece, spanOf(piece));
  report("syntax/too-deep", { limit: maxDepth }, { file, span: tooDeep.span });
  return undefined;
}

function attemptRule<Rule extends keyof StartRules>(
  rule: Rule,
  file: SourceFile,
  piece: readonly Token[],
  span: Span,
): Attempt<StartRules[Rule]> {
  try {
    return { node: read(file.text.slice(span.start, span.end), { startRule: rule, offset: span.start }) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const offset = span.start + error.location.start.offset;
    return { failure: { file, piece, offset, expected: error.expected } };
  }
}

/** The bracket that is nested deeper than `maxDepth`. */
function findTooDeep(tokens: readonly Token[]): Token | undefined {
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

/** The name of a declaration, or those in the braces of a `use`. */
function declaredNames(words: readonly Token[]): readonly string[] {
  const [first, second] = words;
  const named = first?.text === "use" ? words.slice(1) : second === undefined ? [] : [second];
  return named.filter((token) => token.kind === "word").map((token) => token.text);
}

function broken(piece: Piece, names: readonly string[]): BrokenSyntax {
  return { kind: "broken", span: spanOf(piece), names };
}

function spanOf(piece: Piece): Span {
  return { start: piece[0]?.span.start ?? 0, end: piece.at(-1)?.span.end ?? 0 };
}

function wholeSpan(file: SourceFile): Span {
  return { start: 0, end: file.text.length };
}
