/** Endpoints and uis have the options that exist, each true or false. */

import type { Report } from "../../diagnostics/report.js";
import { suggest } from "../../text/suggest.js";
import type { Bindings } from "../bindings.js";
import { allOptions } from "../parts.js";
import { optionNames } from "../settings.js";

export function checkOptions(bindings: Bindings, report: Report): void {
  for (const { file, options } of allOptions(bindings)) {
    for (const { name, value } of options) {
      if (!optionNames.includes(name.text)) {
        const suggestion = suggest(name.text, optionNames);
        report("name/unknown-option", { name: name.text, suggestion }, { file, span: name.span });
      } else if (value.kind !== "word" || (value.text !== "true" && value.text !== "false")) {
        report("process/option-value", { name: name.text }, { file, span: value.span });
      }
    }
  }
}
