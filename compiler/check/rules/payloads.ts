/** A case of an enum carries nothing, one of a variant at most one value. */

import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import type { Bindings } from "../bindings.js";

export function checkPayloads({ types }: Bindings, report: Report): void {
  for (const { file, kind, syntax } of types) {
    if (kind !== "enum" && kind !== "variant") continue;
    const allowed = kind === "enum" ? 0 : 1;
    for (const { name, payloads } of syntax.cases) {
      if (payloads.length <= allowed) continue;
      const args = { name: name.text, count: payloads.length, inEnum: kind === "enum" };
      const keyword = { start: syntax.span.start, end: syntax.span.start + kind.length };
      const fixes = kind === "enum" ? replacement(keyword, "variant") : [];
      report("type/payload", args, { file, span: name.span }, { fixes });
    }
  }
}
