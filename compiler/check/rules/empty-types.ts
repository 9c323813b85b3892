/** WIT has no empty records, enums and variants. */

import type { Report } from "../../diagnostics/report.js";
import type { Bindings } from "../bindings.js";

export function checkEmptyTypes({ types }: Bindings, report: Report): void {
  for (const { file, kind, syntax } of types) {
    if (kind === "alias" || syntax.incomplete) continue;
    const parts = kind === "record" ? syntax.fields : syntax.cases;
    if (parts.length > 0) continue;
    report("type/empty", { what: kind, name: syntax.name.text }, { file, span: syntax.name.span });
  }
}
