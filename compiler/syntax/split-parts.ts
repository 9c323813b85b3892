/** Cuts a process into members, and records, enums, variants and states into fields and cases. */

import { handlerWords, kindWords, memberShapes, memberWords } from "./keywords.js";
import { closers, type Token } from "./scan.js";
import { cut, lacksStateBrace, startsLineAnew, withDocumentation, type Piece } from "./split.js";

/** What has parts in braces: its first words up to `{`, the parts, and whether its last token is the closing brace. */
export interface ContainerPieces {
  readonly opening: Piece;
  readonly parts: readonly Piece[];
  readonly closed: boolean;
}

/** Without an opening brace, the first line is the opening; undefined when there is no other line. */
export function splitProcess(piece: Piece): ContainerPieces | undefined {
  const brace = piece.findIndex((token) => token.text === "{");
  const first = piece.findIndex(({ kind }) => kind !== "documentation");
  const nextLine = piece.findIndex(({ startsLine }, index) => index > first && startsLine);
  const isMissing = nextLine >= 0 && (brace < 0 || brace > nextLine);
  if (brace < 0 && !isMissing) return undefined;
  const openingEnd = isMissing ? nextLine : brace + 1;
  const closed = isClosed(piece, openingEnd - 1);
  const inner = piece.slice(openingEnd, closed ? -1 : undefined);
  const starts = new Set<number>();
  let depth = 0;
  // Only the kinds of a handler were read: its name may stand on the next line.
  let awaitsName = false;
  // Its kinds are separated by commas; behind another member a comma is a mistake.
  let isHandler = false;
  // Behind annotations that stand before a member.
  let named = -1;
  for (const [index, token] of inner.entries()) {
    const isMethod = depth <= 0 && startsWithMethod(inner, index);
    const isKnown = isMethod || (startsKnownMember(inner, index) && !(isHandler && inner[index - 1]?.text === ","));
    const isInLine: boolean = depth <= 0 && !awaitsName && startsMemberInLine(inner, index);
    const isNew = isKnown || isInLine || (depth <= 0 && !awaitsName && startsLineAnew(inner, index));
    if (index === 0 || (isNew && index !== named)) {
      starts.add(withDocumentation(inner, index));
      depth = 0;
      awaitsName = isMethod || ((isKnown || isInLine) && handlerWords.includes(token.text));
      isHandler = isMethod || kindWords.includes(token.text);
      named = token.text === "@" ? endOfAnnotations(inner, index) : -1;
    }
    if (token.text === "{" || token.text === "(" || lacksStateBrace(inner, index)) depth += 1;
    if (token.text === "}" || token.text === ")") depth -= 1;
    const isTimerName =
      token.kind === "word" && inner[index - 1]?.kind === "word" && inner[index - 2]?.kind === "number";
    if (token.text === "(" || isTimerName) awaitsName = false;
  }
  return { opening: piece.slice(0, openingEnd), parts: cut(inner, [...starts]), closed };
}

/**
 * A record, enum, variant or state as its fields or cases: what stands between commas, or in a line. Without an opening
 * brace, the first line is the opening.
 */
export function splitFields(piece: Piece): ContainerPieces {
  let parenthesisDepth = 0;
  const brace = piece.findIndex(({ text }) => {
    if (text === "(") parenthesisDepth += 1;
    if (text === ")") parenthesisDepth -= 1;
    return text === "{" && parenthesisDepth <= 0;
  });
  const first = piece.findIndex(({ kind }) => kind !== "documentation");
  const nextLine = piece.findIndex(({ startsLine }, index) => index > first && startsLine);
  const openingEnd = brace >= 0 ? brace + 1 : nextLine >= 0 ? nextLine : piece.length;
  const closed = isClosed(piece, openingEnd - 1);
  const inner = piece.slice(openingEnd, closed ? -1 : undefined);
  const starts = new Set<number>();
  const open: string[] = [];
  // Behind annotations that stand before a field.
  let named = -1;
  for (const [index, token] of inner.entries()) {
    const before = inner[index - 1];
    // A name and a colon begin a field, whatever is still open, but for the values of records.
    const isField = token.kind === "word" && inner[index + 1]?.text === ":" && !open.includes("}");
    // So does a line that nothing before it waits for.
    const isLine = token.kind === "word" && !open.includes("}") && before?.text !== ",";
    const isNext = open.length === 0 || isField || isLine;
    const isBehindComma = open.length === 0 && before?.text === "," && ["word", "documentation"].includes(token.kind);
    const isNew = startsPart(token, before) || (isField && token.startsLine) || isBehindComma;
    if (index === 0 || (isNext && isNew && index !== named)) {
      starts.add(withDocumentation(inner, index));
      open.length = 0;
      named = token.text === "@" ? endOfAnnotations(inner, index) : -1;
    }
    const closer = token.kind === "sign" ? closers[token.text] : undefined;
    if (closer !== undefined) open.push(closer);
    else if (token.text === open.at(-1)) open.pop();
  }
  return { opening: piece.slice(0, openingEnd), parts: cut(inner, [...starts]), closed };
}

/** A line that goes on with these belongs to the field before it, and so do braces. */
function startsPart(token: Token, before: Token | undefined): boolean {
  if (!token.startsLine || /^(?:[@=:,>)|{}\]]|->)$/.test(token.text)) return false;
  return before === undefined || !/^[@=:<(|]$/.test(before.text);
}

/** The index of what follows annotations, the first of which begins at an index. */
function endOfAnnotations(tokens: readonly Token[], start: number): number {
  let index = start;
  while (tokens[index]?.text === "@") {
    const close =
      tokens[index + 2]?.text === "(" ? tokens.findIndex(({ text }, at) => at > index && text === ")") : index + 1;
    if (close < 0) break;
    index = close + 1;
  }
  return index;
}

/**
 * True when the last token closes the brace at an index. Of two braces that could be the one that is missing, it is the
 * one that is not indented as the closing brace is.
 */
function isClosed(piece: Piece, brace: number): boolean {
  const last = piece.at(-1);
  if (last?.text !== "}" || piece.length - 1 <= brace) return false;
  let depth = 0;
  for (const token of piece.slice(brace)) {
    if (token.text === "{") depth += 1;
    if (token.text === "}") depth -= 1;
  }
  if (depth <= 0) return true;
  const first = piece.find((token) => token.kind !== "documentation");
  return last.startsLine && last.column <= (first?.column ?? 0);
}

/** A line that begins as only a member does, however the braces stand. */
export function startsKnownMember(tokens: readonly Token[], index: number): boolean {
  return tokens[index]?.startsLine === true && startsMember(tokens, index);
}

/** `GET "/api/tasks"` at the beginning of a line. */
function startsWithMethod(tokens: readonly Token[], index: number): boolean {
  const [token, next] = tokens.slice(index, index + 2);
  return (
    token?.startsLine === true &&
    next?.kind === "string" &&
    /^(?:get|post|put|delete|patch|head|options)$/i.test(token.text)
  );
}

/** Several members in one line, as nobody formats them. */
function startsMemberInLine(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]?.text ?? ",";
  if (tokens[index]?.startsLine !== false || tokens[index + 1]?.startsLine !== false) return false;
  if (tokens[index - 1]?.kind === "word" && tokens[index - 1]?.startsLine) return false;
  return !memberWords.includes(before) && before !== "," && before !== "as" && startsMember(tokens, index);
}

function startsMember(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  const shape = token?.kind === "word" ? memberShapes.get(token.text) : undefined;
  if (shape === undefined) return false;
  const next = tokens[index + 1];
  return next === undefined || shape.includes(next.kind) || shape.includes(next.text);
}
