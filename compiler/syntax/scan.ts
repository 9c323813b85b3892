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
  /** `'text'`, or with other quotes that are not ours. */
  | "quoted"
  /** `# text` or `-- text` up to the end of the line. */
  | "foreign-comment"
  /** `/api/{id}` or `./types.hproc` without quotes. */
  | "bare-path"
  /** A character that no construct has. */
  | "stray";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
  /** True for the first token of a line. */
  readonly startsLine: boolean;
  /** How many characters stand before it in its line. */
  readonly column: number;
}

/** White space and ordinary comments, as in the grammar. */
const trivia = /(?:[ \t\uFEFF\r\n]|\/\/(?:(?!\/)|\/\/)[^\r\n]*|\/\*[^]*?\*\/)+/y;

/** In the order in which they are tried; the last takes anything. */
const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ["documentation", /\/\/\/[^\r\n]*/y],
  ["unterminated-comment", /\/\*[^]*/y],
  ["word", /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy],
  ["foreign-comment", /--[^\r\n>][^\r\n]*/y],
  ["number", /-?[0-9][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}\p{M}\p{N}_]+)?/uy],
  ["string", /"(?:[^"\\\r\n]|\\[^\r\n])*"/y],
  ["unterminated-string", /"[^\r\n]*/y],
  ["quoted", /'[^'\r\n]*'|`[^`\r\n]*`|[“”„«][^“”»"\r\n]*[“”»]/y],
  ["foreign-comment", /#[^\r\n]*/y],
  ["bare-path", /\.{0,2}\/(?:[\p{L}\p{N}_~:*./-]|\{[\p{L}\p{N}_]*\})*/uy],
  ["sign", /->|=>|[{}()<>[\],:=@.-]/y],
  ["stray", /[^]/uy],
];

/** Every character of the text is in a token or is white space or comment. */
export function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let startsLine = true;
  let lineStart = 0;
  while (offset < text.length) {
    const skipped = match(trivia, text, offset);
    if (skipped !== undefined) {
      const lineEnd = Math.max(skipped.lastIndexOf("\n"), skipped.lastIndexOf("\r"));
      if (lineEnd >= 0) {
        startsLine = true;
        lineStart = offset + lineEnd + 1;
      }
      offset += skipped.length;
      continue;
    }
    for (const [kind, pattern] of patterns) {
      const found = match(pattern, text, offset);
      if (found === undefined) continue;
      const span = { start: offset, end: offset + found.length };
      tokens.push({ kind, text: found, span, startsLine, column: offset - lineStart });
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
