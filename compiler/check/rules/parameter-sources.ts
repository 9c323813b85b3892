/** Parameters come from where a request of the handler has them. */

import { removal, replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import type { ParameterSyntax } from "../../syntax/nodes.js";
import type { Span } from "../../text/span.js";
import { suggest } from "../../text/suggest.js";
import { formatType, type Bindings, type BoundHandler, type BoundParameter } from "../bindings.js";
import { headerName, methodsWithoutBody } from "../http-kind.js";
import { allHandlers } from "../parts.js";
import { isOptionalText, isQueryText } from "../text-types.js";

const places: readonly string[] = ["path", "query", "header", "body"];

/** RFC 9110, section 5.1, without the signs that no known header has. */
const headerPattern = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

export function checkParameterSources(bindings: Bindings, report: Report): void {
  for (const handler of allHandlers(bindings)) {
    for (const parameter of handler.parameters) {
      if (isSource(parameter, report)) checkParameter(parameter, handler, bindings, report);
    }
  }
}

/** What is written after `from`, apart from the handler. */
function isSource({ file, syntax: { source } }: BoundParameter, report: Report): boolean {
  if (source === undefined) return true;
  const { place: { text: place, span }, key } = source;
  if (!places.includes(place)) {
    const suggestion = place === "headers" ? "header" : suggest(place, places);
    const fixes = replacement(span, suggestion);
    report("name/unknown-source", { name: place, suggestion }, { file, span }, { fixes });
    return false;
  }
  if (key === undefined) return true;
  if (place !== "header") {
    const fixes = removal({ start: span.end, end: key.span.end }, "the name");
    report("route/source-key", { place, key: key.value }, { file, span: key.span }, { fixes });
  } else if (!headerPattern.test(key.value)) {
    const words = key.value.trim().replace(/[\s_.]+/g, "-").replace(/:$/, "");
    const better = headerPattern.test(words) ? words : undefined;
    const fixes = replacement(key.span, better && JSON.stringify(better));
    report("route/header-name", { name: key.value, better }, { file, span: key.span }, { fixes });
  }
  return true;
}

/** `from query`, with the white space that stands before it. */
function sourceWithSpace({ type, annotations, default: value, source }: ParameterSyntax): Span {
  const before = value ?? annotations.at(-1) ?? type;
  return { start: before.span.end, end: source?.span.end ?? before.span.end };
}

function checkParameter(
  { file, from, syntax, type }: BoundParameter,
  { http, syntax: handler }: BoundHandler,
  bindings: Bindings,
  report: Report,
): void {
  const name = syntax.name.text;
  const place = { file, span: (syntax.source ?? syntax.name).span };
  const typePlace = { file, span: type.syntax.span };
  if (from === "body") {
    const method = http?.methods.find((one) => methodsWithoutBody.includes(one));
    if (method === undefined) return;
    const hasPath = http?.path !== undefined;
    const fixes =
      hasPath && syntax.source !== undefined ? replacement(syntax.source.place.span, "query") : [];
    report("route/body", { name, method, hasPath }, place, { fixes });
  } else if (http === undefined) {
    const fixes = syntax.source === undefined ? [] : removal(sourceWithSpace(syntax), `\`from ${from}\``);
    report("route/no-http", { name, source: from }, place, { fixes });
  } else if (from === "header") {
    if (!isOptionalText(type, bindings)) {
      report("route/header-type", { name, type: formatType(type.syntax) }, typePlace);
    }
    const first = handler.parameters.find(
      (other) => other.source?.place.text === "header" && headerName(other) === headerName(syntax),
    );
    if (first === undefined || first === syntax) return;
    const related = [{ file, span: first.name.span, message: "the first one" }];
    report("name/duplicate", { what: "headers", name: headerName(syntax) }, place, { related });
  } else if (http.path === undefined) {
    report("route/no-path", { name, source: from }, place);
  } else if (from === "query" && !isQueryText(type, bindings)) {
    report("route/query-type", { name, type: formatType(type.syntax) }, typePlace);
  }
}
