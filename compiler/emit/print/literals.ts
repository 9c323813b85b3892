/** Defaults as TypeScript expressions. */

import type { Field, Literal, Model, Parameter } from "../../model/model.js";
import type { Type } from "../../model/type.js";
import { InternalError, unreachable } from "../../text/internal-error.js";
import { findDeclaration, resolveAlias } from "./declarations.js";
import { objectLiteral } from "./object-literal.js";
import { textLiteral } from "./text-literal.js";

/** The value of a default that the schema gives. */
export function printLiteral(model: Model, type: Type, literal: Literal): string {
  const resolved = resolveAlias(model, type);
  if (literal.kind === "none") return "undefined";
  // Whatever else is given for an option is what is inside it.
  if (resolved.kind === "option") return printLiteral(model, resolved.element, literal);
  switch (literal.kind) {
    case "bool":
      return String(literal.value);
    case "number":
      return printNumber(resolved, literal.text);
    case "string":
      return textLiteral(literal.value);
    case "case":
      return printCase(model, resolved, literal);
    case "list":
      return literal.elements.length === 0 ? printEmpty(resolved) : printElements(model, resolved, literal.elements);
    case "record":
      return printRecord(model, resolved, literal);
    default:
      return unreachable(literal);
  }
}

/** What a parameter is when a request leaves it out; undefined when it must be there. */
export function printFallback(model: Model, parameter: Parameter): string | undefined {
  if (parameter.default) return asResult(printLiteral(model, parameter.type, parameter.default));
  return resolveAlias(model, parameter.type).kind === "option" ? "() => undefined" : undefined;
}

/** True for what a query says by several texts. */
export function isMany(resolved: Type): resolved is Type & { readonly kind: "list" | "set" } {
  return resolved.kind === "list" || resolved.kind === "set";
}

/** The first value of a state field, or of a field inside it: the schema's, else the natural one of its type. */
export function printInitial(model: Model, field: Field): string {
  return field.default ? printLiteral(model, field.type, field.default) : printNatural(model, field.type);
}

/** A function that returns the value; an object needs parentheses. */
export function asResult(value: string): string {
  return value.startsWith("{") ? `() => (${value})` : `() => ${value}`;
}

function printNatural(model: Model, type: Type): string {
  const resolved = resolveAlias(model, type);
  switch (resolved.kind) {
    case "scalar":
      return printZero(resolved);
    case "list":
    case "set":
    case "map":
      return printEmpty(resolved);
    case "option":
      return "undefined";
    case "tuple":
      return `[${resolved.elements.map((element) => printNatural(model, element)).join(", ")}]`;
    case "named": {
      const declaration = findDeclaration(model, resolved.name);
      if (declaration.kind !== "record") break;
      return objectLiteral(declaration.fields.map((field) => [field.name, printInitial(model, field)]));
    }
  }
  throw new InternalError(`${JSON.stringify(type)} has no natural value`);
}

function printZero(type: Type & { readonly kind: "scalar" }): string {
  switch (type.name) {
    case "bool":
      return "false";
    case "string":
      return '""';
    case "bytes":
      return printEmpty(type);
    case "unit":
      return "undefined";
    case "json":
      return "null";
    case "char":
      throw new InternalError("`char` has no natural value");
    default:
      return printNumber(type, "0");
  }
}

/** Text of the schema may have forms that TypeScript lacks or reads differently: leading zeros, an exponent. */
function printNumber(type: Type, text: string): string {
  const isBig = type.kind === "scalar" && (type.name === "u64" || type.name === "s64");
  return isBig ? `${BigInt(text)}n` : String(Number(text));
}

function printCase(model: Model, type: Type, { name, value }: Literal & { readonly kind: "case" }): string {
  const declaration = type.kind === "named" ? findDeclaration(model, type.name) : undefined;
  if (declaration?.kind !== "variant") return textLiteral(name);
  const payload = declaration.cases.find((each) => each.name === name)?.payload;
  const val = payload && value ? ([["val", printLiteral(model, payload, value)]] as const) : [];
  return objectLiteral([["tag", textLiteral(name)], ...val]);
}

function printElements(model: Model, type: Type, elements: readonly Literal[]): string {
  const list = (elementTypes: (index: number) => Type | undefined): string => {
    const texts = elements.map((element, index) => {
      const elementType = elementTypes(index);
      if (!elementType) throw new InternalError(`${JSON.stringify(type)} has no element ${index}`);
      return printLiteral(model, elementType, element);
    });
    return `[${texts.join(", ")}]`;
  };
  switch (type.kind) {
    case "list":
      return list(() => type.element);
    case "set":
      return `new Set(${list(() => type.element)})`;
    case "tuple":
      return list((index) => type.elements[index]);
    case "scalar":
      if (type.name === "bytes") return `new Uint8Array(${list(() => ({ kind: "scalar", name: "u8" }))})`;
  }
  throw new InternalError(`${JSON.stringify(type)} has no elements`);
}

/** In the order of the declaration; fields that are left out have defaults or are options. */
function printRecord(model: Model, type: Type, { fields }: Literal & { readonly kind: "record" }): string {
  const declaration = type.kind === "named" ? findDeclaration(model, type.name) : undefined;
  if (declaration?.kind !== "record") throw new InternalError(`${JSON.stringify(type)} has no fields`);
  const printed = declaration.fields.flatMap((field) => {
    const given = fields.find(({ name }) => name === field.name)?.value ?? field.default;
    return given ? [[field.name, printLiteral(model, field.type, given)] as const] : [];
  });
  return objectLiteral(printed);
}

function printEmpty(type: Type): string {
  switch (type.kind) {
    case "set":
      return "new Set()";
    case "map":
      return "new Map()";
    case "scalar":
      return "new Uint8Array()";
    default:
      return "[]";
  }
}
