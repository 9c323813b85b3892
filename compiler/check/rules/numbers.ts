/** Numbers are written in decimal digits: no exponents, separators or other bases. */

import type { Report } from "../../diagnostics/report.js";
import { walk } from "../../syntax/children.js";
import type { Bindings } from "../bindings.js";
import { isNumberText } from "../numbers.js";

export function checkNumbers({ trees }: Bindings, report: Report): void {
  for (const { file, schema } of trees) {
    for (const node of walk(schema)) {
      if (node.kind !== "number" || isNumberText(node.text)) continue;
      report("syntax/number", { text: node.text }, { file, span: node.span });
    }
  }
}
