/** Types whose values can be read from a piece of text, as paths and queries have it. */

import { resolveAliases, type Bindings, type BoundType } from "./bindings.js";

/** Scalars that are one word, ids of Hyperware, enums, and aliases of these. */
export function isText(type: BoundType, bindings: Bindings): boolean {
  const resolved = resolveAliases(type, bindings);
  switch (resolved.kind) {
    case "unknown":
      return true;
    case "scalar":
      return !["bytes", "json", "unit"].includes(resolved.name);
    case "host":
      return ["NodeId", "ProcessId", "Address"].includes(resolved.name);
    case "named":
      return bindings.typesByName.get(resolved.name)?.kind === "enum";
    default:
      return false;
  }
}

/** Also a list or set of such, for what a query has several times. */
export function isQueryText(type: BoundType, bindings: Bindings): boolean {
  const resolved = resolveAliases(type, bindings);
  const inner = resolved.kind === "option" ? resolveAliases(resolved.element, bindings) : resolved;
  return isText(inner.kind === "list" || inner.kind === "set" ? inner.element : inner, bindings);
}

/** Also an option of such, for what may be left out. */
export function isOptionalText(type: BoundType, bindings: Bindings): boolean {
  const resolved = resolveAliases(type, bindings);
  return isText(resolved.kind === "option" ? resolved.element : resolved, bindings);
}
