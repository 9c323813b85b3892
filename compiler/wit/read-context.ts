/** What the readers of WIT's parts share. */

import type { Report } from "../diagnostics/report.js";
import type { AnnotationSyntax, DocumentationSyntax, TypeSyntax } from "../syntax/nodes.js";
import type { SourceFile } from "../text/source-file.js";
import { deprecatedSentence, wireSentence } from "../model/sentences.js";
import type { Note } from "./comments.js";
import { annotationText, type ReadMark } from "./marks.js";
import { fits, type TypeContext } from "./types.js";
import { formatWitType } from "./scope.js";
import type { WitType } from "./nodes.js";

export interface ReadContext extends TypeContext {
  readonly file: SourceFile;
  readonly report: Report;
  readonly readMark: ReadMark;
}

/** True when a mark says the type that stands in WIT; else it is old or wrong, which is reported, and WIT counts. */
export function isMarkFor(mark: Note, said: TypeSyntax, type: WitType, context: ReadContext): boolean {
  if (fits(said, type, context)) return true;
  const reason = `WIT has \`${formatWitType(type)}\` there`;
  context.report("wit/mark", { mark: mark.text, reason }, { file: context.file, span: mark.span });
  return false;
}

/** Without the sentences that hproc has added for these annotations. */
export function withoutSentences(
  documentation: DocumentationSyntax | undefined,
  annotations: readonly AnnotationSyntax[],
): DocumentationSyntax | undefined {
  const deprecated = annotationText(annotations, "deprecated");
  const wire = annotationText(annotations, "wire");
  const sentences = [
    ...(deprecated === undefined ? [] : [deprecatedSentence(deprecated)]),
    ...(wire === undefined ? [] : [wireSentence(wire)]),
  ];
  const text = sentences.reduce(withoutEnd, documentation?.text ?? "");
  return documentation && text !== "" ? { ...documentation, text } : undefined;
}

function withoutEnd(text: string, end: string): string {
  if (text === end) return "";
  return text.endsWith(`\n${end}`) ? text.slice(0, -end.length - 1) : text;
}
