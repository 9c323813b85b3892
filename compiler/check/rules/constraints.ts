/** Constraints stand on types they apply to, and some value satisfies them. */

import type { Report } from "../../diagnostics/report.js";
import type { Constraint } from "../../model/model.js";
import { formatType, type Bindings, type BoundType } from "../bindings.js";
import { followAliases, readConstraint } from "../constraints.js";
import { compareNumbers, floatLimits, integerRanges, toInteger } from "../numbers.js";
import { allValues } from "../parts.js";

const allowed: Readonly<Record<Constraint["kind"], string>> = {
  length: "`string` and `bytes`",
  range: "integers and floats",
  items: "`list`, `set` and `map`",
};

export function checkConstraints(bindings: Bindings, report: Report): void {
  for (const { file, type, annotations } of allValues(bindings)) {
    const target = followAliases(type, bindings).type;
    if (target.kind === "unknown") continue;
    for (const annotation of annotations) {
      const constraint = readConstraint(annotation);
      if (constraint === undefined) continue;
      const name = annotation.name.text;
      const place = { file, span: annotation.span };
      if (!applies(constraint.kind, target)) {
        report("annotation/type", { name, type: formatType(type.syntax), allowed: allowed[constraint.kind] }, place);
        continue;
      }
      const problem = findBoundsProblem(constraint, target);
      if (problem !== undefined) report("annotation/bounds", { name, problem }, place);
    }
  }
}

function applies(kind: Constraint["kind"], type: BoundType): boolean {
  switch (kind) {
    case "length":
      return type.kind === "scalar" && (type.name === "string" || type.name === "bytes");
    case "range":
      return type.kind === "scalar" && (integerRanges.has(type.name) || floatLimits.has(type.name));
    case "items":
      return type.kind === "list" || type.kind === "set" || type.kind === "map";
  }
}

function findBoundsProblem({ kind, minimum, maximum }: Constraint, type: BoundType): string | undefined {
  const [low, high] = [String(minimum), String(maximum)];
  if (compareNumbers(low, high) > 0) return `${low} is greater than ${high}`;
  if (kind !== "range" || type.kind !== "scalar") return undefined;
  const limit = floatLimits.get(type.name);
  if (limit !== undefined) {
    const large = [low, high].find((bound) => Math.abs(Number(bound)) > limit);
    return large && `${large} is not a value of \`${type.name}\``;
  }
  const range = integerRanges.get(type.name);
  for (const bound of [low, high]) {
    const value = toInteger(bound);
    if (value === undefined) return `${bound} is not a whole number`;
    if (range !== undefined && (value < range[0] || value > range[1])) {
      return `${bound} is not a value of \`${type.name}\``;
    }
  }
  return undefined;
}
