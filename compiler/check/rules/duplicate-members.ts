/** Members that a process has at most once: `name`, `icon`, `ui`, `state` and others that say one thing. */

import type { Report } from "../../diagnostics/report.js";
import type { MemberSyntax } from "../../syntax/nodes.js";
import type { Span } from "../../text/span.js";
import type { Bindings } from "../bindings.js";

/** The keyword of each kind of member that stands alone. */
const keywords: ReadonlyMap<MemberSyntax["kind"], string> = new Map([
  ["title", "name"],
  ["icon", "icon"],
  ["widget", "widget"],
  ["world", "world"],
  ["engine", "engine"],
  ["ui", "ui"],
  ["save", "save"],
  ["timeout", "timeout"],
  ["log", "log"],
  ["needs", "needs"],
  ["state", "state"],
  ["init", "init"],
]);

export function checkDuplicateMembers({ processes }: Bindings, report: Report): void {
  for (const { file, syntax } of processes) {
    const firsts = new Map<string, Span>();
    for (const member of syntax.members) {
      const keyword = keywords.get(member.kind);
      if (keyword === undefined) continue;
      const span = { start: member.span.start, end: member.span.start + keyword.length };
      const first = firsts.get(keyword);
      if (first === undefined) {
        firsts.set(keyword, span);
        continue;
      }
      const related = [{ file, span: first, message: "the first one" }];
      report("process/duplicate-member", { member: keyword }, { file, span }, { related });
    }
  }
}
