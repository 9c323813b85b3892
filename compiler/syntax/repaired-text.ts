/** A part of a file as it reads after repairs, whose every place is still one of the file. */

import type { TextEdit } from "../diagnostics/diagnostic.js";
import type { Span } from "../text/span.js";
import { scan, type Token } from "./scan.js";

export interface RepairedText {
  readonly text: string;
  /** From where something in `text` begins or ends to that place in the file; what is new covers what it replaces. */
  readonly place: (offset: number, side: "start" | "end") => number;
  /** Of `text`, with their places in the file. */
  readonly tokens: () => readonly Token[];
}

/** A stretch of the new text and what it stands for. */
interface Stretch {
  readonly start: number;
  readonly origin: Span;
  readonly isNew: boolean;
}

/** `whole` is the text of the file. Edits do not overlap and lie within the span. */
export function repairText(whole: string, span: Span, edits: readonly TextEdit[]): RepairedText {
  const sorted = [...edits].sort((left, right) => left.span.start - right.span.start);
  const stretches: Stretch[] = [];
  let text = "";
  let from = span.start;
  for (const edit of sorted) {
    stretches.push({ start: text.length, origin: { start: from, end: edit.span.start }, isNew: false });
    text += whole.slice(from, edit.span.start);
    stretches.push({ start: text.length, origin: edit.span, isNew: true });
    text += edit.newText;
    from = edit.span.end;
  }
  stretches.push({ start: text.length, origin: { start: from, end: span.end }, isNew: false });
  text += whole.slice(from, span.end);

  const place: RepairedText["place"] = (offset, side) => {
    // What ends where a stretch begins belongs to the one before.
    const stretch =
      stretches.findLast(({ start }) => (side === "start" ? start <= offset : start < offset)) ?? stretches[0];
    if (stretch === undefined) return span.start;
    if (stretch.isNew) return stretch.origin[side];
    return Math.min(stretch.origin.start + offset - stretch.start, stretch.origin.end);
  };
  const tokens = (): readonly Token[] =>
    scan(text).map((token) => {
      const { start, end } = token.span;
      return { ...token, span: { start: place(start, "start"), end: place(end, "end") } };
    });
  return { text, place, tokens };
}

/** True when no edit touches what another one changes; two insertions at one place would be in each other's way too. */
export function areApart(edits: readonly TextEdit[]): boolean {
  const sorted = [...edits].sort((left, right) => left.span.start - right.span.start || left.span.end - right.span.end);
  return sorted.every(({ span }, index) => {
    const before = sorted[index - 1]?.span;
    if (before === undefined) return true;
    const isInsertion = span.start === span.end || before.start === before.end;
    return isInsertion ? before.end < span.start : before.end <= span.start;
  });
}
