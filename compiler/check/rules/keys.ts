/** Keys of maps and elements of sets are types that JavaScript compares by value: objects are never found again. */

import type { Report } from "../../diagnostics/report.js";
import { formatType, resolveAliases, type Bindings, type BoundType } from "../bindings.js";
import { integerRanges } from "../numbers.js";
import { allWrittenTypes, withParts } from "../parts.js";

export function checkKeys(bindings: Bindings, report: Report): void {
  for (const { file, type } of allWrittenTypes(bindings)) {
    for (const part of withParts(type)) {
      const key = part.kind === "map" ? part.key : part.kind === "set" ? part.element : undefined;
      if (key === undefined || isKey(key, bindings)) continue;
      const container = part.kind === "map" ? "map" : "set";
      report("type/key", { type: formatType(key.syntax), container }, { file, span: key.syntax.span });
    }
  }
}

function isKey(type: BoundType, bindings: Bindings): boolean {
  const resolved = resolveAliases(type, bindings);
  switch (resolved.kind) {
    case "unknown":
      return true;
    case "scalar":
      return ["bool", "char", "string", "unit"].includes(resolved.name) || integerRanges.has(resolved.name);
    case "host":
      return resolved.name === "NodeId";
    case "named":
      return bindings.typesByName.get(resolved.name)?.kind === "enum";
    default:
      return false;
  }
}
