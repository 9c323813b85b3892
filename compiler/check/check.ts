/** From syntax trees to a checked model, or to everything that is wrong with them. */

import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createReport, hasErrors, sortDiagnostics } from "../diagnostics/report.js";
import type { Model } from "../model/model.js";
import type { SyntaxTree } from "../syntax/nodes.js";
import type { Bindings } from "./bindings.js";
import { declare } from "./declare.js";
import { lower } from "./lower.js";
import { resolve } from "./resolve.js";
import { rules } from "./rules/index.js";

export interface Checked {
  readonly bindings: Bindings;
  /** Undefined when there is an error, here or in the syntax of a tree. */
  readonly model: Model | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The trees are those of one schema. Trees with syntax errors are checked as far as they could be read. */
export function check(trees: readonly SyntaxTree[]): Checked {
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics);
  const bindings = resolve(trees, declare(trees, report), report);
  for (const rule of rules) rule(bindings, report);
  const isSound = bindings.complete && trees.length > 0 && !hasErrors(diagnostics);
  return { bindings, model: isSound ? lower(bindings) : undefined, diagnostics: sortDiagnostics(diagnostics) };
}
