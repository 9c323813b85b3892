/** Parameters come from where a request of the handler has them. */

import type { Report } from "../../diagnostics/report.js";
import { unsupportedSource, unsupportedSources } from "../../syntax/unsupported.js";
import { suggest } from "../../text/suggest.js";
import { formatType, type Bindings, type BoundHandler, type BoundParameter } from "../bindings.js";
import { methodsWithoutBody } from "../http-kind.js";
import { allHandlers } from "../parts.js";
import { isOptionalText } from "../text-types.js";

export function checkParameterSources(bindings: Bindings, report: Report): void {
  for (const handler of allHandlers(bindings)) {
    for (const parameter of handler.parameters) {
      if (isKnownSource(parameter, report)) checkParameter(parameter, handler, bindings, report);
    }
  }
}

function isKnownSource({ file, syntax: { source } }: BoundParameter, report: Report): boolean {
  if (source === undefined || ["path", "query", "body"].includes(source.text)) return true;
  if (unsupportedSources.includes(source.text)) {
    const { construct, help, span } = unsupportedSource(source.text, source.span);
    report("syntax/unsupported", { construct, help }, { file, span });
    return false;
  }
  const suggestion = suggest(source.text, ["path", "query", "body"]);
  report("name/unknown-source", { name: source.text, suggestion }, { file, span: source.span });
  return false;
}

function checkParameter(
  { file, from, syntax, type }: BoundParameter,
  { http }: BoundHandler,
  bindings: Bindings,
  report: Report,
): void {
  const name = syntax.name.text;
  const place = { file, span: (syntax.source ?? syntax.name).span };
  if (from === "body") {
    const method = http?.methods.find((one) => methodsWithoutBody.includes(one));
    if (method !== undefined) report("route/body", { name, method, hasPath: http?.path !== undefined }, place);
  } else if (http?.path === undefined) {
    report("route/no-path", { name, source: from }, place);
  } else if (from === "query" && !isOptionalText(type, bindings)) {
    report("route/query-type", { name, type: formatType(type.syntax) }, { file, span: type.syntax.span });
  }
}
