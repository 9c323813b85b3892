/** A text as words and signs: enough to cut a broken file into pieces and to name what was found. */

import type { Span } from "../text/span.js";

export type TokenKind =
  | "word"
  | "number"
  | "string"
  | "sign"
  /** A `///` line. */
  | "documentation"
  | "unterminated-string"
  | "unterminated-comment"
  /** A character that no construct has. */
  | "stray";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
  /** True for the first token of a line. */
  readonly startsLine: boolean;
}

/** White space and ordinary comments, as in the grammar. */
const trivia = /(?:[ \t\uFEFF\r\n]|\/\/(?:(?!\/)|\/\/)[^\r\n]*|\/\*[^]*?\*\/)+/y;

/** In the order in which they are tried; the last takes anything. */
const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ["documentation", /\/\/\/[^\r\n]*/y],
  ["unterminated-comment", /\/\*[^]*/y],
  ["word", /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy],
  ["number", /-?[0-9][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}\p{M}\p{N}_]+)?/uy],
  ["string", /"(?:[^"\\\r\n]|\\[^\r\n])*"/y],
  ["unterminated-string", /"[^\r\n]*/y],
  ["sign", /->|[{}()<>[\],:=@.-]/y],
  ["stray", /[^]/uy],
];

/** Every character of the text is in a token or is white space or comment. */
export function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let startsLine = true;
  while (offset < text.length) {
    const skipped = match(trivia, text, offset);
    if (skipped !== undefined) {
      startsLine ||= /[\r\n]/.test(skipped);
      offset += skipped.length;
      continue;
    }
    for (const [kind, pattern] of patterns) {
      const found = match(pattern, text, offset);
      if (found === undefined) continue;
      tokens.push({ kind, text: found, span: { start: offset, end: offset + found.length }, startsLine });
      offset += found.length;
      startsLine = false;
      break;
    }
  }
  return tokens;
}

/** Opening signs and what closes them. */
export const closers: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]", "<": ">" };

function match(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}
