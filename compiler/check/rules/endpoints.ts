/** Endpoints have distinct paths and a kind that exists. */

import type { Report } from "../../diagnostics/report.js";
import type { EndpointSyntax } from "../../syntax/nodes.js";
import { unsupportedTransports } from "../../syntax/unsupported.js";
import type { Bindings } from "../bindings.js";
import { findPathProblem } from "../path-template.js";

export function checkEndpoints({ processes }: Bindings, report: Report): void {
  for (const { file, syntax } of processes) {
    const firsts = new Map<string, EndpointSyntax>();
    for (const member of syntax.members) {
      if (member.kind !== "endpoint") continue;
      const kind = member.transport.text;
      const place = { file, span: member.path.span };
      const path = member.path.value;
      if (kind !== "http") {
        const kindPlace = { file, span: member.transport.span };
        if (unsupportedTransports.includes(kind)) {
          report("syntax/unsupported", { construct: `\`${kind}\` endpoints are`, help: "remove it" }, kindPlace);
        } else report("name/unknown-transport", { name: kind }, kindPlace);
        continue;
      }
      const problem = findPathProblem(path, { templates: false });
      if (problem !== undefined) report("route/path", { path, ...problem }, place);
      const first = firsts.get(path);
      if (first === undefined) firsts.set(path, member);
      else {
        const related = [{ file, span: first.path.span, message: "the first one" }];
        report("route/duplicate-endpoint", { path }, place, { related });
      }
    }
  }
}
