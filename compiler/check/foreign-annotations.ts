/** Annotations of other languages, and what says the same here. */

import type { Fix, TextEdit } from "../diagnostics/diagnostic.js";
import type { AnnotationSyntax } from "../syntax/nodes.js";
import type { SourceFile } from "../text/source-file.js";

export interface ForeignAnnotation {
  readonly help: string;
  readonly fixes: readonly Fix[];
}

interface Translation {
  readonly help: string;
  readonly write?: (argument: string | undefined) => string | undefined;
}

/** What stands instead, from the text of the one argument; undefined where only the words help. */
const translations: ReadonlyMap<string, Translation> = new Map<string, Translation>([
  [
    "default",
    { help: "a default follows the type and its annotations: `= …`", write: (value) => value && `= ${value}` },
  ],
  ["maxLength", { help: "write both bounds: `@length(0, …)`", write: (value) => value && `@length(0, ${value})` }],
  ["minLength", { help: "write both bounds: `@length(…, …)`" }],
  ["maxItems", { help: "write both bounds: `@items(0, …)`", write: (value) => value && `@items(0, ${value})` }],
  ["minItems", { help: "write both bounds: `@items(…, …)`" }],
  ["size", { help: "write `@length(…, …)` for a text, `@items(…, …)` for a list" }],
  ["min", { help: "write both bounds: `@range(…, …)`" }],
  ["max", { help: "write both bounds: `@range(…, …)`" }],
  ["minValue", { help: "write both bounds: `@range(…, …)`" }],
  ["maxValue", { help: "write both bounds: `@range(…, …)`" }],
  ["minimum", { help: "write both bounds: `@range(…, …)`" }],
  ["maximum", { help: "write both bounds: `@range(…, …)`" }],
  ["regex", { help: "write `@pattern`", write: (value) => value && `@pattern(${value})` }],
  ["matches", { help: "write `@pattern`", write: (value) => value && `@pattern(${value})` }],
  ["rename", { help: "write `@wire`", write: (value) => value && `@wire(${value})` }],
  ["json", { help: "write `@wire`", write: (value) => value && `@wire(${value})` }],
  ["jsonName", { help: "write `@wire`", write: (value) => value && `@wire(${value})` }],
  ["doc", { help: "documentation stands in lines before, each after `///`" }],
  ["description", { help: "documentation stands in lines before, each after `///`" }],
  ["summary", { help: "documentation stands in lines before, each after `///`" }],
  ["required", { help: "remove it: a value is always there, unless its type is `option<…>`", write: () => "" }],
  ["optional", { help: "write the type as `option<…>`" }],
  ["nullable", { help: "write the type as `option<…>`" }],
  ["path", { help: "write `from path` behind the parameter's type", write: () => "from path" }],
  ["query", { help: "write `from query` behind the parameter's type", write: () => "from query" }],
  ["body", { help: "write `from body` behind the parameter's type", write: () => "from body" }],
  ["header", { help: 'write `from header "…"` behind the parameter\'s type' }],
]);

/** Undefined for a name that is foreign everywhere. */
export function findForeignAnnotation(
  { name, arguments: values, span }: AnnotationSyntax,
  file: SourceFile,
): ForeignAnnotation | undefined {
  const translation = translations.get(name.text);
  if (translation === undefined) return undefined;
  const [first] = values;
  const argument =
    values.length === 1 && first !== undefined ? file.text.slice(first.span.start, first.span.end) : undefined;
  const newText = translation.write?.(argument);
  if (newText === undefined) return { help: translation.help, fixes: [] };
  // Without the white space before it when nothing takes its place.
  const edit: TextEdit = { span: newText === "" ? { start: span.start - 1, end: span.end } : span, newText };
  const title = newText === "" ? `Remove \`@${name.text}\`` : `Write \`${newText}\``;
  return { help: translation.help, fixes: [{ title, edits: [edit] }] };
}
