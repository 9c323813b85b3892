/** A diagnostic as one line of JSON for other tools. */

import { positionAt, type SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import type { Diagnostic } from "./diagnostic.js";

/** A place as tools want it: lines and columns from 1, columns in UTF-16 units; the end is exclusive. */
interface JsonPlace {
  readonly file: string;
  readonly start: { readonly line: number; readonly column: number; readonly offset: number };
  readonly end: { readonly line: number; readonly column: number; readonly offset: number };
}

/** JSON text without a line end. Members are always there; what a diagnostic does not have is `null` or `[]`. */
export function renderDiagnosticJson(diagnostic: Diagnostic): string {
  const { code, severity, message, file, span, label, related, expected, help, fixes } = diagnostic;
  return JSON.stringify({
    kind: "diagnostic",
    code,
    severity,
    message,
    ...toJsonPlace(file, span),
    label: label ?? null,
    related: related.map((place) => ({ ...toJsonPlace(place.file, place.span), message: place.message })),
    expected: expected ?? null,
    help: help ?? null,
    fixes: fixes.map((fix) => ({
      title: fix.title,
      edits: fix.edits.map((edit) => ({ ...toJsonPlace(edit.file ?? file, edit.span), newText: edit.newText })),
    })),
  });
}

function toJsonPlace(file: SourceFile, span: Span): JsonPlace {
  return {
    file: file.path,
    start: { ...positionAt(file, span.start), offset: span.start },
    end: { ...positionAt(file, span.end), offset: span.end },
  };
}
