/** What the comments of a WIT file say: documentation, what kit notes of a signature, and marks of hproc. */

import type { DocumentationSyntax } from "../syntax/nodes.js";
import { coverSpans, type Span } from "../text/span.js";
import type { WitComment } from "./nodes.js";

/** A piece of a comment behind what says its kind. */
export interface Note {
  readonly text: string;
  readonly span: Span;
}

export interface Remarks {
  readonly documentation: DocumentationSyntax | undefined;
  /** `GET /api/tasks` of `// HTTP: GET /api/tasks`. */
  readonly http: Note | undefined;
  /** `(id: u64)` of `// args: (id: u64)`. */
  readonly args: Note | undefined;
  /** `{"GetTask": id}` of `// json fmt: {"GetTask": id}`. */
  readonly json: Note | undefined;
  /** `done: bool = false` of `// hproc: done: bool = false`, in source order. */
  readonly marks: readonly Note[];
}

/** The comments before an item, which begins at `start`, and behind it. */
export function readRemarks(comments: readonly WitComment[], start: number, text: string): Remarks {
  const notes: Record<NoteKind, Note[]> = {
    HTTP: [],
    args: [],
    "json fmt": [],
    hproc: [],
    "Function signature for": [],
  };
  const words: WitComment[] = [];
  for (const [index, comment] of comments.entries()) {
    const note = noteOf(comment);
    if (note !== undefined) notes[note.kind].push(note);
    else words.push(comment);
    // What a line without text separates from the item belongs to the file, unless it is documentation.
    const next = comments[index + 1]?.span.start ?? start;
    const isDetached = comment.span.end < start && hasEmptyLine(text.slice(comment.span.end, Math.min(next, start)));
    if (isDetached) words.splice(0, words.length, ...words.filter(isDocumentation));
  }
  return {
    documentation: joinDocumentation(words),
    http: notes.HTTP.at(-1),
    args: notes.args.at(-1),
    json: notes["json fmt"].at(-1),
    marks: notes.hproc,
  };
}

const noteKinds = ["HTTP", "args", "json fmt", "hproc", "Function signature for"] as const;

type NoteKind = (typeof noteKinds)[number];

function noteOf({ text, span }: WitComment): (Note & { readonly kind: NoteKind }) | undefined {
  const [head = "", name] = /^\/\/[ \t]*([A-Za-z ]+):[ \t]*/.exec(text) ?? [];
  const kind = noteKinds.find((one) => one === name);
  return kind && { kind, text: text.slice(head.length), span: { start: span.start + head.length, end: span.end } };
}

function hasEmptyLine(between: string): boolean {
  return /(?:\n|\r(?!\n))[ \t]*(?:\r|\n)/.test(between);
}

/** `///` and `/** … *\/`. */
function isDocumentation({ text }: WitComment): boolean {
  return /^\/\/\/(?!\/)|^\/\*\*(?![*/])/.test(text);
}

function joinDocumentation(comments: readonly WitComment[]): DocumentationSyntax | undefined {
  const text = comments.flatMap(linesOf).join("\n");
  const [first, last] = [comments[0], comments.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return { kind: "documentation", span: coverSpans(first.span, last.span), text: restoreSpaces(text) };
}

function linesOf({ text }: WitComment): readonly string[] {
  if (text.startsWith("//")) return [text.replace(/^\/\/+ ?/, "").trimEnd()];
  // Signs may stand on lines of their own.
  const lines = text.replace(/^\/\*+(?: ?|\s*[\r\n])|\s*\*+\/$/g, "").split(/\r\n|\n|\r/);
  return lines.map((line, index) => (index === 0 ? line : line.replace(/^[ \t]*(?:\* ?)?/, "")).trimEnd());
}

/**
 * kit takes a file with the text `world ` for a world, so hproc writes a space there that is not broken. As long as the
 * text was, so that places stay.
 */
export function restoreSpaces(text: string): string {
  return text.replaceAll("world\u00a0", "world ");
}
