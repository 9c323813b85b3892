/** From bindings that passed every rule to the model. Nothing here can fail: what could is a rule that is missing. */

import type { EnumCase, Model, Package, TypeDeclaration, VariantCase } from "../model/model.js";
import { toWireCase } from "../naming/wire-names.js";
import { InternalError, unreachable } from "../text/internal-error.js";
import type { SourceFile } from "../text/source-file.js";
import { readStatus, readWire } from "./annotations.js";
import type { Bindings, BoundCase, BoundDeclaration } from "./bindings.js";
import { readConstraints } from "./constraints.js";
import { lowerDeclared, lowerRemarks, lowerType, lowerValue } from "./lower-parts.js";
import { lowerProcess } from "./lower-process.js";

export function lower(bindings: Bindings): Model {
  const line = bindings.packages[0];
  if (line === undefined) throw new InternalError("a schema without package passed the checks");
  return {
    package: lowerPackage(line.syntax),
    source: line.file.name,
    types: bindings.types.map(lowerDeclaration),
    processes: bindings.processes.map((process) => lowerProcess(process, line.syntax, bindings)),
  };
}

function lowerPackage(syntax: Bindings["packages"][number]["syntax"]): Package {
  return {
    name: syntax.name.text,
    publisher: syntax.publisher.text,
    version: syntax.version.text,
    documentation: syntax.documentation?.text,
  };
}

function lowerDeclaration(declaration: BoundDeclaration): TypeDeclaration {
  const { file, syntax } = declaration;
  const { examples, secret } = lowerRemarks(syntax.annotations);
  const declared = { ...lowerDeclared(file, syntax), name: declaration.name, examples };
  switch (declaration.kind) {
    case "record":
      return { kind: "record", ...declared, fields: declaration.fields.map(lowerValue) };
    case "enum":
      return { kind: "enum", ...declared, cases: declaration.syntax.cases.map((one) => lowerEnumCase(file, one)) };
    case "variant":
      return { kind: "variant", ...declared, cases: declaration.cases.map(lowerVariantCase) };
    case "alias": {
      const constraints = readConstraints(declaration.syntax.annotations);
      return { kind: "alias", ...declared, type: lowerType(declaration.type), constraints, secret };
    }
    default:
      return unreachable(declaration);
  }
}

function lowerEnumCase(file: SourceFile, syntax: BoundCase["syntax"]): EnumCase {
  return { ...lowerDeclared(file, syntax), wireName: readWire(syntax.annotations) ?? toWireCase(syntax.name.text) };
}

function lowerVariantCase({ file, syntax, payloads }: BoundCase): VariantCase {
  const [payload] = payloads;
  return {
    ...lowerDeclared(file, syntax),
    wireName: readWire(syntax.annotations) ?? toWireCase(syntax.name.text),
    payload: payload && lowerType(payload),
    status: readStatus(syntax.annotations),
  };
}
