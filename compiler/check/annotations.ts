/** What annotations say, apart from constraints. Those that are malformed, which is reported, say nothing. */

import type { Literal } from "../model/model.js";
import type { AnnotationSyntax } from "../syntax/nodes.js";
import { readLiteral } from "./literals.js";

/** The text that `@wire("…")` gives; undefined without one. */
export function readWire(annotations: readonly AnnotationSyntax[]): string | undefined {
  const [name] = find(annotations, "wire")?.arguments ?? [];
  return name?.kind === "string" ? name.value : undefined;
}

/** The note of `@deprecated("…")`, empty when it has none; undefined without the annotation. */
export function readDeprecated(annotations: readonly AnnotationSyntax[]): string | undefined {
  const deprecated = find(annotations, "deprecated");
  if (deprecated === undefined) return undefined;
  const [note] = deprecated.arguments;
  return note?.kind === "string" ? note.value : "";
}

export function isSecret(annotations: readonly AnnotationSyntax[]): boolean {
  return find(annotations, "secret") !== undefined;
}

export function readExamples(annotations: readonly AnnotationSyntax[]): readonly Literal[] {
  return annotations
    .filter(({ name }) => name.text === "example")
    .flatMap(({ arguments: [value] }) => (value === undefined ? [] : (readLiteral(value) ?? [])));
}

/** The HTTP status of `@status(404)`. */
export function readStatus(annotations: readonly AnnotationSyntax[]): number | undefined {
  const [status] = find(annotations, "status")?.arguments ?? [];
  return status?.kind === "number" ? Number(status.text) : undefined;
}

function find(annotations: readonly AnnotationSyntax[], name: string): AnnotationSyntax | undefined {
  return annotations.find((annotation) => annotation.name.text === name);
}
