/** Warning: types that no handler and no state reaches appear in no interface. */

import type { Report } from "../../diagnostics/report.js";
import { typesIn, type Bindings, type BoundType } from "../bindings.js";
import { withParts } from "../parts.js";

/** Without a process, or when a part could not be read, nothing is known about uses. */
export function checkUnusedTypes({ types, typesByName, processes, complete }: Bindings, report: Report): void {
  if (processes.length === 0 || !complete) return;
  const used = new Set<string>();
  const waiting: BoundType[] = processes.flatMap(({ state, handlers }) => [
    ...state.map((field) => field.type),
    ...handlers.flatMap((handler) => handler.parameters.map((parameter) => parameter.type)),
    ...handlers.flatMap((handler) => handler.returns ?? []),
  ]);
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    for (const part of withParts(type)) {
      if (part.kind !== "named" || used.has(part.name)) continue;
      used.add(part.name);
      const declaration = typesByName.get(part.name);
      if (declaration !== undefined) for (const inner of typesIn(declaration)) waiting.push(inner);
    }
  }
  for (const { file, kind, syntax } of types) {
    if (used.has(syntax.name.text)) continue;
    const what = kind === "alias" ? "type" : kind;
    report("type/unused", { what, name: syntax.name.text }, { file, span: syntax.name.span });
  }
}
