/**
 * One handler for each method and path shape, and one catch-all for each method.
 *
 *     http GET "/tasks/{id}"    read(id: u64)
 *     http GET "/tasks/{name}"  find(name: string)     // the same requests
 *
 * A handler with methods wins over one without, so those two may share a path.
 */

import type { Place, Report } from "../../diagnostics/report.js";
import { routeShape } from "../../model/route.js";
import type { Bindings, BoundHandler, BoundProcess } from "../bindings.js";
import { isCatchAll } from "../http-kind.js";

export function checkRouteOverlap(bindings: Bindings, report: Report): void {
  for (const process of bindings.processes) {
    checkHandlers(process, bindings, report);
    checkUi(process, report);
  }
}

function checkHandlers({ handlers }: BoundProcess, bindings: Bindings, report: Report): void {
  const taken = new Map<string, BoundHandler>();
  for (const handler of handlers) {
    // Two handlers that share several methods are reported once.
    const reported = new Set<BoundHandler>();
    for (const route of routesOf(handler, bindings)) {
      const first = taken.get(route);
      if (first === undefined) {
        taken.set(route, handler);
        continue;
      }
      if (first === handler || reported.has(first)) continue;
      reported.add(first);
      const related = [{ ...placeOf(first), message: `\`${first.syntax.name.text}\` answers them too` }];
      report("route/overlap", { route }, placeOf(handler), { related });
    }
  }
}

/** What a handler answers, in the words of the message: `GET /api/tasks/{…}`. */
function routesOf(handler: BoundHandler, bindings: Bindings): readonly string[] {
  const { http } = handler;
  if (http === undefined || http.path?.valid === false) return [];
  const path = http.path && routeShape(http.path.segments).replaceAll("{}", "{…}");
  if (path === undefined) {
    if (!isCatchAll(handler, bindings)) return [];
    if (http.methods.length === 0) return ["every other request"];
    return http.methods.map((method) => `every other ${method} request`);
  }
  // Unknown methods are reported; taking such a handler for one without methods would report more.
  if (http.syntax.methods.length > 0) return http.methods.map((method) => `${method} ${path}`);
  return [`every other method of ${path}`];
}

function placeOf({ file, http, syntax }: BoundHandler): Place {
  return { file, span: http?.path?.syntax.span ?? syntax.name.span };
}

/** The http-server answers the root and its index page from the files of a `ui`. */
function checkUi({ file, syntax, handlers }: BoundProcess, report: Report): void {
  const ui = syntax.members.find((member) => member.kind === "ui");
  if (ui === undefined) return;
  for (const { http } of handlers) {
    const path = http?.path?.syntax;
    if (http === undefined || path === undefined || !["/", "/index.html"].includes(path.value)) continue;
    if (http.syntax.methods.length > 0 && !http.methods.includes("GET")) continue;
    const related = [{ file, span: ui.folder.span, message: "its files begin at `/`" }];
    report("route/ui", { path: path.value }, { file, span: path.span }, { related });
  }
}
