/** Defaults are values of their types, and stand only where a value can be absent. */

import type { Report } from "../../diagnostics/report.js";
import { formatType, resolveAliases, type Bindings } from "../bindings.js";
import { followAliases, readConstraints } from "../constraints.js";
import { findMisfit, type Misfit } from "../literals.js";
import { allParameters, allValues, type BoundValue } from "../parts.js";

export function checkDefaults(bindings: Bindings, report: Report): void {
  for (const value of allValues(bindings)) {
    if (value.default === undefined) continue;
    const misfit = findDefaultMisfit(value, bindings);
    if (misfit === undefined) continue;
    const place = { file: value.file, span: value.default.span };
    report("default/mismatch", { type: formatType(value.type.syntax), ...misfit }, place);
  }
  for (const { file, from, syntax } of allParameters(bindings)) {
    if (from !== "path" || syntax.default === undefined) continue;
    report("default/path", { name: syntax.name.text }, { file, span: syntax.default.span });
  }
}

function findDefaultMisfit(value: BoundValue, bindings: Bindings): Misfit | undefined {
  if (value.default === undefined) return undefined;
  if (resolveAliases(value.type, bindings).kind === "option") {
    if (value.default.kind === "word" && value.default.text === "none") return undefined;
    return { problem: "an option that is not given is `none`", help: "write the type without `option`" };
  }
  const { type, constraints } = followAliases(value.type, bindings);
  const all = [...readConstraints(value.annotations), ...constraints];
  return findMisfit(value.default, { type, constraints: all }, bindings);
}
