/** Defaults of a model as the values that they stand for: what `emit/print/literals.ts` prints. */

import { findDeclaration, resolveAlias } from "../emit/print/declarations.js";
import type { Literal, Model, Parameter } from "../model/model.js";
import type { Type } from "../model/type.js";
import { InternalError, unreachable } from "../text/internal-error.js";

/** A new value each time. */
export function literalValue(model: Model, type: Type, literal: Literal): unknown {
  const resolved = resolveAlias(model, type);
  if (literal.kind === "none") return undefined;
  // Whatever else is given for an option is what is inside it.
  if (resolved.kind === "option") return literalValue(model, resolved.element, literal);
  switch (literal.kind) {
    case "bool":
    case "string":
      return literal.value;
    case "number": {
      const isBig = resolved.kind === "scalar" && (resolved.name === "u64" || resolved.name === "s64");
      return isBig ? BigInt(literal.text) : Number(literal.text);
    }
    case "case":
      return caseValue(model, resolved, literal);
    case "list":
      return listValue(model, resolved, literal.elements);
    case "record":
      return recordValue(model, resolved, literal);
    default:
      return unreachable(literal);
  }
}

/** What a parameter is when a call leaves it out; undefined when it must be there. */
export function fallbackOf(model: Model, { type, default: literal }: Parameter): (() => unknown) | undefined {
  if (literal) return () => literalValue(model, type, literal);
  return resolveAlias(model, type).kind === "option" ? () => undefined : undefined;
}

function caseValue(model: Model, type: Type, { name, value }: Literal & { readonly kind: "case" }): unknown {
  const declaration = type.kind === "named" ? findDeclaration(model, type.name) : undefined;
  if (declaration?.kind !== "variant") return name;
  const payload = declaration.cases.find((each) => each.name === name)?.payload;
  return payload && value ? { tag: name, val: literalValue(model, payload, value) } : { tag: name };
}

function listValue(model: Model, type: Type, elements: readonly Literal[]): unknown {
  switch (type.kind) {
    case "list":
      return elements.map((element) => literalValue(model, type.element, element));
    case "set":
      return new Set(elements.map((element) => literalValue(model, type.element, element)));
    case "map":
      return new Map();
    case "tuple":
      return elements.map((element, index) => literalValue(model, type.elements[index] ?? type, element));
    case "scalar":
      if (type.name === "bytes") return Uint8Array.from(elements, (element) => Number(byteText(element)));
  }
  throw new InternalError(`${JSON.stringify(type)} has no elements`);
}

function byteText(element: Literal): string {
  if (element.kind === "number") return element.text;
  throw new InternalError("an element of bytes is no number");
}

function recordValue(model: Model, type: Type, { fields }: Literal & { readonly kind: "record" }): unknown {
  const declaration = type.kind === "named" ? findDeclaration(model, type.name) : undefined;
  if (declaration?.kind !== "record") throw new InternalError(`${JSON.stringify(type)} has no fields`);
  const members = declaration.fields.flatMap((field) => {
    const given = fields.find(({ name }) => name === field.name)?.value ?? field.default;
    return given ? [[field.name, literalValue(model, field.type, given)] as const] : [];
  });
  return Object.fromEntries(members);
}
