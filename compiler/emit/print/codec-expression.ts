/** Types of the model as expressions that give their codecs. */

import { toCamel } from "../../naming/typescript-names.js";
import type { Constraint, Model } from "../../model/model.js";
import type { HostTypeName, Type } from "../../model/type.js";
import { InternalError, unreachable } from "../../text/internal-error.js";
import { findDeclaration, hasTextForm, resolveAlias } from "./declarations.js";
import type { ContractValue } from "./runtime-names.js";
import { textLiteral } from "./text-literal.js";
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

/** What a field, a parameter or an alias says about its type. */
export interface Restricted {
  readonly type: Type;
  readonly constraints: readonly Constraint[];
  readonly secret: boolean;
}

/**
 * `list<Task>` to `listOf(taskCodec)`. Constraints of an option are about what is inside it. A secret hides what all
 * that it is made of says, so it comes last, and once more around the constraints of a type that is a secret itself.
 */
export function codecExpression({ type, constraints, secret }: Restricted, scope: CodecScope): string {
  const restricted = constrained(type, constraints, scope);
  const isHidden = secret || (constraints.length > 0 && standsForSecret(type, scope.model));
  return isHidden ? `${scope.file.contract("secretOf")}(${restricted})` : restricted;
}

/** The codec of a type where it stands by itself. */
export function plainCodec(type: Type, scope: CodecScope): string {
  return codecExpression({ type, constraints: [], secret: false }, scope);
}

/** True for a secret alias, and for an alias of one. */
export function standsForSecret(type: Type, model: Model): boolean {
  if (type.kind !== "named") return false;
  const declaration = findDeclaration(model, type.name);
  return declaration.kind === "alias" && (declaration.secret || standsForSecret(declaration.type, model));
}

function constrained(type: Type, constraints: readonly Constraint[], scope: CodecScope): string {
  const resolved = resolveAlias(scope.model, type);
  if (constraints.length > 0 && resolved.kind === "option") return constrainedOption(type, constraints, scope);
  return inOrderOfCost(constraints).reduce(
    (inner, constraint) => printConstraint(inner, resolved, constraint, scope.file),
    printPlain(type, scope),
  );
}

/** The innermost is checked first: a regular expression sees only text that is short enough. */
export function inOrderOfCost(constraints: readonly Constraint[]): readonly Constraint[] {
  const isPattern = ({ kind }: Constraint): boolean => kind === "pattern";
  return [...constraints.filter((each) => !isPattern(each)), ...constraints.filter(isPattern)];
}

/** Aliases on the way to the option have to be opened, so their constraints come along. */
function constrainedOption(type: Type, constraints: readonly Constraint[], scope: CodecScope): string {
  const alias = type.kind === "named" ? findDeclaration(scope.model, type.name) : undefined;
  if (alias?.kind === "alias") return constrained(alias.type, [...alias.constraints, ...constraints], scope);
  if (type.kind !== "option") throw new InternalError(`${JSON.stringify(type)} is no option`);
  return `${scope.file.contract("optionOf")}(${codecExpression({ type: type.element, constraints, secret: false }, scope)})`;
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
    case "pattern":
      // A string, never a regular expression literal, which text of the author could end.
      return `${file.contract("withPattern")}(${inner}, ${textLiteral(constraint.pattern)})`;
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
