/** The parts of the model that types and processes share. */

import type { Field, Location } from "../model/model.js";
import type { Type } from "../model/type.js";
import { toWireField } from "../naming/wire-names.js";
import type { DocumentationSyntax, WordSyntax } from "../syntax/nodes.js";
import { InternalError, unreachable } from "../text/internal-error.js";
import { positionAt, type SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import type { BoundField, BoundType } from "./bindings.js";
import { readConstraints } from "./constraints.js";
import { lowerLiteral } from "./literals.js";

export function lowerField({ file, syntax, type }: BoundField): Field {
  return {
    ...lowerDeclared(file, syntax),
    wireName: toWireField(syntax.name.text),
    type: lowerType(type),
    default: syntax.default && lowerLiteral(syntax.default),
    constraints: readConstraints(syntax.annotations),
  };
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
  readonly span: Span;
}

/** What everything with a name has. */
export function lowerDeclared(
  file: SourceFile,
  { name, documentation, span }: DeclaredSyntax,
): { readonly name: string; readonly documentation: string | undefined; readonly location: Location } {
  return { name: name.text, documentation: documentation?.text, location: lowerLocation(file, span) };
}

/** Without folders: outputs must not depend on where the schema was called from. */
export function lowerLocation(file: SourceFile, span: Span): Location {
  return { file: baseName(file), line: positionAt(file, span.start).line };
}

/** A path without its folders. */
export function baseName(file: SourceFile): string {
  return file.path.slice(file.path.lastIndexOf("/") + 1);
}
