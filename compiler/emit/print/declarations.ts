/** Types of the model by name: what they stand for, and which of them something needs. */

import type { Model, TypeDeclaration } from "../../model/model.js";
import type { HostTypeName, Type } from "../../model/type.js";
import { InternalError, unreachable } from "../../text/internal-error.js";

/** The declaration of a named type. The checker has made sure that there is one. */
export function findDeclaration(model: Model, name: string): TypeDeclaration {
  const declaration = findIn(model.types, name);
  if (!declaration) throw new InternalError(`no type is named \`${name}\``);
  return declaration;
}

export function isDeclared(model: Model, name: string): boolean {
  return findIn(model.types, name) !== undefined;
}

/** Models do not change, so a list is indexed once; of schemas with thousands of types, each is looked up often. */
const indexes = new WeakMap<readonly Named[], ReadonlyMap<string, Named>>();

interface Named {
  readonly name: string;
}

function findIn<Item extends Named>(items: readonly Item[], name: string): Item | undefined {
  let index = indexes.get(items) as ReadonlyMap<string, Item> | undefined;
  if (!index) {
    index = new Map(items.map((item) => [item.name, item]));
    indexes.set(items, index);
  }
  return index.get(name);
}

/** What a type is when aliases are looked through; parts of it may still be aliases. */
export function resolveAlias(model: Model, type: Type): Type {
  if (type.kind !== "named") return type;
  const declaration = findDeclaration(model, type.name);
  return declaration.kind === "alias" ? resolveAlias(model, declaration.type) : type;
}

/** True for types that can be one piece of a path, a query or an object's key. */
export function hasTextForm(model: Model, type: Type): boolean {
  const resolved = resolveAlias(model, type);
  switch (resolved.kind) {
    case "scalar":
      return !["bytes", "json", "unit"].includes(resolved.name);
    case "host":
      return ["Address", "ProcessId", "NodeId"].includes(resolved.name);
    case "named":
      return findDeclaration(model, resolved.name).kind === "enum";
    default:
      return false;
  }
}

/** Names that a type mentions itself, in the order of mention, with repetitions. */
export function mentionedNames(type: Type): readonly string[] {
  return type.kind === "named" ? [type.name] : elementsOf(type).flatMap(mentionedNames);
}

/** True when the type itself or a part of it is the host type. */
export function mentionsHostType(type: Type, name: HostTypeName): boolean {
  if (type.kind === "host") return type.name === name;
  return elementsOf(type).some((element) => mentionsHostType(element, name));
}

/** Types that a declaration is made of. */
export function partsOf(declaration: TypeDeclaration): readonly Type[] {
  switch (declaration.kind) {
    case "record":
      return declaration.fields.map((field) => field.type);
    case "enum":
      return [];
    case "variant":
      return declaration.cases.flatMap((each) => each.payload ?? []);
    case "alias":
      return [declaration.type];
    default:
      return unreachable(declaration);
  }
}

/** Declarations that the types need, themselves included: each after those it needs, otherwise in order of mention. */
export function reachableDeclarations(model: Model, types: readonly Type[]): readonly TypeDeclaration[] {
  const found = new Set<TypeDeclaration>();
  function visit(name: string): void {
    const declaration = findDeclaration(model, name);
    if (found.has(declaration)) return;
    partsOf(declaration).flatMap(mentionedNames).forEach(visit);
    found.add(declaration);
  }
  types.flatMap(mentionedNames).forEach(visit);
  return [...found];
}

/** Types that a built-in type is applied to. */
function elementsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case "scalar":
    case "host":
    case "named":
      return [];
    case "list":
    case "set":
    case "option":
      return [type.element];
    case "result":
      return [type.ok, type.err];
    case "tuple":
      return type.elements;
    case "map":
      return [type.key, type.value];
    default:
      return unreachable(type);
  }
}
