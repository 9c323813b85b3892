/** The value that a state field without default starts with, if its type has one: zero, false, "", empty, none, … */

import type { Constraint } from "../model/model.js";
import type { ScalarName } from "../model/type.js";
import { unreachable } from "../text/internal-error.js";
import { formatType, type Bindings, type BoundDeclaration, type BoundType } from "./bindings.js";
import { findBrokenCount, findBrokenPattern, findBrokenRange, describeConstraint, readConstraints } from "./constraints.js";

/** Why a type has no natural default, as the end of a sentence that begins with the type; undefined when it has one. */
export type FindNoDefault = (type: BoundType, constraints: readonly Constraint[]) => string | undefined;

/** Deeper types are reported by their own rule. */
const maxDepth = 100;

export function createFindNoDefault(bindings: Bindings): FindNoDefault {
  // A declaration that occurs many times, in others that occur many times, is looked at once. While it is looked at, it
  // counts as fine: a recursive type is reported by its own rule.
  const known = new Map<BoundDeclaration, string | undefined>();
  let depth = 0;

  function find(type: BoundType, constraints: readonly Constraint[]): string | undefined {
    switch (type.kind) {
      case "unknown":
      case "option":
        return undefined;
      case "scalar":
        return findScalar(type.name, constraints);
      case "list":
      case "set":
      case "map":
        return unless(findBrokenCount("items", 0, constraints));
      case "tuple":
        return firstReason(type.elements, (element) => within(formatType(element.syntax), find(element, [])));
      case "named": {
        const declaration = bindings.typesByName.get(type.name);
        return declaration && findInDeclaration(declaration, constraints);
      }
      case "result":
      case "host":
        return none;
      default:
        return unreachable(type);
    }
  }

  function findInDeclaration(declaration: BoundDeclaration, constraints: readonly Constraint[]): string | undefined {
    const isAsDeclared = constraints.length === 0;
    if ((isAsDeclared && known.has(declaration)) || depth >= maxDepth) return known.get(declaration);
    if (isAsDeclared) known.set(declaration, undefined);
    depth += 1;
    const reason = findByKind(declaration, constraints);
    depth -= 1;
    if (isAsDeclared) known.set(declaration, reason);
    return reason;
  }

  function findByKind(declaration: BoundDeclaration, constraints: readonly Constraint[]): string | undefined {
    switch (declaration.kind) {
      case "enum":
      case "variant":
        return none;
      case "alias":
        return find(declaration.type, [...constraints, ...readConstraints(declaration.syntax.annotations)]);
      case "record":
        return firstReason(declaration.fields, ({ syntax, type }) => {
          if (syntax.default !== undefined) return undefined;
          const place = `${declaration.syntax.name.text}.${syntax.name.text}`;
          return within(place, find(type, readConstraints(syntax.annotations)));
        });
      default:
        return unreachable(declaration);
    }
  }

  return find;
}

const none = "has no natural one";

function findScalar(name: ScalarName, constraints: readonly Constraint[]): string | undefined {
  switch (name) {
    case "char":
      return none;
    case "string":
    case "bytes":
      return unless(findBrokenCount("length", 0, constraints) ?? findBrokenPattern("", constraints));
    case "bool":
    case "json":
    case "unit":
      return undefined;
    default:
      return unless(findBrokenRange("0", constraints));
  }
}

function firstReason<T>(parts: readonly T[], find: (part: T) => string | undefined): string | undefined {
  for (const part of parts) {
    const reason = find(part);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Keeps the innermost place, which is the one to change. */
function within(place: string, reason: string | undefined): string | undefined {
  if (reason === undefined || reason.startsWith("has none, because")) return reason;
  return `has none, because \`${place}\` ${reason}`;
}

function unless(constraint: Constraint | undefined): string | undefined {
  return constraint && `must ${describeConstraint(constraint)}`;
}
