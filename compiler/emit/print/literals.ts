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
  switch (literal.kind) {
    case "bool":
      return String(literal.value);
    case "number":
      return printNumber(resolved, literal.text);
    case "string":
      return textLiteral(literal.value);
    case "case":
      return printCase(model, resolved, literal.name);
    case "none":
      return "undefined";
    case "empty":
      return printEmpty(resolved);
    default:
      return unreachable(literal);
  }
}

/** What a parameter is when a request leaves it out; undefined when it must be there. */
export function printFallback(model: Model, parameter: Parameter): string | undefined {
  if (parameter.default) return asResult(printLiteral(model, parameter.type, parameter.default));
  return resolveAlias(model, parameter.type).kind === "option" ? "() => undefined" : undefined;
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

function printCase(model: Model, type: Type, name: string): string {
  const isVariant = type.kind === "named" && findDeclaration(model, type.name).kind === "variant";
  return isVariant ? objectLiteral([["tag", textLiteral(name)]]) : textLiteral(name);
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
