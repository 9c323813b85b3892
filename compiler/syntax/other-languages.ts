/** Files that are no schemas at all: one finding for the whole is more than one for each line. */

import type { Span } from "../text/span.js";

export interface OtherLanguage {
  readonly language: string;
  readonly help: string | undefined;
  /** What tells it. */
  readonly span: Span;
}

/** What stands at the beginning of a line of a file in each language, and in no schema. */
const signs: readonly (readonly [language: string, sign: RegExp, help?: string])[] = [
  ["JSON", /^(?:\uFEFF?\s*)([{[])(?=\s*["}\]{[])/],
  ["XML or HTML", /^(?:\uFEFF?\s*)(<[!?A-Za-z]\w*)/],
  ["Protocol Buffers", /^[ \t]*(syntax[ \t]*=[ \t]*["']proto[^\r\n]*)/m],
  ["WIT", /^[ \t]*((?:interface|world)[ \t]+%?[a-z][a-z0-9-]*[ \t]*\{)/m],
  ["OpenAPI", /^(openapi|swagger):[ \t]/m],
  ["Prisma", /^[ \t]*((?:datasource|generator)[ \t]+\w+[ \t]*\{)/m],
  ["Smithy", /^[ \t]*(\$version[ \t]*:)/m],
  ["TypeSpec", /^[ \t]*(import[ \t]+"@typespec\/|using[ \t]+[A-Z][\w.]*;|@service\b)/m],
  ["GraphQL", /^[ \t]*(type[ \t]+(?:Query|Mutation|Subscription)\b|schema[ \t]*\{|scalar[ \t]+\w+[ \t]*$)/m],
  [
    "Rust",
    /^[ \t]*(#!?\[|use[ \t]+\w+::|(?:pub[ \t]+)?(?:async[ \t]+)?fn[ \t]+\w+|impl\b|pub[ \t]+(?:struct|enum|mod)\b)/m,
  ],
  [
    "TypeScript",
    /^[ \t]*(import[ \t]+(?:type[ \t]+)?[{*\w"'][^\r\n]*|export[ \t]+(?:default|const|interface|type|enum|class|async|function)\b|(?:const|let|var)[ \t]+\w+[ \t]*[:=])/m,
  ],
];

/** A file with one of these is a schema, whatever else it has. */
const schemaSigns: readonly RegExp[] = [
  /^package[ \t]+[A-Za-z0-9._-]+:[A-Za-z0-9._-]+@[^;\s]+[ \t]*(?:\/\/[^\r\n]*)?$/m,
  /^(?:process|record|variant)[ \t]+[A-Z]\w*[^\r\n{]*\{/m,
];

/** Longer files show what they are in their beginning. */
const maxSearchedLength = 20_000;

/** Undefined for a schema, and for a text that could be anything. */
export function findOtherLanguage(text: string): OtherLanguage | undefined {
  const beginning = text.slice(0, maxSearchedLength);
  if (schemaSigns.some((sign) => sign.test(beginning))) return undefined;
  for (const [language, sign, help] of signs) {
    const found = sign.exec(beginning);
    if (found === null) continue;
    const text = found[1] ?? found[0];
    const start = found.index + found[0].indexOf(text);
    return { language, help, span: { start, end: start + text.trimEnd().length } };
  }
  return undefined;
}
