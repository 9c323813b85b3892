/** Interfaces that were read from WIT, without what breaks a rule: nobody here could repair it, and the rest is of use. */

import { areaOf, type Diagnostic } from "../diagnostics/diagnostic.js";
import { createReport } from "../diagnostics/report.js";
import { pruneTree, withoutEmptyProcesses } from "../syntax/prune.js";
import type { Unit } from "./unit.js";

export interface Settled {
  readonly unit: Unit;
  /** What was left out. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Leaving something out can break nothing but what mentions it; more rounds than this are a fault. */
const maxRoundCount = 8;

/** A schema stays as it is. `findErrors` applies all rules to one unit alone: an interface names no other file. */
export function settleInterface(unit: Unit, findErrors: (unit: Unit) => readonly Diagnostic[]): Settled {
  const diagnostics: Diagnostic[] = [];
  if (unit.tree.isInterface === undefined) return { unit, diagnostics };
  const report = createReport(diagnostics);
  let { tree } = unit;
  for (let round = 0; round < maxRoundCount; round++) {
    const errors = findErrors({ ...unit, tree });
    const countBefore = diagnostics.length;
    const obstacles = errors.map(({ span, message, code }) => ({
      span,
      reason: message,
      isOfHttp: areaOf(code) === "route",
    }));
    tree = withoutEmptyProcesses(pruneTree(tree, obstacles, report));
    if (diagnostics.length === countBefore) break;
  }
  return { unit: { ...unit, tree }, diagnostics };
}
