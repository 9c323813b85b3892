/** Making diagnostics from codes, and putting them in order. */

import type { SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import { catalogue, type ArgumentsOf, type Code } from "./catalogue.js";
import type { Diagnostic, Fix, Label } from "./diagnostic.js";

/** A range in a file. */
export interface Place {
  readonly file: SourceFile;
  readonly span: Span;
}

/** What a diagnostic may have beside its message. */
export interface Details {
  /** Words under the place. */
  readonly label?: string;
  readonly related?: readonly Label[];
  readonly fixes?: readonly Fix[];
}

/** How a stage reports; what becomes of it is its caller's business. */
export type Report = <C extends Code>(code: C, args: ArgumentsOf<C>, place: Place, details?: Details) => void;

/** A `Report` that appends to a list. */
export function createReport(diagnostics: Diagnostic[]): Report {
  return (code, args, place, details = {}) => {
    const { severity, message, expected, help } = catalogue[code];
    diagnostics.push({
      code,
      severity,
      message: message(args),
      file: place.file,
      span: place.span,
      label: details.label,
      related: details.related ?? [],
      expected,
      help: help?.(args),
      // What a repair wrote for the parser stands nowhere in the file: taking it away would change nothing.
      fixes: (details.fixes ?? []).filter(({ edits }) =>
        edits.some(({ span, newText, file = place.file }) => file.text.slice(span.start, span.end) !== newText),
      ),
    });
  };
}

/** By file, offset and code, each finding once; findings at one place keep their order. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return [...diagnostics].sort(byPlace).filter((diagnostic) => {
    const { file, span, code, message } = diagnostic;
    const key = JSON.stringify([file.path, span.start, span.end, code, message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** True when a later stage must not run. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  return (
    compare(left.file.path, right.file.path) ||
    left.span.start - right.span.start ||
    left.span.end - right.span.end ||
    compare(left.code, right.code)
  );
}

/** By code units, so that the order is the same everywhere. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
