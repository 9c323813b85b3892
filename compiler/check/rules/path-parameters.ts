/** Every `{name}` of a path is taken by a parameter of that name, whose type one part of a path can be. */

import type { Report } from "../../diagnostics/report.js";
import { suggest } from "../../text/suggest.js";
import { formatType, type Bindings, type BoundHandler } from "../bindings.js";
import { templateNames } from "../http-kind.js";
import { allHandlers } from "../parts.js";
import { isText } from "../text-types.js";

export function checkPathParameters(bindings: Bindings, report: Report): void {
  for (const handler of allHandlers(bindings)) {
    if (handler.http?.path?.valid !== true) continue;
    checkTemplate(handler, report);
    for (const { file, from, syntax, type } of handler.parameters) {
      if (from !== "path") continue;
      const name = syntax.name.text;
      if (!templateNames(handler.http).includes(name)) {
        report("route/not-in-path", { name }, { file, span: (syntax.source ?? syntax.name).span });
      } else if (!isText(type, bindings)) {
        report("route/path-type", { name, type: formatType(type.syntax) }, { file, span: type.syntax.span });
      }
    }
  }
}

function checkTemplate({ file, http, parameters }: BoundHandler, report: Report): void {
  const path = http?.path;
  if (path === undefined) return;
  const place = { file, span: path.syntax.span };
  const names = templateNames(http);
  const free = parameters.filter(({ from }) => from !== "path").map(({ syntax }) => syntax);
  for (const name of new Set(names)) {
    if (names.indexOf(name) !== names.lastIndexOf(name)) report("route/template-name", { name }, place);
    if (parameters.some((parameter) => parameter.from === "path" && parameter.syntax.name.text === name)) continue;
    const source = free.find((parameter) => parameter.name.text === name)?.source?.text;
    const suggestion = suggest(name, free.map((parameter) => parameter.name.text));
    report("route/untaken", { name, source, suggestion }, place);
  }
}
