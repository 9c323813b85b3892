/**
 * Marks: comments in which hproc says of a part of WIT what the schema says of it.
 *
 *     // hproc: title: string @length(1, 200) = "new"
 *     title: string,
 */

import type { Report } from "../diagnostics/report.js";
import { attemptRule } from "../syntax/attempt.js";
import type { StartRules } from "../syntax/generated/parser.js";
import type { AnnotationSyntax } from "../syntax/nodes.js";
import { findTooDeep } from "../syntax/recover.js";
import { scan } from "../syntax/scan.js";
import type { SourceFile } from "../text/source-file.js";
import { restoreSpaces, type Note } from "./comments.js";

export type ReadMark = <Rule extends keyof StartRules>(rule: Rule, mark: Note) => StartRules[Rule] | undefined;

/** What it returns reads one mark with a rule of the schema's grammar; undefined, and reported, when that fails. */
export function createReadMark(file: SourceFile, report: Report): ReadMark {
  const text = restoreSpaces(file.text);
  return (rule, mark) => {
    const isTooDeep = findTooDeep(scan(mark.text)) !== undefined;
    const node = isTooDeep ? undefined : attemptRule(rule, { file, text }, mark.span).node;
    if (node === undefined)
      report("wit/mark", { mark: mark.text, reason: "it cannot be read" }, { file, span: mark.span });
    return node;
  };
}

/** The text of an annotation's only argument, empty without one; undefined without the annotation. */
export function annotationText(annotations: readonly AnnotationSyntax[], name: string): string | undefined {
  const annotation = annotations.find((one) => one.name.text === name);
  const [argument] = annotation?.arguments ?? [];
  return annotation && (argument?.kind === "string" ? argument.value : "");
}
