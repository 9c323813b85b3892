/** Annotations are known, stand where they mean something, and have the arguments they take. */

import type { Report } from "../../diagnostics/report.js";
import type { AnnotationSyntax } from "../../syntax/nodes.js";
import { unsupportedAnnotations } from "../../syntax/unsupported.js";
import type { SourceFile } from "../../text/source-file.js";
import { suggest } from "../../text/suggest.js";
import type { Bindings } from "../bindings.js";
import { readConstraint } from "../constraints.js";
import { isNumberText } from "../numbers.js";
import { allHandlers, allValues } from "../parts.js";

type Where = "a field, parameter or type" | "a case of a variant" | "a case of an enum" | "a handler";

interface Known {
  readonly allowed: Where;
  readonly usage: string;
}

const annotations: ReadonlyMap<string, Known> = new Map([
  ["length", { allowed: "a field, parameter or type", usage: "`@length(minimum, maximum)` with whole numbers from 0" }],
  ["range", { allowed: "a field, parameter or type", usage: "`@range(minimum, maximum)` with numbers" }],
  ["items", { allowed: "a field, parameter or type", usage: "`@items(minimum, maximum)` with whole numbers from 0" }],
  ["status", { allowed: "a case of a variant", usage: "`@status(404)` with one HTTP status" }],
]);

export function checkAnnotations(bindings: Bindings, report: Report): void {
  const check = (file: SourceFile, where: Where, written: readonly AnnotationSyntax[]): void => {
    for (const annotation of written) checkAnnotation(annotation, file, where, report);
  };
  for (const value of allValues(bindings)) check(value.file, "a field, parameter or type", value.annotations);
  for (const { file, kind, syntax } of bindings.types) {
    if (kind !== "enum" && kind !== "variant") continue;
    const where = kind === "enum" ? "a case of an enum" : "a case of a variant";
    for (const one of syntax.cases) check(file, where, one.annotations);
  }
  for (const { file, syntax } of allHandlers(bindings)) check(file, "a handler", syntax.annotations);
}

function checkAnnotation(annotation: AnnotationSyntax, file: SourceFile, where: Where, report: Report): void {
  const name = annotation.name.text;
  const place = { file, span: { start: annotation.span.start, end: annotation.name.span.end } };
  if (unsupportedAnnotations.includes(name)) {
    report("syntax/unsupported", { construct: `\`@${name}\` is`, help: "remove it" }, place);
    return;
  }
  const known = annotations.get(name);
  if (known === undefined) {
    const suggestion = suggest(name, annotations.keys());
    report("name/unknown-annotation", { name, suggestion: suggestion && `@${suggestion}` }, place);
  } else if (known.allowed !== where) {
    report("annotation/place", { name, where, allowed: known.allowed }, place);
  } else if (name === "status") {
    checkStatus(annotation, known, file, report);
  } else if (readConstraint(annotation) === undefined && annotation.arguments.every(isWellFormed)) {
    report("annotation/arguments", { name, usage: known.usage }, { file, span: annotation.span });
  }
}

function checkStatus(annotation: AnnotationSyntax, known: Known, file: SourceFile, report: Report): void {
  const [status, ...others] = annotation.arguments;
  if (status?.kind !== "number" || others.length > 0) {
    report("annotation/arguments", { name: "status", usage: known.usage }, { file, span: annotation.span });
  } else if (!/^[45][0-9][0-9]$/.test(status.text) && isWellFormed(status)) {
    report("annotation/status", { status: status.text }, { file, span: status.span });
  }
}

/** False for what is reported as not being a number. */
function isWellFormed(argument: AnnotationSyntax["arguments"][number]): boolean {
  return argument.kind !== "number" || isNumberText(argument.text);
}
