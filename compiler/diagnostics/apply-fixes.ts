/** The texts of files after the fixes of diagnostics. */

import type { SourceFile } from "../text/source-file.js";
import type { Diagnostic, TextEdit } from "./diagnostic.js";

export interface FixedFile {
  readonly file: SourceFile;
  readonly text: string;
}

export interface Fixed {
  /** Those that changed, in the order of their first edit. */
  readonly files: readonly FixedFile[];
  /** So many diagnostics were repaired. */
  readonly count: number;
}

/**
 * One fix of each diagnostic, in their order. A fix is done as a whole or not at all: one of which an edit touches what
 * an earlier one changes is left for another run, when its diagnostic has been made again from the new text.
 */
export function applyFixes(diagnostics: readonly Diagnostic[]): Fixed {
  const accepted = new Map<SourceFile, TextEdit[]>();
  let count = 0;
  for (const { file: owner, fixes } of diagnostics) {
    const fix = fixes.find(({ edits }) => edits.every((edit) => isFree(edit, accepted.get(edit.file ?? owner) ?? [])));
    if (fix === undefined) continue;
    for (const edit of fix.edits) {
      const file = edit.file ?? owner;
      accepted.set(file, [...(accepted.get(file) ?? []), edit]);
    }
    count++;
  }
  return { files: [...accepted].map(([file, edits]) => ({ file, text: applyEdits(file.text, edits) })), count };
}

/** Two insertions at one place are in each other's way too: their order would be a guess. */
function isFree({ span }: TextEdit, taken: readonly TextEdit[]): boolean {
  return taken.every(({ span: other }) =>
    span.start === span.end || other.start === other.end
      ? span.end < other.start || other.end < span.start
      : span.end <= other.start || other.end <= span.start,
  );
}

function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let end = 0;
  for (const { span, newText } of [...edits].sort((left, right) => left.span.start - right.span.start)) {
    result += text.slice(end, span.start) + newText;
    end = span.end;
  }
  return result + text.slice(end);
}
