/** The path of a handler is one, and an endpoint covers it. */

import { insertion, replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import type { Bindings, BoundHandler, BoundProcess } from "../bindings.js";
import { coveringEndpoints } from "../http-kind.js";
import { findPathProblem } from "../path-template.js";
import { reportUncovered } from "./uncovered-path.js";

export function checkHandlerPaths({ processes }: Bindings, report: Report): void {
  for (const process of processes) {
    for (const handler of process.handlers) checkHandler(handler, process, report);
  }
}

function checkHandler({ file, syntax, http }: BoundHandler, process: BoundProcess, report: Report): void {
  if (http === undefined) return;
  const path = http.path?.syntax;
  if (path === undefined) {
    if (process.endpoints.length > 0 || !process.complete) return;
    const args = { process: process.syntax.name.text, kind: "http", scope: "/api" };
    const fixes = insertion((syntax.documentation ?? syntax).span.start, 'endpoint http "/api"\n  ');
    report("route/no-endpoint", args, { file, span: syntax.name.span }, { fixes });
    return;
  }
  const problem = findPathProblem(path.value, { templates: true });
  if (problem !== undefined) {
    const fixes = replacement(path.span, problem.better && JSON.stringify(problem.better));
    report("route/path", { path: path.value, ...problem }, { file, span: path.span }, { fixes });
  } else if (process.complete && coveringEndpoints(http, process).length === 0) {
    reportUncovered({ process, kind: "http", path }, report);
  }
}
