/** Warnings: types that no process reaches appear in no interface, and a `use` of such brings nothing. */

import type { Report } from "../../diagnostics/report.js";
import { typesIn, type Bindings } from "../bindings.js";
import { withParts } from "../parts.js";
import { mentionedTypes, reachableTypes } from "../reachable-types.js";

/** Without a process, or when a part could not be read, nothing is known about uses. */
export function checkUnusedTypes(bindings: Bindings, report: Report): void {
  const { entry, types, typesByName, processes, complete } = bindings;
  if (!complete) return;
  checkImports(bindings, report);
  if (processes.length === 0) return;
  const used = reachableTypes([], processes, typesByName);
  for (const declaration of types) {
    const { file, kind, syntax } = declaration;
    if (used.has(declaration) || file !== entry.file) continue;
    const what = kind === "alias" ? "type" : kind;
    report("type/unused", { what, name: syntax.name.text }, { file, span: syntax.name.span });
  }
}

/** A name that stands nowhere in the file. */
function checkImports({ entry, imports, types, processes }: Bindings, report: Report): void {
  if (imports.length === 0) return;
  const named = new Set<string>();
  const own = types.filter(({ file }) => file === entry.file).flatMap(typesIn);
  const mentioned = [...own, ...processes.flatMap(mentionedTypes)];
  for (const type of mentioned) for (const part of withParts(type)) named.add(part.syntax.name.text);
  for (const { file, syntax } of imports) {
    const { text, span } = syntax.alias ?? syntax.name;
    // Renaming it is a use: another type has its name.
    if (named.has(text) || syntax.alias !== undefined) continue;
    report("use/unused", { name: text }, { file, span });
  }
}
