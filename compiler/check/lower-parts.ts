/** The parts of the model that types and processes share. */

import type { Field, Literal, Location } from "../model/model.js";
import type { Type } from "../model/type.js";
import { toWireField } from "../naming/wire-names.js";
import type { AnnotationSyntax, DocumentationSyntax, WordSyntax } from "../syntax/nodes.js";
import { InternalError, unreachable } from "../text/internal-error.js";
import { positionAt, type SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import { isSecret, readDeprecated, readExamples, readWire } from "./annotations.js";
import type { BoundField, BoundParameter, BoundType } from "./bindings.js";
import { readConstraints } from "./constraints.js";
import { lowerLiteral } from "./literals.js";

/** A field, or what a parameter has in common with one. */
export function lowerValue({ file, syntax, type }: BoundField | BoundParameter): Field {
  return {
    ...lowerDeclared(file, syntax),
    ...lowerRemarks(syntax.annotations),
    wireName: readWire(syntax.annotations) ?? toWireField(syntax.name.text),
    type: lowerType(type),
    default: syntax.default && lowerLiteral(syntax.default),
    constraints: readConstraints(syntax.annotations),
  };
}

/** What is said about values. */
export function lowerRemarks(annotations: readonly AnnotationSyntax[]): {
  readonly examples: readonly Literal[];
  readonly secret: boolean;
} {
  return { examples: readExamples(annotations), secret: isSecret(annotations) };
}

export function lowerType(type: BoundType): Type {
  switch (type.kind) {
    case "scalar":
      return { kind: "scalar", name: type.name };
    case "host":
      return { kind: "host", name: type.name };
    case "list":
    case "set":
    case "option":
      return { kind: type.kind, element: lowerType(type.element) };
    case "result":
      return { kind: "result", ok: lowerType(type.ok), err: lowerType(type.err) };
    case "tuple":
      return { kind: "tuple", elements: type.elements.map(lowerType) };
    case "map":
      return { kind: "map", key: lowerType(type.key), value: lowerType(type.value) };
    case "named":
      return { kind: "named", name: type.name };
    case "unknown":
      throw new InternalError(`the type \`${type.syntax.name.text}\` passed the checks`);
    default:
      return unreachable(type);
  }
}

interface DeclaredSyntax {
  readonly name: WordSyntax;
  readonly documentation: DocumentationSyntax | undefined;
  readonly annotations?: readonly AnnotationSyntax[];
  readonly span: Span;
}

/** What everything with a name has. */
export function lowerDeclared(
  file: SourceFile,
  { name, documentation, annotations = [], span }: DeclaredSyntax,
): {
  readonly name: string;
  readonly documentation: string | undefined;
  readonly deprecated: string | undefined;
  readonly location: Location;
} {
  return {
    name: name.text,
    documentation: documentation?.text,
    deprecated: readDeprecated(annotations),
    location: lowerLocation(file, span),
  };
}

export function lowerLocation(file: SourceFile, span: Span): Location {
  return { file: file.name, line: positionAt(file, span.start).line };
}
