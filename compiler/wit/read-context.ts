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

/** Without the sentences that hproc has added for these annotations, in the order in which they stand. */
export function withoutSentences(
  documentation: DocumentationSyntax | undefined,
  annotations: readonly AnnotationSyntax[],
): DocumentationSyntax | undefined {
  if (documentation === undefined) return undefined;
  const deprecated = annotationText(annotations, "deprecated");
  const wire = annotationText(annotations, "wire");
  let lines: readonly string[] = documentation.text.split("\n");
  if (deprecated !== undefined) lines = withoutLast(lines, deprecatedSentence(deprecated).replace(/: [^]*$/, ": "));
  if (wire !== undefined) lines = withoutLast(lines, wireSentence(wire));
  return lines.length === 0 ? undefined : { ...documentation, text: lines.join("\n") };
}

/** Up to the last line that begins so: what follows is of the same sentence. The text itself may have been escaped. */
function withoutLast(lines: readonly string[], beginning: string): readonly string[] {
  const index = lines.findLastIndex((line) => line === beginning.trimEnd() || line.startsWith(beginning));
  return index < 0 ? lines : lines.slice(0, index);
}
