/** A finding about a source file, as data: terminal, `--json`, editor and tests show the same object. */

import type { SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import type { Code, TypeScriptCode } from "./catalogue.js";

export type Severity = "error" | "warning";

export interface Diagnostic {
  /** Stable and readable: `route/overlap`. `hproc explain` knows each of them. */
  readonly code: Code | TypeScriptCode;
  readonly severity: Severity;
  /** What is wrong, in the user's words and names. */
  readonly message: string;
  readonly file: SourceFile;
  readonly span: Span;
  /** Words under the primary span. */
  readonly label: string | undefined;
  /** Other places that take part. */
  readonly related: readonly Label[];
  /** What would have been accepted. */
  readonly expected: string | undefined;
  /** One concrete action. */
  readonly help: string | undefined;
  readonly fixes: readonly Fix[];
}

/** `route` of `route/overlap`; that of a TypeScript code is itself. */
export function areaOf(code: Diagnostic["code"]): string {
  return code.replace(/\/.*$/, "");
}

export interface Label {
  readonly file: SourceFile;
  readonly span: Span;
  readonly message: string;
}

/** A repair that is certainly right; of several, one is enough. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface TextEdit {
  /** That of the diagnostic when left out. */
  readonly file?: SourceFile;
  readonly span: Span;
  readonly newText: string;
}
