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

/** Longer lines are shown as a window of this many characters around the marks. */
const maxLineLength = 160;

/** So much of a window is before what is marked. */
const leadLength = maxLineLength / 4;

/**
 * The lines of a frame, without line ends:
 *
 *       --> counter.hproc:24:7
 *        |
 *     24 |   get "/counters/{name}" find(name: string) -> counter
 *        |       ^^^^^^^^^^^^^^^^^^ same method and segments
 *        |
 *
 * Marks of one file are shown in the order of their lines, marks of other files below, each with its place. A mark of
 * several lines is shown at its first and last one.
 */
export function renderFrame(marks: readonly Mark[], style: FrameStyle): readonly string[] {
  const primary = marks.find((mark) => mark.primary) ?? marks[0];
  if (primary === undefined) return [];
  const width = gutterWidth(marks);
  const gutter = (text: string): string => style.gutter(`${text.padStart(width)} |`);
  const files = [primary.file, ...marks.map((mark) => mark.file)].filter(isFirst);
  const lines: string[] = [];
  for (const file of files) {
    const own = marks.filter((mark) => mark.file === file).sort(byPlace);
    const head = file === primary.file ? primary : own[0];
    if (head === undefined) continue;
    const { line, column } = positionAt(file, head.span.start);
    const arrow = style.gutter(file === primary.file ? "-->" : ":::");
    lines.push(`${" ".repeat(width)}${arrow} ${toPrintable(file.path)}:${line}:${column}`, gutter(""));
    lines.push(...renderLines(file, own.flatMap(toSegments), gutter, style));
  }
  return [...lines, gutter("")];
}

/** Digits of the greatest line number in a frame. */
export function gutterWidth(marks: readonly Mark[]): number {
  return Math.max(...marks.flatMap(toSegments).map(({ line }) => String(line).length));
}

/** The part of a mark in one line. */
interface Segment {
  readonly line: number;
  /** UTF-16 offsets in the line. */
  readonly start: number;
  readonly end: number;
  readonly text: string | undefined;
  readonly primary: boolean;
  /** True when lines of the mark come before this one. */
  readonly continues: boolean;
}

/** One, or two for a mark of several lines: to the end of its first line, and from the indentation of its last one. */
function toSegments({ file, span, text, primary }: Mark): readonly Segment[] {
  const marked = file.text.slice(span.start, span.end).trimEnd();
  const first = positionAt(file, span.start);
  const last = positionAt(file, span.start + marked.length);
  const firstText = lineText(file, first.line);
  const start = Math.min(first.column - 1, firstText.length);
  if (first.line === last.line) {
    const end = Math.max(start, Math.min(start + span.end - span.start, firstText.length));
    return [{ line: first.line, start, end, text, primary, continues: false }];
  }
  const lastText = lineText(file, last.line);
  const indent = lastText.length - lastText.trimStart().length;
  return [
    { line: first.line, start, end: firstText.length, text: undefined, primary, continues: false },
    { line: last.line, start: indent, end: last.column - 1, text, primary, continues: true },
  ];
}

/** Source lines, each followed by one row for each of its segments; `…` for lines that a mark has in between. */
function renderLines(
  file: SourceFile,
  segments: readonly Segment[],
  gutter: (text: string) => string,
  style: FrameStyle,
): readonly string[] {
  const rows: string[] = [];
  let previousLine = 0;
  for (const line of [...new Set(segments.map((segment) => segment.line))].sort((left, right) => left - right)) {
    const own = segments.filter((segment) => segment.line === line).sort((left, right) => left.start - right.start);
    if (line > previousLine + 1 && own.some(({ continues }) => continues)) rows.push(`${gutter("")} …`);
    previousLine = line;
    const text = lineText(file, line);
    for (const group of groupByWindow(text, own)) {
      const window = windowOf(text, group[0]?.start ?? 0);
      rows.push(
        `${gutter(String(line))} ${toPrintable(window.head + text.slice(window.start, window.end) + window.tail)}`.trimEnd(),
      );
      rows.push(...group.map((segment) => `${gutter("")} ${renderSegment(text, window, segment, style)}`));
    }
  }
  return rows;
}

/** Those that one window shows; all of a line that is not long. */
function groupByWindow(text: string, segments: readonly Segment[]): readonly (readonly Segment[])[] {
  if (text.length <= maxLineLength) return [segments];
  const groups: Segment[][] = [];
  for (const segment of segments) {
    const group = groups.at(-1);
    const room = (group?.[0]?.start ?? 0) + maxLineLength - leadLength - 1;
    if (group && segment.end <= room) group.push(segment);
    else groups.push([segment]);
  }
  return groups;
}

/** A part of a line, with what stands for the rest. */
interface Window {
  readonly start: number;
  readonly end: number;
  readonly head: string;
  readonly tail: string;
}

/** The whole line, or so much of it around an offset that it can be read. */
function windowOf(text: string, offset: number): Window {
  if (text.length <= maxLineLength) return { start: 0, end: text.length, head: "", tail: "" };
  const start = Math.max(0, Math.min(offset - leadLength, text.length - maxLineLength));
  const end = start + maxLineLength;
  const head = start > 0 ? "…" : "";
  const tail = end < text.length ? "…" : "";
  // `…` takes the place of a character.
  return { start: nextCharacter(text, start + head.length), end: nextCharacter(text, end - tail.length), head, tail };
}

/** This offset, or the next one that does not tear a character apart. */
function nextCharacter(text: string, offset: number): number {
  let next = offset;
  while (next < text.length && /^[\udc00-\udfff\u0300-\u036f\u200d\ufe0f]/.test(text.charAt(next))) next++;
  return next;
}

function renderSegment(text: string, window: Window, segment: Segment, style: FrameStyle): string {
  const before = window.head + text.slice(window.start, segment.start);
  const end = Math.min(segment.end, window.end);
  const marked = text.slice(segment.start, end) + (segment.end > end ? window.tail : "");
  const underline = (segment.primary ? "^" : "-").repeat(Math.max(1, displayWidth(toPrintable(marked))));
  const paint = segment.primary ? style.primary : style.secondary;
  const words = segment.text === undefined ? underline : `${underline} ${segment.text}`;
  return `${" ".repeat(displayWidth(toPrintable(before)))}${paint(words)}`;
}

function byPlace(left: Mark, right: Mark): number {
  return left.span.start - right.span.start || left.span.end - right.span.end;
}

function isFirst<T>(item: T, index: number, list: readonly T[]): boolean {
  return list.indexOf(item) === index;
}
