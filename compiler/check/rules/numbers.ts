/** Numbers are written in decimal digits: no exponents, separators or other bases. */

import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import { walk } from "../../syntax/children.js";
import type { Bindings } from "../bindings.js";
import { isNumberText } from "../numbers.js";

export function checkNumbers({ trees }: Bindings, report: Report): void {
  for (const { file, schema } of trees) {
    for (const node of walk(schema)) {
      if (node.kind !== "number" || isNumberText(node.text)) continue;
      const better = decimal(node.text);
      report("syntax/number", { text: node.text, better }, { file, span: node.span }, { fixes: replacement(node.span, better) });
    }
  }
}

/** Larger ones are no value of any type. */
const maxExponent = 308;

/** The same number in digits; undefined for what is none, or is only near it. */
function decimal(text: string): string | undefined {
  // Separators, and suffixes of Rust and JavaScript.
  const plain = text.replaceAll("_", "").replace(/(?:n|[iuf](?:8|16|32|64|128|size))$/, "");
  if (isNumberText(plain)) return plain;
  if (/^0(?:[xX][0-9a-fA-F]{1,16}|[oO][0-7]{1,20}|[bB][01]{1,64})$/.test(plain)) return BigInt(plain).toString();
  const [, digits, exponent] = /^(-?[0-9]{1,20})[eE]([0-9]{1,3})$/.exec(plain) ?? [];
  return digits === undefined || Number(exponent) > maxExponent ? undefined : digits + "0".repeat(Number(exponent));
}
