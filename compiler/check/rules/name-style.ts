/** Types and cases are written in PascalCase, everything else in camelCase: names are derived from their capitals. */

import type { Report } from "../../diagnostics/report.js";
import { toCamel, toPascal } from "../../naming/typescript-names.js";
import { findWitObstacle } from "../../naming/wit-names.js";
import type { Bindings } from "../bindings.js";
import { declaredNames } from "../declared-names.js";

const patterns = { PascalCase: /^[A-Z][A-Za-z0-9]*$/, camelCase: /^[a-z][A-Za-z0-9]*$/ };
const conversions = { PascalCase: toPascal, camelCase: toCamel };

export function checkNameStyle(bindings: Bindings, report: Report): void {
  for (const { file, word, what, style } of declaredNames(bindings)) {
    // Then WIT names are what is wrong with it.
    if (findWitObstacle(word.text) !== undefined || patterns[style].test(word.text)) continue;
    // In `OPEN_NOW` not every capital begins a word.
    const converted = conversions[style](/[a-z]/.test(word.text) ? word.text : word.text.toLowerCase());
    const better = patterns[style].test(converted) ? converted : undefined;
    report("name/style", { what, name: word.text, style, better }, { file, span: word.span });
  }
}
