/** From syntax trees to a checked model, or to everything that is wrong with them. */

import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createReport, hasErrors, sortDiagnostics } from "../diagnostics/report.js";
import type { Model } from "../model/model.js";
import type { SourceFile } from "../text/source-file.js";
import type { Bindings } from "./bindings.js";
import { declare } from "./declare.js";
import { lower } from "./lower.js";
import { resolve } from "./resolve.js";
import { rules } from "./rules/index.js";
import { settleInterface, type Settled } from "./settle-interface.js";
import type { Unit } from "./unit.js";
import { checkUseCycles } from "./use-cycles.js";

export interface Checked {
  readonly bindings: Bindings;
  /** Undefined when there is an error, here or in the syntax of a tree. */
  readonly model: Model | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The first unit is the schema; the others are the files that it and they name. Trees with syntax errors are checked as
 * far as they could be read.
 */
export function check(given: readonly [Unit, ...Unit[]]): Checked {
  const settle = (unit: Unit): Settled => settleInterface(unit, (alone) => errorsOf(applyRules([alone]).diagnostics));
  const [first, ...rest] = given;
  const entry = settle(first);
  const others = rest.map(settle);
  const units: readonly [Unit, ...Unit[]] = [entry.unit, ...others.map(({ unit }) => unit)];
  const { bindings, diagnostics } = applyRules(units);
  for (const settled of [entry, ...others]) diagnostics.push(...settled.diagnostics);
  // What is called must be right as a whole: its names and signatures become ours.
  for (const file of calledFiles(bindings)) {
    const called = units.find((unit) => unit.tree.file === file);
    if (called === undefined || called === units[0]) continue;
    const others = units.filter((unit) => unit !== called);
    diagnostics.push(...errorsOf(applyRules([called, ...others]).diagnostics));
  }
  const isSound = bindings.complete && !hasErrors(diagnostics);
  return { bindings, model: isSound ? lower(bindings) : undefined, diagnostics: sortDiagnostics(diagnostics) };
}

function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.severity === "error");
}

function applyRules(units: readonly [Unit, ...Unit[]]): {
  readonly bindings: Bindings;
  readonly diagnostics: Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics);
  checkUseCycles(units, report);
  const bindings = resolve(declare(units, report), report);
  for (const rule of rules) rule(bindings, report);
  return { bindings, diagnostics };
}

/** Files whose processes are called, also by those that are called. */
function calledFiles({ processes }: Bindings): ReadonlySet<SourceFile> {
  const files = new Set<SourceFile>();
  const waiting = [...processes];
  for (let process = waiting.pop(); process !== undefined; process = waiting.pop()) {
    for (const { process: called } of process.uses) {
      if (called === undefined || files.has(called.file)) continue;
      files.add(called.file);
      waiting.push(called);
    }
  }
  return files;
}
