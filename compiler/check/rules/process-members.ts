/** Members of a process say something that can be done. */

import type { Report } from "../../diagnostics/report.js";
import { toInteger } from "../numbers.js";
import type { Bindings } from "../bindings.js";

export function checkProcessMembers({ processes }: Bindings, report: Report): void {
  for (const { file, syntax, handlers, complete } of processes) {
    if (handlers.length === 0 && complete) {
      report("process/no-handler", { name: syntax.name.text }, { file, span: syntax.name.span });
    }
    for (const member of syntax.members) {
      if (member.kind === "save" && member.count !== undefined && /^[-0-9.]+$/.test(member.count.text)) {
        const count = toInteger(member.count.text);
        if (count === undefined || count < 1n || count > Number.MAX_SAFE_INTEGER) {
          report("process/save-count", { count: member.count.text }, { file, span: member.count.span });
        }
      }
      if (member.kind === "ui" && !isRelative(member.folder.value)) {
        report("process/ui-folder", { folder: member.folder.value }, { file, span: member.folder.span });
      }
    }
  }
}

/** With `/` on every system. */
function isRelative(folder: string): boolean {
  return folder.trim() !== "" && !/^\/|\\|^[A-Za-z]:|[\u0000-\u001f]/.test(folder);
}
