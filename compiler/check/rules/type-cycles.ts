/**
 * No type contains itself, in whatever way: WIT has no recursive types.
 *
 *     record Node { next: option<Node> }
 */

import type { Report } from "../../diagnostics/report.js";
import { typesIn, type Bindings, type BoundDeclaration } from "../bindings.js";
import { withParts } from "../parts.js";

/** A declaration on the way from the first one, with the references that are still to follow. */
interface Step {
  readonly declaration: BoundDeclaration;
  readonly references: string[];
}

/** A declaration closes at most one reported cycle. The way is kept in a list: it can be longer than the stack. */
export function checkTypeCycles({ types, typesByName }: Bindings, report: Report): void {
  const done = new Set<BoundDeclaration>();
  const reported = new Set<BoundDeclaration>();
  for (const start of types) {
    if (done.has(start)) continue;
    const way: Step[] = [createStep(start)];
    const open = new Set([start]);
    for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
      const name = step.references.shift();
      if (name === undefined) {
        done.add(step.declaration);
        open.delete(step.declaration);
        way.pop();
        continue;
      }
      const next = typesByName.get(name);
      if (next === undefined || done.has(next)) continue;
      if (!open.has(next)) {
        open.add(next);
        way.push(createStep(next));
        continue;
      }
      if (reported.has(next)) continue;
      reported.add(next);
      const cycle = way.slice(way.findIndex((one) => one.declaration === next)).map((one) => one.declaration);
      reportCycle(cycle, report);
    }
  }
}

function createStep(declaration: BoundDeclaration): Step {
  return { declaration, references: [...referencesOf(declaration)] };
}

/** Names of declared types, each once. */
function referencesOf(declaration: BoundDeclaration): ReadonlySet<string> {
  const names = new Set<string>();
  for (const type of typesIn(declaration)) {
    for (const part of withParts(type)) if (part.kind === "named") names.add(part.name);
  }
  return names;
}

/** Longer cycles are cut short. */
const maxShownCount = 8;

function reportCycle(cycle: readonly BoundDeclaration[], report: Report): void {
  const first = cycle.reduce((left, right) => (right.syntax.span.start < left.syntax.span.start ? right : left));
  const index = cycle.indexOf(first);
  const ordered = [...cycle.slice(index), ...cycle.slice(0, index)];
  const shown = ordered.slice(0, maxShownCount);
  const names = shown.map((declaration) => `\`${declaration.syntax.name.text}\``);
  if (ordered.length > shown.length) names.push("…");
  names.push(`\`${first.syntax.name.text}\``);
  const related = shown.flatMap((declaration, position) => {
    const target = (ordered[position + 1] ?? first).syntax.name.text;
    const reference = typesIn(declaration)
      .flatMap((type) => [...withParts(type)])
      .find((type) => type.kind === "named" && type.name === target);
    return reference === undefined
      ? []
      : [{ file: declaration.file, span: reference.syntax.span, message: `contains \`${target}\`` }];
  });
  const place = { file: first.file, span: first.syntax.name.span };
  report("type/recursive", { cycle: names.join(" → ") }, place, { related });
}
