/** What a process `needs` are parts of a node that it can have a client of. */

import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import { needNames } from "../../model/model.js";
import { suggest } from "../../text/suggest.js";
import type { Bindings } from "../bindings.js";

const names: readonly string[] = needNames;

export function checkNeeds({ processes }: Bindings, report: Report): void {
  for (const { file, syntax } of processes) {
    for (const member of syntax.members) {
      if (member.kind !== "needs") continue;
      for (const { text, span } of member.names) {
        if (names.includes(text)) continue;
        const help = reasons.get(text);
        const suggestion = help === undefined ? (synonyms.get(text.toLowerCase()) ?? suggest(text, names)) : undefined;
        const fixes = replacement(span, suggestion);
        report("name/unknown-need", { name: text, suggestion, help }, { file, span }, { fixes });
      }
    }
  }
}

/** What the same is called elsewhere. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ["file", "vfs"],
  ["files", "vfs"],
  ["fs", "vfs"],
  ["database", "sqlite"],
  ["db", "sqlite"],
  ["sql", "sqlite"],
  ["keyvalue", "kv"],
  ["rocksdb", "kv"],
  ["http", "fetch"],
  ["http_client", "fetch"],
  ["httpclient", "fetch"],
  ["network", "fetch"],
]);

/** What every process has. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["homepage", "a process with `ui`, `icon` or `widget` is on the home page; remove the word"],
  ["log", "every process has `log`; remove the word"],
  ["sleep", "every process has `sleep` and `setTimeout`; remove the word"],
  ["state", "every process has `state`; remove the word"],
  ["timer", "every process has `sleep` and `setTimeout`; remove the word"],
]);
