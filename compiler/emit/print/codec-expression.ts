/** Types of the model as expressions that give their codecs. */

import { toCamel } from "../../naming/typescript-names.js";
import type { Constraint, Model } from "../../model/model.js";
import type { HostTypeName, Type } from "../../model/type.js";
import { InternalError, unreachable } from "../../text/internal-error.js";
import { findDeclaration, hasTextForm, resolveAlias } from "./declarations.js";
import type { ContractValue } from "./runtime-names.js";
import type { TypeScriptFile } from "./ts-file.js";

/** Where a file finds the codecs of declared types; undefined in the file that declares them. */
export interface CodecScope {
  readonly model: Model;
  readonly file: TypeScriptFile;
  readonly codecsModule: string | undefined;
}

/** `Task` to `taskCodec`: the suffix keeps it apart from every name of the runtime and from reserved words. */
export function codecName(typeName: string): string {
  return `${toCamel(typeName)}Codec`;
}

/** `list<Task>` to `listOf(taskCodec)`. Constraints of an option are about what is inside it. */
export function codecExpression(type: Type, constraints: readonly Constraint[], scope: CodecScope): string {
  const resolved = resolveAlias(scope.model, type);
  if (constraints.length > 0 && resolved.kind === "option") return constrainedOption(type, constraints, scope);
  return constraints.reduce(
    (inner, constraint) => printConstraint(inner, resolved, constraint, scope.file),
    printPlain(type, scope),
  );
}

/** Aliases on the way to the option have to be opened, so their constraints come along. */
function constrainedOption(type: Type, constraints: readonly Constraint[], scope: CodecScope): string {
  const alias = type.kind === "named" ? findDeclaration(scope.model, type.name) : undefined;
  if (alias?.kind === "alias") return codecExpression(alias.type, [...alias.constraints, ...constraints], scope);
  if (type.kind !== "option") throw new InternalError(`${JSON.stringify(type)} is no option`);
  return `${scope.file.contract("optionOf")}(${codecExpression(type.element, constraints, scope)})`;
}

/** False for an expression that builds a codec: it is evaluated once, in a constant. */
export function isName(expression: string): boolean {
  return /^\w+$/.test(expression);
}

function printPlain(type: Type, scope: CodecScope): string {
  const { file, model } = scope;
  const inner = (part: Type): string => printPlain(part, scope);
  switch (type.kind) {
    case "scalar":
      return file.contract(type.name);
    case "host":
      return file.contract(hostCodecs[type.name]);
    case "list":
      return `${file.contract("listOf")}(${inner(type.element)})`;
    case "set":
      return `${file.contract("setOf")}(${inner(type.element)})`;
    case "option":
      return `${file.contract("optionOf")}(${inner(type.element)})`;
    case "result":
      return `${file.contract("resultOf")}(${inner(type.ok)}, ${inner(type.err)})`;
    case "tuple":
      return `${file.contract("tupleOf")}(${type.elements.map(inner).join(", ")})`;
    case "map": {
      const constructor = hasTextForm(model, type.key) ? "mapOf" : "pairsOf";
      return `${file.contract(constructor)}(${inner(type.key)}, ${inner(type.value)})`;
    }
    case "named": {
      const name = codecName(type.name);
      return scope.codecsModule === undefined ? name : file.value(scope.codecsModule, name);
    }
    default:
      return unreachable(type);
  }
}

const hostCodecs = {
  Address: "address",
  ProcessId: "processId",
  NodeId: "nodeId",
  Blob: "blob",
  HttpResponse: "httpResponse",
} as const satisfies Record<HostTypeName, ContractValue>;

function printConstraint(inner: string, type: Type, constraint: Constraint, file: TypeScriptFile): string {
  const isScalar = (...names: readonly string[]): boolean => type.kind === "scalar" && names.includes(type.name);
  switch (constraint.kind) {
    case "length": {
      const wrapper = file.contract(isScalar("bytes") ? "withByteLength" : "withLength");
      return `${wrapper}(${inner}, ${constraint.minimum}, ${constraint.maximum})`;
    }
    case "range": {
      const bound = (text: string): string => (isScalar("u64", "s64") ? `${BigInt(text)}n` : String(Number(text)));
      return `${file.contract("withRange")}(${inner}, ${bound(constraint.minimum)}, ${bound(constraint.maximum)})`;
    }
    case "items":
      return `${file.contract("withItems")}(${inner}, ${constraint.minimum}, ${constraint.maximum})`;
    default:
      return unreachable(constraint);
  }
}
