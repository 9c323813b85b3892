/** Defaults and examples are values of their types; defaults stand only where a value can be absent. */

import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import { formatType, resolveAliases, type Bindings } from "../bindings.js";
import { readConstraints } from "../constraints.js";
import { findMisfit, type Misfit } from "../literals.js";
import { allAnnotated, allParameters, allValues, type BoundValue } from "../parts.js";

/** What other languages call it. */
const foreignNothing: readonly string[] = ["null", "undefined", "None", "nil", "Nothing"];

export function checkDefaults(bindings: Bindings, report: Report): void {
  for (const value of allValues(bindings)) {
    const misfit = findDefaultMisfit(value, bindings);
    if (misfit === undefined) continue;
    const { syntax, type, problem, help, better } = misfit;
    const args = { type: formatType(type), problem, help };
    report("default/mismatch", args, { file: value.file, span: syntax.span }, { fixes: replacement(syntax.span, better) });
  }
  for (const { file, from, syntax } of allParameters(bindings)) {
    if (from !== "path" || syntax.default === undefined) continue;
    report("default/path", { name: syntax.name.text }, { file, span: syntax.default.span });
  }
  checkExamples(bindings, report);
}

function findDefaultMisfit(value: BoundValue, bindings: Bindings): Misfit | undefined {
  const { default: written, type } = value;
  if (written === undefined) return undefined;
  if (resolveAliases(type, bindings).kind === "option" && !(written.kind === "word" && written.text === "none")) {
    const problem = "an option that is not given is `none`";
    if (written.kind === "word" && foreignNothing.includes(written.text)) {
      return { syntax: written, type: type.syntax, problem, help: "write `none`", better: "none" };
    }
    return { syntax: written, type: type.syntax, problem, help: "write the type without `option`", better: undefined };
  }
  return findMisfit(written, type, readConstraints(value.annotations), bindings);
}

function checkExamples(bindings: Bindings, report: Report): void {
  for (const { file, annotations, type } of allAnnotated(bindings)) {
    if (type === undefined) continue;
    for (const { name, arguments: values } of annotations) {
      const [example] = values;
      if (name.text !== "example" || example === undefined || values.length > 1) continue;
      const misfit = findMisfit(example, type, readConstraints(annotations), bindings);
      if (misfit === undefined) continue;
      const args = { type: formatType(misfit.type), problem: misfit.problem, help: misfit.help };
      const fixes = replacement(misfit.syntax.span, misfit.better);
      report("annotation/example", args, { file, span: misfit.syntax.span }, { fixes });
    }
  }
}
