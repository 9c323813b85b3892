/** Names of the schema from names of WIT: `next-id` is `nextId`, and as a type `NextId`. */

import { toCamel, toPascal } from "../naming/typescript-names.js";
import type { WordSyntax } from "../syntax/nodes.js";
import type { Span } from "../text/span.js";

export function toTypeName(witName: string): string {
  return toPascal(witName.toLowerCase());
}

export function toValueName(witName: string): string {
  return toCamel(witName.toLowerCase().replaceAll("-", "_"));
}

export function word(text: string, span: Span): WordSyntax {
  return { kind: "word", text, span };
}
