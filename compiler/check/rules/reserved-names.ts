/** Names that mean something else where they would appear. */

import type { Report } from "../../diagnostics/report.js";
import { toKebab } from "../../naming/wit-names.js";
import type { Bindings } from "../bindings.js";

/** Members of the author's object and of generated stubs. */
const handlerReasons: ReadonlyMap<string, string> = new Map([
  ["init", "that is the function that runs at the start"],
  ["constructor", "every JavaScript object has that member already"],
  ["then", "JavaScript would take the object for a promise"],
]);

/** What a process of such a name would replace: each is an interface, a file of WIT and a file of TypeScript. */
const processReasons: ReadonlyMap<string, string> = new Map([
  ["standard", "Hyperware has a WIT interface `standard`"],
  ["lib", "Hyperware has a WIT world `lib`"],
  ["process-v1", "Hyperware has a WIT world `process-v1`"],
  ["types", "`types` is the name of generated files"],
  ["codecs", "`codecs` is the name of a generated file"],
]);

export function checkReservedNames(bindings: Bindings, report: Report): void {
  for (const { file, handlers, timers, sockets, clients } of bindings.processes) {
    for (const { syntax } of [...handlers, ...timers, ...sockets, ...clients]) {
      const { text: name, span } = syntax.name;
      const reason = handlerReasons.get(name);
      if (reason !== undefined) report("name/reserved", { what: syntax.kind, name, reason }, { file, span });
    }
  }
  for (const { file, syntax } of bindings.processes) {
    const { text: name, span } = syntax.name;
    const reason = processReasons.get(toKebab(name));
    if (reason !== undefined) report("name/reserved", { what: "process", name, reason }, { file, span });
  }
}
