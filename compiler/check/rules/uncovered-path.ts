/** The finding that no endpoint covers a path, for handlers and sockets alike. */

import { insertion, replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import type { StringSyntax } from "../../syntax/nodes.js";
import type { BoundProcess } from "../bindings.js";

export interface UncoveredPath {
  readonly process: BoundProcess;
  readonly kind: "http" | "ws";
  readonly path: StringSyntax;
}

/** Of many endpoints, these few say which paths would do. */
const maxShownCount = 8;

/** The path must be one. */
export function reportUncovered({ process, kind, path }: UncoveredPath, report: Report): void {
  const { file, syntax } = process;
  const place = { file, span: path.span };
  // The endpoint of which this path would be a part: its first piece, which must be fixed.
  const scope = /^\/[^/{]+(?=\/|$)/.exec(path.value)?.[0] ?? "/";
  const endpoints = kind === "ws" ? process.socketEndpoints : process.endpoints;
  if (process.hasUnclearEndpoint) return;
  const first = endpoints[0]?.syntax.path.value;
  if (first === undefined) {
    const [member] = syntax.members;
    const fixes = member === undefined ? [] : insertion(startOf(member), `endpoint ${kind} "${scope}"\n  `);
    report("route/no-endpoint", { process: syntax.name.text, kind, scope }, place, { fixes });
    return;
  }
  const shownEndpoints = endpoints.slice(0, maxShownCount);
  const related = shownEndpoints.map((endpoint) => ({
    file: endpoint.file,
    span: endpoint.syntax.path.span,
    message: "this endpoint covers other paths",
  }));
  const better = `${first === "/" ? "" : first}${path.value === "/" ? "" : path.value}`;
  const paths = [...new Set(shownEndpoints.map((endpoint) => endpoint.syntax.path.value))];
  const shown = paths.map((one) => `\`${one}\``).join(", ") + (shownEndpoints.length < endpoints.length ? ", …" : "");
  const args = { path: path.value, kind, endpoints: shown, better, scope };
  const fixes = replacement(path.span, JSON.stringify(better));
  report("route/outside-endpoints", args, place, { related, fixes });
}

function startOf(member: BoundProcess["syntax"]["members"][number]): number {
  const documentation = member.kind === "broken" ? undefined : member.documentation;
  return (documentation ?? member).span.start;
}
