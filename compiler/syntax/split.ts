/**
 * Cuts a file that cannot be read as a whole into declarations, and a process into members, so that each broken piece
 * costs one error and the others stay. Only braces and the first words of lines are looked at; where a brace is
 * missing, a line that can only begin a declaration or member ends the piece before it.
 */

import { declarationShapes } from "./keywords.js";
import type { Token } from "./scan.js";

/** Neighbouring tokens that belong together, their documentation first; never empty. */
export type Piece = readonly Token[];

/** The pieces of a file, in order; together they are all tokens. */
export function splitDeclarations(tokens: readonly Token[]): readonly Piece[] {
  const starts = new Set<number>();
  let depth = 0;
  // Braces in parentheses are values of annotations.
  let parenthesisDepth = 0;
  let pieceEnded = true;
  let isUse = false;
  // These have no closing brace; a `type` seldom goes on in the next line.
  let isPackage = false;
  let endsWithLine = false;
  // Of the declaration: one inside it is indented further.
  let column = 0;
  for (const [index, token] of tokens.entries()) {
    const isNext = depth <= 0 && ((isPackage && token.startsLine) || (endsWithLine && startsLineAnew(tokens, index)));
    const isInside = depth > 0 && token.column > column;
    if (pieceEnded || isNext || (!isInside && startsDeclaration(tokens, index, depth))) {
      starts.add(withDocumentation(tokens, index));
      column = token.column;
      isUse = token.text === "use";
      depth = lacksBrace(tokens, index) ? 1 : 0;
      parenthesisDepth = 0;
      isPackage = token.text === "package";
      endsWithLine = token.text === "type";
    }
    if (token.text === "{" || lacksStateBrace(tokens, index)) depth += 1;
    if (token.text === "}") depth -= 1;
    if (token.text === "(") parenthesisDepth += 1;
    if (token.text === ")") parenthesisDepth -= 1;
    const next = tokens[index + 1];
    // `use { A } from "./a.hproc"` goes on; of braces too many, all that follow each other are one error.
    const goesOn = next?.startsLine === false && (isUse || next.text === "from");
    const isLast = !goesOn && !(depth < 0 && next?.text === "}");
    pieceEnded = token.text === "}" && depth <= 0 && parenthesisDepth <= 0 && isLast;
  }
  return cut(tokens, [...starts]);
}

/** `record Task` with its first field in the next line: the brace that closes it is its own all the same. */
function lacksBrace(tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 2];
  const hasBraces = declarationShapes.get(tokens[index]?.text ?? "") === "{" && tokens[index]?.text !== "use";
  const isPart = next?.startsLine === true && (next.kind === "word" || next.kind === "documentation");
  return hasBraces && tokens[index + 1]?.kind === "word" && isPart && !startsDeclaration(tokens, index + 2, 1);
}

/** The same of the `state` of a process. */
export function lacksStateBrace(tokens: readonly Token[], index: number): boolean {
  const [token, next, colon] = tokens.slice(index, index + 3);
  return token?.text === "state" && token.startsLine && next?.kind === "word" && next.startsLine && colon?.text === ":";
}

function startsDeclaration(tokens: readonly Token[], index: number, depth: number): boolean {
  const token = tokens[index];
  const shape = token?.kind === "word" && token.startsLine ? declarationShapes.get(token.text) : undefined;
  if (shape === undefined) return false;
  if (token?.text === "use") return tokens[index + 1]?.text === shape;
  return depth <= 0 || (tokens[index + 1]?.kind === "word" && tokens[index + 2]?.text === shape);
}

/** A line that could begin something with a mistake in its first word; false when it continues the one before it. */
export function startsLineAnew(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  const before = tokens[index - 1];
  return (
    (token?.kind === "word" || token?.text === "@") &&
    token.startsLine &&
    !(token.text === "@" && before !== undefined && /^[)>\w"]/.test(before.text)) &&
    !(before !== undefined && [",", "->", ":", "=", "@", "<", "type", "package"].includes(before.text))
  );
}

/** The index of the first of the documentation lines directly before a token. */
export function withDocumentation(tokens: readonly Token[], index: number): number {
  let first = index;
  while (tokens[first - 1]?.kind === "documentation") first -= 1;
  return first;
}

export function cut(tokens: readonly Token[], starts: readonly number[]): readonly Piece[] {
  return starts.map((start, index) => tokens.slice(start, starts[index + 1])).filter((piece) => piece.length > 0);
}
