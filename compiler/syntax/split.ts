/**
 * Cuts a file that cannot be read as a whole into declarations, and a process into members, so that each broken piece
 * costs one error and the others stay. Only braces and the first words of lines are looked at; where a brace is
 * missing, a line that can only begin a declaration or member ends the piece before it.
 */

import type { Token } from "./scan.js";

/** Neighbouring tokens that belong together, their documentation first; never empty. */
export type Piece = readonly Token[];

/** A process as its first words up to `{`, its members, and whether its last token is the closing brace. */
export interface ProcessPieces {
  readonly opening: Piece;
  readonly members: readonly Piece[];
  readonly closed: boolean;
}

/** What follows the first word of a declaration: the kind of the second token and the text of the third. */
const declarationShapes: ReadonlyMap<string, string> = new Map([
  ["package", ":"],
  ["record", "{"],
  ["enum", "{"],
  ["variant", "{"],
  ["type", "="],
  ["process", "{"],
]);

/** What can follow the first word of a member, as a kind of token or as its text. */
const memberShapes: ReadonlyMap<string, readonly string[]> = new Map([
  ["name", ["string"]],
  ["world", ["string"]],
  ["ui", ["string"]],
  ["icon", ["string"]],
  ["widget", ["string"]],
  ["save", ["word"]],
  ["state", ["{"]],
  ["endpoint", ["word"]],
  ["uses", ["word"]],
  ["init", ["word", "documentation", "}"]],
  ["http", ["word", "string", ","]],
  ["local", ["word", ","]],
  ["remote", ["word", ","]],
  ["ws", ["string"]],
  ["every", ["number"]],
]);

export const declarationWords: readonly string[] = [...declarationShapes.keys()];
export const memberWords: readonly string[] = [
  "name", "world", "ui", "state", "save", "endpoint", "uses", "init", "http", "local", "remote",
];
const transportWords: readonly string[] = ["http", "local", "remote"];

/** The pieces of a file, in order; together they are all tokens. */
export function splitDeclarations(tokens: readonly Token[]): readonly Piece[] {
  const starts = new Set<number>();
  let depth = 0;
  let pieceEnded = true;
  // Of a `package` or `type`, which have no closing brace and seldom go on in the next line.
  let endsWithLine = false;
  for (const [index, token] of tokens.entries()) {
    const isNext = endsWithLine && depth <= 0 && startsLineAnew(tokens, index);
    if (pieceEnded || isNext || startsDeclaration(tokens, index, depth)) {
      starts.add(withDocumentation(tokens, index));
      depth = 0;
      endsWithLine = token.text === "package" || token.text === "type";
    }
    if (token.text === "{") depth += 1;
    if (token.text === "}") depth -= 1;
    // `use { A } from "./a.hproc"` goes on after its brace.
    pieceEnded = token.text === "}" && depth <= 0 && tokens[index + 1]?.text !== "from";
  }
  return cut(tokens, [...starts]);
}

/** Undefined when the process has no opening brace. */
export function splitProcess(piece: Piece): ProcessPieces | undefined {
  const brace = piece.findIndex((token) => token.text === "{");
  if (brace < 0) return undefined;
  const closed = piece.length - 1 > brace && piece.at(-1)?.text === "}";
  const inner = piece.slice(brace + 1, closed ? -1 : undefined);
  const starts = new Set<number>();
  let depth = 0;
  // Only the kinds of a handler were read: its name may stand on the next line.
  let awaitsName = false;
  for (const [index, token] of inner.entries()) {
    const isKnown = startsKnownMember(inner, index);
    if (index === 0 || isKnown || (depth <= 0 && !awaitsName && startsLineAnew(inner, index))) {
      starts.add(withDocumentation(inner, index));
      depth = 0;
      awaitsName = isKnown && transportWords.includes(token.text);
    }
    if (token.text === "{" || token.text === "(") depth += 1;
    if (token.text === "}" || token.text === ")") depth -= 1;
    if (token.text === "(") awaitsName = false;
  }
  return { opening: piece.slice(0, brace + 1), members: cut(inner, [...starts]), closed };
}

function startsDeclaration(tokens: readonly Token[], index: number, depth: number): boolean {
  const token = tokens[index];
  const shape = token?.kind === "word" && token.startsLine ? declarationShapes.get(token.text) : undefined;
  if (shape === undefined) return false;
  return depth <= 0 || (tokens[index + 1]?.kind === "word" && tokens[index + 2]?.text === shape);
}

/** A line that begins as only a member does, however the braces stand. */
function startsKnownMember(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  const shape = token?.kind === "word" ? memberShapes.get(token.text) : undefined;
  if (shape === undefined || !token?.startsLine || tokens[index - 1]?.text === ",") return false;
  const next = tokens[index + 1];
  return next === undefined || shape.includes(next.kind) || shape.includes(next.text);
}

/** A line that could begin something with a mistake in its first word; false when it continues the one before it. */
function startsLineAnew(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  const before = tokens[index - 1];
  return (
    token?.kind === "word" &&
    token.startsLine &&
    !(before !== undefined && [",", "->", ":", "=", "@", "<", "type", "package"].includes(before.text))
  );
}

/** The index of the first of the documentation lines directly before a token. */
function withDocumentation(tokens: readonly Token[], index: number): number {
  let first = index;
  while (tokens[first - 1]?.kind === "documentation") first -= 1;
  return first;
}

function cut(tokens: readonly Token[], starts: readonly number[]): readonly Piece[] {
  return starts.map((start, index) => tokens.slice(start, starts[index + 1])).filter((piece) => piece.length > 0);
}
