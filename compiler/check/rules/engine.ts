/** The `engine` of a process is one that components can be made with. */

import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import { engineNames, isEngineName } from "../../model/engine.js";
import { suggest } from "../../text/suggest.js";
import type { Bindings } from "../bindings.js";

export function checkEngine({ processes }: Bindings, report: Report): void {
  for (const { file, syntax } of processes) {
    for (const member of syntax.members) {
      if (member.kind !== "engine") continue;
      const { text, span } = member.engine;
      if (isEngineName(text)) continue;
      const suggestion = synonyms.get(text.toLowerCase()) ?? suggest(text, engineNames);
      report("name/unknown-engine", { name: text, suggestion }, { file, span }, { fixes: replacement(span, suggestion) });
    }
  }
}

/** Other names of the same. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ["qjs", "quickjs"],
  ["componentize_qjs", "quickjs"],
  ["componentize_js", "starlingmonkey"],
  ["componentizejs", "starlingmonkey"],
  ["sm", "starlingmonkey"],
  ["spidermonkey", "starlingmonkey"],
]);
