/** Members of a process say something that can be done. */

import type { Report } from "../../diagnostics/report.js";
import type { IconSyntax, WidgetSyntax } from "../../syntax/nodes.js";
import type { SourceFile } from "../../text/source-file.js";
import type { Bindings } from "../bindings.js";

export function checkProcessMembers({ processes }: Bindings, report: Report): void {
  for (const { file, syntax, handlers, timers, sockets, clients, complete } of processes) {
    if (handlers.length + timers.length + sockets.length + clients.length === 0 && complete) {
      report("process/no-handler", { name: syntax.name.text }, { file, span: syntax.name.span });
    }
    for (const member of syntax.members) {
      if (member.kind === "ui" && !isOwnFolder(member.folder.value)) {
        report("process/ui-folder", { folder: member.folder.value }, { file, span: member.folder.span });
      }
      if (member.kind === "icon" || member.kind === "widget") checkAsset(file, member, report);
    }
  }
}

/** What browsers show as an image without help, and what a frame shows. */
const extensions = { icon: /\.(?:svg|png|jpe?g|gif|webp|avif|ico)$/i, widget: /\.html?$/i };

function checkAsset(file: SourceFile, { kind, path }: IconSyntax | WidgetSyntax, report: Report): void {
  const isInside = isInFolder(path.value) && segmentsOf(path.value).length > 0;
  const problem = !isInside
    ? "is not a file in the schema's folder"
    : extensions[kind].test(path.value)
      ? undefined
      : `is not ${kind === "icon" ? "an image that browsers show" : "an HTML file"}`;
  if (problem !== undefined) {
    report("process/asset", { member: kind, path: path.value, problem }, { file, span: path.span });
  }
}

/** Folders beside the schema that hproc writes itself. */
const ownFolders = ["pkg", ".hproc", "generated", "api"];

/**
 * With `/` on every system. The folder is copied into `pkg` and replaces what was copied before, so one that is not the
 * author's own, beside the schema, would replace other files.
 */
function isOwnFolder(folder: string): boolean {
  const [first] = segmentsOf(folder);
  return isInFolder(folder) && first !== undefined && first.trim() !== "" && !ownFolders.includes(first);
}

/** True for a relative path that stays where it begins. */
function isInFolder(path: string): boolean {
  return !/^\/|\\|^[A-Za-z]:|[\u0000-\u001f]/.test(path) && !segmentsOf(path).includes("..");
}

function segmentsOf(path: string): readonly string[] {
  return path.split("/").filter((segment) => segment !== "" && segment !== ".");
}
