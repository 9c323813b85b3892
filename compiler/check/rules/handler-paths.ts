/** The path of a handler is one, and an endpoint covers it. */

import type { Report } from "../../diagnostics/report.js";
import type { Bindings, BoundHandler, BoundProcess } from "../bindings.js";
import { coveringEndpoints } from "../http-kind.js";
import { findPathProblem } from "../path-template.js";

export function checkHandlerPaths({ processes }: Bindings, report: Report): void {
  for (const process of processes) {
    for (const handler of process.handlers) checkHandler(handler, process, report);
  }
}

function checkHandler({ file, syntax, http }: BoundHandler, process: BoundProcess, report: Report): void {
  if (http === undefined) return;
  const written = http.path?.syntax;
  if (written !== undefined) {
    const problem = findPathProblem(written.value, { templates: true });
    if (problem !== undefined) {
      report("route/path", { path: written.value, ...problem }, { file, span: written.span });
      return;
    }
  }
  if (process.endpoints.length === 0) {
    const place = { file, span: written?.span ?? syntax.name.span };
    if (process.complete) report("route/no-endpoint", { process: process.syntax.name.text }, place);
    return;
  }
  if (written === undefined || coveringEndpoints(http, process).length > 0 || !process.complete) return;
  const paths = process.endpoints.map((endpoint) => endpoint.syntax.path.value);
  const related = process.endpoints.map((endpoint) => ({
    file: endpoint.file,
    span: endpoint.syntax.path.span,
    message: "this endpoint covers other paths",
  }));
  const args = {
    path: written.value,
    endpoints: [...new Set(paths)].map((path) => `\`${path}\``).join(", "),
    better: `${paths[0] === "/" ? "" : paths[0]}${written.value === "/" ? "" : written.value}`,
    // The endpoint of which this path would be a part: its first piece, which must be fixed.
    scope: /^\/[^/{]+(?=\/|$)/.exec(written.value)?.[0] ?? "/",
  };
  report("route/outside-endpoints", args, { file, span: written.span }, { related });
}
