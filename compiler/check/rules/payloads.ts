/** A case of an enum carries nothing, one of a variant at most one value. */

import type { Report } from "../../diagnostics/report.js";
import type { Bindings } from "../bindings.js";

export function checkPayloads({ types }: Bindings, report: Report): void {
  for (const { file, kind, syntax } of types) {
    if (kind !== "enum" && kind !== "variant") continue;
    const allowed = kind === "enum" ? 0 : 1;
    for (const { name, payloads } of syntax.cases) {
      if (payloads.length <= allowed) continue;
      const args = { name: name.text, count: payloads.length, inEnum: kind === "enum" };
      report("type/payload", args, { file, span: name.span });
    }
  }
}
