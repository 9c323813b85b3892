/** Defaults and examples of a schema as JSON on the wire. */

import type { Literal, Model } from "../../model/model.js";
import type { Type } from "../../model/type.js";
import { InternalError, unreachable } from "../../text/internal-error.js";
import { findDeclaration, hasTextForm, resolveAlias } from "./declarations.js";
import { exactInteger, type JsonData } from "./json.js";

/** `NotFound(7)` as `{"NotFound": 7}`. Fields of records that are left out and have defaults are written with them. */
export function wireLiteral(model: Model, type: Type, literal: Literal): JsonData {
  const resolved = resolveAlias(model, type);
  if (literal.kind === "none") return null;
  // Whatever else is given for an option is what is inside it.
  if (resolved.kind === "option") return wireLiteral(model, resolved.element, literal);
  switch (literal.kind) {
    case "bool":
      return literal.value;
    case "number":
      return isFloat(resolved) ? Number(literal.text) : exactInteger(literal.text);
    case "string":
      return literal.value;
    case "case":
      return wireCase(model, resolved, literal);
    case "list":
      return wireElements(model, resolved, literal.elements);
    case "record":
      return wireRecord(model, resolved, literal);
    default:
      return unreachable(literal);
  }
}

function isFloat(type: Type): boolean {
  return type.kind === "scalar" && (type.name === "f32" || type.name === "f64");
}

function wireCase(model: Model, type: Type, { name, value }: Literal & { readonly kind: "case" }): JsonData {
  const declaration = type.kind === "named" ? findDeclaration(model, type.name) : undefined;
  if (declaration?.kind === "enum") return declaration.cases.find((each) => each.name === name)?.wireName ?? name;
  const found = declaration?.kind === "variant" ? declaration.cases.find((each) => each.name === name) : undefined;
  if (!found) throw new InternalError(`${JSON.stringify(type)} has no case \`${name}\``);
  const { wireName, payload } = found;
  if (!payload) return wireName;
  return { [wireName]: value ? wireLiteral(model, payload, value) : null };
}

function wireElements(model: Model, type: Type, elements: readonly Literal[]): JsonData {
  switch (type.kind) {
    case "map":
      return hasTextForm(model, type.key) ? {} : [];
    case "tuple":
      return elements.map((element, index) => {
        const elementType = type.elements[index];
        if (!elementType) throw new InternalError(`${JSON.stringify(type)} has no element ${index}`);
        return wireLiteral(model, elementType, element);
      });
    case "list":
    case "set":
      return elements.map((element) => wireLiteral(model, type.element, element));
    default:
      // `bytes`.
      return elements.map((element) => wireLiteral(model, { kind: "scalar", name: "u8" }, element));
  }
}

function wireRecord(model: Model, type: Type, { fields }: Literal & { readonly kind: "record" }): JsonData {
  const declaration = type.kind === "named" ? findDeclaration(model, type.name) : undefined;
  if (declaration?.kind !== "record") throw new InternalError(`${JSON.stringify(type)} has no fields`);
  return Object.fromEntries(
    declaration.fields.flatMap((field) => {
      const given = fields.find(({ name }) => name === field.name)?.value ?? field.default;
      return given ? [[field.wireName, wireLiteral(model, field.type, given)] as const] : [];
    }),
  );
}
