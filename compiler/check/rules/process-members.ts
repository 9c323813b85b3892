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
      if (member.kind === "ui" && !isOwnFolder(member.folder.value)) {
        report("process/ui-folder", { folder: member.folder.value }, { file, span: member.folder.span });
      }
    }
  }
}

/** Folders beside the schema that hproc writes itself. */
const ownFolders = ["pkg", ".hproc", "generated", "api"];

/**
 * With `/` on every system. The folder is copied into `pkg` and replaces what was copied before, so one that is not the
 * author's own, beside the schema, would replace other files.
 */
function isOwnFolder(folder: string): boolean {
  const segments = folder.split("/").filter((segment) => segment !== "" && segment !== ".");
  const [first] = segments;
  return (
    !/^\/|\\|^[A-Za-z]:|[\u0000-\u001f]/.test(folder) &&
    first !== undefined &&
    first.trim() !== "" &&
    !segments.includes("..") &&
    !ownFolders.includes(first)
  );
}
