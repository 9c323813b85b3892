/** Every `{name}` of a path is taken by a parameter of that name, whose type one part of a path can be. */

import type { Fix } from "../../diagnostics/diagnostic.js";
import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import type { ParameterSyntax } from "../../syntax/nodes.js";
import { formatType, type Bindings, type BoundHandler, type BoundPath } from "../bindings.js";
import { allHandlers } from "../parts.js";
import { isText } from "../text-types.js";

export function checkPathParameters(bindings: Bindings, report: Report): void {
  for (const handler of allHandlers(bindings)) {
    const path = handler.http?.path;
    if (path?.valid !== true) continue;
    checkTemplate(handler, path, bindings, report);
    for (const { file, from, syntax, type } of handler.parameters) {
      if (from !== "path") continue;
      const name = syntax.name.text;
      if (!path.names.has(name)) {
        report("route/not-in-path", { name }, { file, span: (syntax.source ?? syntax.name).span });
      } else if (!isText(type, bindings)) {
        report("route/path-type", { name, type: formatType(type.syntax) }, { file, span: type.syntax.span });
      }
    }
  }
}

function checkTemplate({ file, parameters }: BoundHandler, path: BoundPath, bindings: Bindings, report: Report): void {
  const place = { file, span: path.syntax.span };
  const taken = new Set<string>();
  const free = new Map<string, ParameterSyntax>();
  for (const { from, syntax } of parameters) {
    const name = syntax.name.text;
    if (from === "path") taken.add(name);
    else if (!free.has(name)) free.set(name, syntax);
  }
  const repeated = repeatedNames(path);
  for (const name of path.names) {
    if (repeated.has(name)) report("route/template-name", { name }, place);
    if (taken.has(name)) continue;
    const other = free.get(name)?.source;
    const suggestion = other === undefined ? bindings.suggest(name, free.keys()) : undefined;
    const fixes = other === undefined ? templateFix(path, name, suggestion) : replacement(other.place.span, "path");
    report("route/untaken", { name, source: other?.place.text, suggestion }, place, { fixes });
  }
}

/** Names the part of the path as the parameter is named. */
function templateFix({ syntax }: BoundPath, name: string, better: string | undefined): readonly Fix[] {
  return replacement(syntax.span, better && JSON.stringify(syntax.value.replace(`{${name}}`, () => `{${better}}`)));
}

function repeatedNames({ segments }: BoundPath): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const segment of segments) {
    if (segment.kind !== "parameter") continue;
    if (seen.has(segment.name)) repeated.add(segment.name);
    seen.add(segment.name);
  }
  return repeated;
}
