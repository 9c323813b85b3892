/** Constraints stand on types they apply to, and some value satisfies them. */

import { replacement } from "../../diagnostics/fix.js";
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
  pattern: "`string`",
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
        const better = betterKind(constraint.kind, target);
        const args = { name, type: formatType(type.syntax), allowed: allowed[constraint.kind], better };
        report("annotation/type", args, place, { fixes: replacement(annotation.name.span, better) });
        continue;
      }
      const problem = findBoundsProblem(constraint, target);
      if (problem === undefined) continue;
      const [low, high] = annotation.arguments;
      const isSwapped = low?.kind === "number" && high?.kind === "number" && compareNumbers(low.text, high.text) > 0;
      const span = isSwapped ? { start: low.span.start, end: high.span.end } : place.span;
      const fixes = replacement(span, isSwapped ? `${high.text}, ${low.text}` : undefined);
      report("annotation/bounds", { name, problem }, place, { fixes });
    }
  }
}

function applies(kind: Constraint["kind"], type: BoundType): boolean {
  switch (kind) {
    case "length":
      return type.kind === "scalar" && (type.name === "string" || type.name === "bytes");
    case "range":
      return type.kind === "scalar" && (integerRanges.has(type.name) || floatLimits.has(type.name));
    case "pattern":
      return type.kind === "scalar" && type.name === "string";
    case "items":
      return type.kind === "list" || type.kind === "set" || type.kind === "map";
  }
}

/** Of the constraints with two bounds the one that applies to the type. */
function betterKind(kind: Constraint["kind"], type: BoundType): string | undefined {
  if (kind === "pattern") return undefined;
  return (["length", "range", "items"] as const).find((other) => applies(other, type));
}

function findBoundsProblem(constraint: Constraint, type: BoundType): string | undefined {
  if (constraint.kind === "pattern") return undefined;
  const { kind, minimum, maximum } = constraint;
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
