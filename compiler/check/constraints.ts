/** Annotations as constraints, and whether a value satisfies them. */

import type { Constraint } from "../model/model.js";
import type { AnnotationSyntax } from "../syntax/nodes.js";
import { unreachable } from "../text/internal-error.js";
import { maxAliasCount, type Bindings, type BoundType } from "./bindings.js";
import { compareNumbers, isNumberText, normalizeNumber, toInteger } from "./numbers.js";

/** Undefined for an annotation that is no constraint or is reported as malformed. */
export function readConstraint({ name, arguments: values }: AnnotationSyntax): Constraint | undefined {
  const [first, second] = values;
  if (name.text === "pattern") {
    const isPattern = values.length === 1 && first?.kind === "string" && readPattern(first.value) !== undefined;
    return isPattern ? { kind: "pattern", pattern: first.value } : undefined;
  }
  if (values.length !== 2 || first?.kind !== "number" || second?.kind !== "number") return undefined;
  switch (name.text) {
    case "length":
    case "items": {
      const minimum = toCount(first.text);
      const maximum = toCount(second.text);
      return minimum === undefined || maximum === undefined ? undefined : { kind: name.text, minimum, maximum };
    }
    case "range":
      if (!isNumberText(first.text) || !isNumberText(second.text)) return undefined;
      return { kind: "range", minimum: normalizeNumber(first.text), maximum: normalizeNumber(second.text) };
    default:
      return undefined;
  }
}

/** Undefined for a text that is no regular expression. */
export function readPattern(text: string): RegExp | undefined {
  try {
    return new RegExp(text, "u");
  } catch {
    return undefined;
  }
}

export function readConstraints(annotations: readonly AnnotationSyntax[]): readonly Constraint[] {
  return annotations.map(readConstraint).filter((constraint) => constraint !== undefined);
}

/** What a constraint is about once aliases and options are followed, with the constraints of those aliases. */
export interface Constrained {
  readonly type: BoundType;
  readonly constraints: readonly Constraint[];
}

/** Follows aliases, and an option to what is in it; unknown behind too many of them. */
export function followAliases(type: BoundType, { typesByName }: Bindings): Constrained {
  const constraints: Constraint[] = [];
  let current = type;
  for (let count = 0; count < maxAliasCount; count++) {
    const declaration = current.kind === "named" ? typesByName.get(current.name) : undefined;
    if (declaration?.kind === "alias") {
      constraints.push(...readConstraints(declaration.syntax.annotations));
      current = declaration.type;
    } else if (current.kind === "option") current = current.element;
    else return { type: current, constraints };
  }
  return { type: { kind: "unknown", syntax: type.syntax }, constraints };
}

/** What a value must do: `have a length from 1 to 200`. */
export function describeConstraint(constraint: Constraint): string {
  switch (constraint.kind) {
    case "length":
      return `have a length ${describeBounds(constraint)}`;
    case "items":
      return `have ${describeBounds(constraint)} items`;
    case "range":
      return `be ${describeBounds(constraint)}`;
    case "pattern":
      return `match \`${constraint.pattern}\``;
    default:
      return unreachable(constraint);
  }
}

function describeBounds({ minimum, maximum }: Exclude<Constraint, { kind: "pattern" }>): string {
  return `from ${minimum} to ${maximum}`;
}

/** The first pattern that a string does not match. */
export function findBrokenPattern(text: string, constraints: readonly Constraint[]): Constraint | undefined {
  return constraints.find(
    (constraint) => constraint.kind === "pattern" && readPattern(constraint.pattern)?.test(text) === false,
  );
}

/** The first constraint that a number breaks. */
export function findBrokenRange(text: string, constraints: readonly Constraint[]): Constraint | undefined {
  return constraints.find(
    (constraint) =>
      constraint.kind === "range" &&
      (compareNumbers(text, constraint.minimum) < 0 || compareNumbers(text, constraint.maximum) > 0),
  );
}

/** The first constraint that a length or a number of items breaks. */
export function findBrokenCount(
  kind: "length" | "items",
  count: number,
  constraints: readonly Constraint[],
): Constraint | undefined {
  return constraints.find(
    (constraint) => constraint.kind === kind && (count < constraint.minimum || count > constraint.maximum),
  );
}

/** A whole number from 0 that JavaScript holds exactly. */
function toCount(text: string): number | undefined {
  const value = toInteger(text);
  return value !== undefined && value >= 0n && value <= Number.MAX_SAFE_INTEGER ? Number(value) : undefined;
}
