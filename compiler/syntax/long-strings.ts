/** Strings that go on in the next lines, which other languages have. */

import type { Report } from "../diagnostics/report.js";
import type { SourceFile } from "../text/source-file.js";
import { scan, type Token } from "./scan.js";

/** A string that is forgotten to be closed seldom meets a quote that fits so many lines later. */
const maxLineCount = 10;

/** The text with spaces for the line ends in such strings, which are reported. */
export function withoutLongStrings(file: SourceFile, text: string, report: Report): string {
  const tokens = scan(text);
  let kept = "";
  let end = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "unterminated-string" || token.span.start < end) continue;
    const last = findEnd(tokens, index);
    if (last === undefined) continue;
    const inner = text.slice(token.span.start, last.span.start);
    const edits = [...inner.matchAll(/[ \t]*(?:\r\n|\r|\n)/g)].map((match) => {
      const start = token.span.start + match.index;
      return { span: { start, end: start + match[0].length }, newText: "\\n" };
    });
    report("syntax/unterminated-string", {}, { file, span: token.span }, { fixes: [{ title: "Write `\\n`", edits }] });
    kept += text.slice(end, token.span.start) + inner.replace(/[\r\n]/g, " ");
    end = last.span.start;
  }
  return kept + text.slice(end);
}

/** The quote that ends the string: only what can follow a string stands behind it. */
function findEnd(tokens: readonly Token[], start: number): Token | undefined {
  let lineCount = 0;
  for (let index = start + 1; index < tokens.length && lineCount <= maxLineCount; index++) {
    const token = tokens[index];
    if (token?.startsLine) lineCount += 1;
    if (token?.kind === "string") return undefined;
    if (token?.kind === "unterminated-string") return /^"[\s,)}\]]*$/.test(token.text) ? token : undefined;
  }
  return undefined;
}
