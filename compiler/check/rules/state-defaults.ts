/** A process that never ran starts with a value for every field of its state. */

import type { Report } from "../../diagnostics/report.js";
import { formatType, resolveAliases, type Bindings, type BoundType } from "../bindings.js";
import { readConstraints } from "../constraints.js";
import { createFindNoDefault } from "../natural-default.js";

export function checkStateDefaults(bindings: Bindings, report: Report): void {
  const findNoDefault = createFindNoDefault(bindings);
  for (const { file, type, syntax } of bindings.processes.flatMap((process) => process.state)) {
    if (syntax.default !== undefined) continue;
    const reason = findNoDefault(type, readConstraints(syntax.annotations));
    if (reason === undefined) continue;
    const hasLiterals = hasLiteral(resolveAliases(type, bindings), bindings);
    const args = { name: syntax.name.text, type: formatType(type.syntax), reason, hasLiterals };
    report("default/missing", args, { file, span: syntax.name.span });
  }
}

/** True when a default other than the natural one can be written. */
function hasLiteral(type: BoundType, { typesByName }: Bindings): boolean {
  if (type.kind === "scalar") return !["bytes", "json", "unit"].includes(type.name);
  const declaration = type.kind === "named" ? typesByName.get(type.name) : undefined;
  if (declaration?.kind !== "enum" && declaration?.kind !== "variant") return false;
  return declaration.syntax.cases.some((one) => one.payloads.length === 0);
}
