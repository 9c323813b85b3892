/** An excerpt of a source with underlines, for a terminal. */

import { displayWidth, toPrintable } from "./display-width.js";
import { lineText, positionAt, type SourceFile } from "./source-file.js";
import type { Span } from "./span.js";

/** A place to underline: with `^` when it is what the message is about, with `-` otherwise. */
export interface Mark {
  readonly file: SourceFile;
  readonly span: Span;
  readonly text: string | undefined;
  readonly primary: boolean;
}

/** How pieces of a frame are coloured; `plain` leaves them. */
export interface FrameStyle {
  readonly gutter: (text: string) => string;
  readonly primary: (text: string) => string;
  readonly secondary: (text: string) => string;
}

/** Longer lines are shown as a window of this many characters around the mark. */
const maxLineLength = 160;

/**
 * The lines of a frame, without line ends:
 *
 *       --> counter.hproc:24:7
 *        |
 *     24 |   get "/counters/{name}" find(name: string) -> counter
 *        |       ^^^^^^^^^^^^^^^^^^ same method and segments
 *        |
 *
 * Marks of one file are shown in the order of their lines, marks of other files below, each with its place.
 */
export function renderFrame(marks: readonly Mark[], style: FrameStyle): readonly string[] {
  const primary = marks.find((mark) => mark.primary) ?? marks[0];
  if (primary === undefined) return [];
  const gutterWidth = Math.max(...marks.map((mark) => String(positionAt(mark.file, mark.span.start).line).length));
  const files = [primary.file, ...marks.map((mark) => mark.file)].filter(isFirst);
  const blank = style.gutter(`${" ".repeat(gutterWidth)} |`);
  const lines: string[] = [];
  for (const file of files) {
    const own = marks.filter((mark) => mark.file === file).sort(byPlace);
    const head = file === primary.file ? primary : own[0];
    if (head === undefined) continue;
    const { line, column } = positionAt(file, head.span.start);
    const arrow = file === primary.file ? "-->" : ":::";
    lines.push(`${" ".repeat(gutterWidth)}${style.gutter(arrow)} ${toPrintable(file.path)}:${line}:${column}`, blank);
    lines.push(...renderMarks(own, gutterWidth, style));
  }
  return [...lines, blank];
}

/** Source lines, each once, followed by one row for each of their marks. */
function renderMarks(marks: readonly Mark[], gutterWidth: number, style: FrameStyle): readonly string[] {
  const lines: string[] = [];
  let shownLine = 0;
  for (const mark of marks) {
    const { line, column } = positionAt(mark.file, mark.span.start);
    const text = lineText(mark.file, line);
    const visible = windowOf(text, column - 1);
    // A second mark on a long line gets its own window.
    if (line !== shownLine || text.length > maxLineLength) {
      lines.push(`${style.gutter(`${String(line).padStart(gutterWidth)} |`)} ${toPrintable(visible.text)}`.trimEnd());
    }
    shownLine = line;
    const before = visible.text.slice(0, column - 1 - visible.start);
    const marked = text.slice(column - 1, column - 1 + mark.span.end - mark.span.start).slice(0, maxLineLength);
    const underline = (mark.primary ? "^" : "-").repeat(Math.max(1, displayWidth(toPrintable(marked))));
    const paint = mark.primary ? style.primary : style.secondary;
    const words = mark.text === undefined ? underline : `${underline} ${mark.text}`;
    const indent = " ".repeat(displayWidth(toPrintable(before)));
    lines.push(`${style.gutter(`${" ".repeat(gutterWidth)} |`)} ${indent}${paint(words)}`);
  }
  return lines;
}

/** The part of a line around a column, with `…` where something was left out, and the offset it starts at. */
function windowOf(text: string, column: number): { readonly text: string; readonly start: number } {
  if (text.length <= maxLineLength) return { text, start: 0 };
  const start = Math.max(0, Math.min(column - maxLineLength / 4, text.length - maxLineLength));
  const end = start + maxLineLength;
  const head = start > 0 ? "…" : "";
  const tail = end < text.length ? "…" : "";
  return { text: head + text.slice(start + head.length, end - tail.length) + tail, start };
}

function byPlace(left: Mark, right: Mark): number {
  return left.span.start - right.span.start || left.span.end - right.span.end;
}

function isFirst<T>(item: T, index: number, list: readonly T[]): boolean {
  return list.indexOf(item) === index;
}
