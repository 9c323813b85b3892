/** From a source file to a syntax tree, whatever the text is. */

import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createReport, sortDiagnostics, type Report } from "../diagnostics/report.js";
import type { SourceFile } from "../text/source-file.js";
import { attemptRule, maxExplainedCount, type Source } from "./attempt.js";
import { findEarlyBraces } from "./early-braces.js";
import type { SchemaSyntax, SyntaxTree } from "./nodes.js";
import { withoutLongStrings } from "./long-strings.js";
import { findOtherLanguage } from "./other-languages.js";
import { withoutConflicts } from "./merge-conflicts.js";
import { findTooDeep, readDeclaration } from "./recover.js";
import { scan } from "./scan.js";
import { splitDeclarations } from "./split.js";
import { explainFailure } from "./syntax-error.js";

export interface Parsed {
  readonly tree: SyntaxTree;
  readonly diagnostics: readonly Diagnostic[];
}

/** Never throws: what cannot be read is reported, and the tree has the rest, some of it as it reads when repaired. */
export function parse(file: SourceFile): Parsed {
  const tokens = scan(file.text);
  const span = { start: 0, end: file.text.length };
  const isTooDeep = findTooDeep(tokens) !== undefined;
  const attempt = isTooDeep ? undefined : attemptRule("File", { file, text: file.text }, span);
  if (attempt?.node !== undefined) {
    return { tree: { file, schema: attempt.node, complete: true }, diagnostics: [] };
  }
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics);
  const unread = (schema: SchemaSyntax): Parsed => {
    return { tree: { file, schema, complete: false }, diagnostics: sortDiagnostics(diagnostics) };
  };
  const other = findOtherLanguage(file.text);
  if (other !== undefined) {
    report("syntax/other-language", other, { file, span: other.span });
    return unread({ kind: "schema", span, declarations: [] });
  }
  const text = withoutLongStrings(file, withoutConflicts(file, report), report);
  const source = withoutEarlyBraces({ file, text, patience: { left: maxExplainedCount } }, report);
  const declarations = splitDeclarations(scan(source.text)).flatMap((piece) => readDeclaration(source, piece, report));
  // Each piece alone was fine: only the file as a whole shows the mistake.
  if (diagnostics.length === 0 && attempt !== undefined) explainFailure(attempt.failure).report(report, []);
  return unread({ kind: "schema", span, declarations });
}

function withoutEarlyBraces({ file, text, patience }: Source, report: Report): Source {
  let kept = "";
  let end = 0;
  for (const span of findEarlyBraces(file, splitDeclarations(scan(text)), report)) {
    kept += `${text.slice(end, span.start)} `;
    end = span.end;
  }
  return { file, text: kept + text.slice(end), patience };
}
