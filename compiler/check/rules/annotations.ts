/** Annotations are known, stand where they mean something, and have the arguments they take. */

import { removal, replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import type { AnnotationSyntax } from "../../syntax/nodes.js";
import type { SourceFile } from "../../text/source-file.js";
import { suggest } from "../../text/suggest.js";
import type { Bindings } from "../bindings.js";
import { findForeignAnnotation } from "../foreign-annotations.js";
import { readConstraint, readPattern } from "../constraints.js";
import { isNumberText } from "../numbers.js";
import { allAnnotated, type AnnotatedPlace } from "../parts.js";

interface Known {
  readonly places: readonly AnnotatedPlace[];
  /** The places in words. */
  readonly allowed: string;
  readonly usage: string;
}

const values: Omit<Known, "usage"> = {
  places: ["a field", "a parameter", "a type"],
  allowed: "a field, parameter or type",
};
const examples: Omit<Known, "usage"> = {
  places: [...values.places, "a record", "an enum", "a variant"],
  allowed: "a field, parameter, type, record, enum or variant",
};
const named: Omit<Known, "usage"> = {
  places: ["a field", "a parameter", "a case of an enum", "a case of a variant", "a handler"],
  allowed: "a field, parameter, case or handler",
};

const annotations: ReadonlyMap<string, Known> = new Map<string, Known>([
  ["length", { ...values, usage: "`@length(minimum, maximum)` with whole numbers from 0" }],
  ["range", { ...values, usage: "`@range(minimum, maximum)` with numbers" }],
  ["items", { ...values, usage: "`@items(minimum, maximum)` with whole numbers from 0" }],
  ["pattern", { ...values, usage: '`@pattern("…")` with one regular expression' }],
  ["secret", { ...values, usage: "`@secret` alone" }],
  ["example", { ...examples, usage: "`@example(…)` with one value" }],
  ["wire", { ...named, usage: '`@wire("other_name")` with one string' }],
  [
    "deprecated",
    {
      places: [...examples.places, ...named.places, "a timer", "a socket", "a client"],
      allowed: "what has a name, apart from processes",
      usage: '`@deprecated`, or `@deprecated("…")` with what to use instead',
    },
  ],
  [
    "status",
    { places: ["a case of a variant"], allowed: "a case of a variant", usage: "`@status(404)` with one HTTP status" },
  ],
]);

export function checkAnnotations(bindings: Bindings, report: Report): void {
  for (const { file, place, annotations: written } of allAnnotated(bindings)) {
    for (const annotation of written) checkAnnotation(annotation, file, place, report);
  }
}

function checkAnnotation(annotation: AnnotationSyntax, file: SourceFile, where: AnnotatedPlace, report: Report): void {
  const name = annotation.name.text;
  const span = { start: annotation.span.start, end: annotation.name.span.end };
  const known = annotations.get(name);
  if (known === undefined) {
    const foreign = findForeignAnnotation(annotation, file);
    const suggestion = suggest(name, annotations.keys());
    const args = { name, suggestion: suggestion && `@${suggestion}`, help: foreign?.help };
    const fixes = foreign?.fixes ?? replacement(annotation.name.span, suggestion);
    report("name/unknown-annotation", args, { file, span }, { fixes });
  } else if (!known.places.includes(where)) {
    const fixes = removal(annotation.span, `\`@${name}\``);
    report("annotation/place", { name, where, allowed: known.allowed }, { file, span }, { fixes });
  } else if (!hasArguments(annotation)) {
    if (!annotation.arguments.every(isWellFormed)) return;
    const [first, second] = annotation.arguments;
    const isText = ["wire", "pattern", "deprecated"].includes(name) && second === undefined;
    const fixes = isText && first?.kind === "word" ? replacement(first.span, JSON.stringify(first.text)) : [];
    report("annotation/arguments", { name, usage: known.usage }, { file, span: annotation.span }, { fixes });
  } else checkValue(annotation, file, report);
}

/** True when there are as many as the annotation takes, of the kinds that it takes. */
function hasArguments(annotation: AnnotationSyntax): boolean {
  const { name, arguments: [first, ...others] } = annotation;
  switch (name.text) {
    case "secret":
      return first === undefined;
    case "deprecated":
      return others.length === 0 && (first === undefined || first.kind === "string");
    case "wire":
    case "pattern":
      return others.length === 0 && first?.kind === "string";
    case "example":
      return others.length === 0 && first !== undefined;
    case "status":
      return others.length === 0 && first?.kind === "number";
    default:
      return readConstraint(annotation) !== undefined;
  }
}

/** What is wrong with an argument of the right kind. */
function checkValue({ name, arguments: [first] }: AnnotationSyntax, file: SourceFile, report: Report): void {
  if (first === undefined) return;
  const place = { file, span: first.span };
  if (name.text === "status" && first.kind === "number") {
    if (/^[45][0-9][0-9]$/.test(first.text) || !isWellFormed(first)) return;
    report("annotation/status", { status: first.text }, place);
  } else if (name.text === "pattern" && first.kind === "string") {
    if (readPattern(first.value) !== undefined) return;
    report("annotation/pattern", { pattern: first.value, problem: describePatternProblem(first.value) }, place);
  } else if (name.text === "wire" && first.kind === "string") {
    const problem = findWireProblem(first.value);
    if (problem !== undefined) report("annotation/wire", { name: first.value, problem }, place);
  }
}

/** The engine's words without the pattern, which it repeats. */
function describePatternProblem(pattern: string): string {
  try {
    new RegExp(pattern, "u");
    return "";
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    return (message.split(/\/u?: /).at(-1) ?? message).toLowerCase();
  }
}

/** Object keys can be any text; what nobody can read, or what JavaScript reads as something else, is a mistake. */
function findWireProblem(name: string): string | undefined {
  if (name === "") return "it is empty";
  if (name.length > 200) return "it is longer than 200 characters";
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) return "it has characters that cannot be seen";
  return name === "__proto__" ? "JavaScript programs read it as something else" : undefined;
}

/** False for what is reported as not being a number. */
function isWellFormed(argument: AnnotationSyntax["arguments"][number]): boolean {
  return argument.kind !== "number" || isNumberText(argument.text);
}
