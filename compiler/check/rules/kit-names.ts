/**
 * Warning: names with which kit's generators of Rust and TypeScript callers cannot read the interface. They search WIT
 * files as text; see sections 1.5 and 2.2 of kit's `wit_generator.rs` and `caller_utils_ts_generator.rs`.
 */

import type { Report } from "../../diagnostics/report.js";
import { toKebab } from "../../naming/wit-names.js";
import type { Bindings } from "../bindings.js";
import { declaredNames } from "../declared-names.js";

const typeKinds: readonly string[] = ["record", "enum", "variant", "type"];

export function checkKitNames(bindings: Bindings, report: Report): void {
  for (const { file, word, what } of declaredNames(bindings)) {
    const isType = typeKinds.includes(what);
    const words = toKebab(word.text).split("-");
    const last = words.at(-1) ?? "";
    if ((isType || what === "process") && last === "world") {
      const reason = "kit takes a file with the text `world ` for a WIT world";
      report("name/kit", { what, name: word.text, reason }, { file, span: word.span });
    } else if (isType && what !== "type" && /(request|response)(-wrapper)?$/.test(words.join("-"))) {
      const reason = "kit keeps names that end like this for its own types";
      report("name/kit", { what, name: word.text, reason }, { file, span: word.span });
    }
  }
}
