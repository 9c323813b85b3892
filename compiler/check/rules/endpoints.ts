/** Endpoints have a kind that exists, distinct paths, and something that they lead to. */

import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import type { EndpointSyntax } from "../../syntax/nodes.js";
import { suggest } from "../../text/suggest.js";
import type { Bindings, BoundProcess } from "../bindings.js";
import { coveringEndpoints, coveringSocketEndpoints, httpMethods } from "../http-kind.js";
import { findPathProblem } from "../path-template.js";

const kinds: readonly string[] = ["http", "ws"];

export function checkEndpoints({ processes }: Bindings, report: Report): void {
  for (const process of processes) {
    checkPaths(process, report);
    if (process.complete) checkUsed(process, report);
  }
}

function checkPaths({ file, syntax }: BoundProcess, report: Report): void {
  const firsts = new Map<string, EndpointSyntax>();
  for (const member of syntax.members) {
    if (member.kind !== "endpoint") continue;
    const { text: kind, span } = member.transport;
    if (!kinds.includes(kind)) {
      const isMethod = httpMethods.some((method) => method === kind.toUpperCase());
      const suggestion = isMethod ? "http" : kind === "websocket" ? "ws" : suggest(kind, kinds);
      const fixes = replacement(span, suggestion);
      report("name/unknown-transport", { name: kind, suggestion }, { file, span }, { fixes });
      continue;
    }
    const place = { file, span: member.path.span };
    const path = member.path.value;
    const problem = findPathProblem(path, { templates: false });
    if (problem !== undefined) {
      const fixes = replacement(member.path.span, problem.better && JSON.stringify(problem.better));
      report("route/path", { path, ...problem }, place, { fixes });
    }
    const key = `${kind} ${path}`;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, member);
    else {
      const related = [{ file, span: first.path.span, message: "the first one" }];
      report("route/duplicate-endpoint", { path, kind }, place, { related });
    }
  }
}

/** An endpoint binds nothing by itself: one that leads nowhere is a slip in its path or in that of a handler. */
function checkUsed(process: BoundProcess, report: Report): void {
  const ofHttp = process.handlers.flatMap(({ http }) => (http === undefined ? [] : [coveringEndpoints(http, process)]));
  warnUnused(process, process.endpoints, ofHttp, report);
  const ofSockets = process.sockets.map(({ syntax }) => coveringSocketEndpoints(syntax.path.value, process));
  warnUnused(process, process.socketEndpoints, ofSockets, report);
}

/** `leading` are the endpoints of each handler; one without any is reported, and may be what an endpoint is for. */
function warnUnused(
  { file }: BoundProcess,
  endpoints: BoundProcess["endpoints"],
  leading: readonly BoundProcess["endpoints"][],
  report: Report,
): void {
  if (leading.some((one) => one.length === 0)) return;
  const used = new Set(leading.flat().map(({ syntax }) => syntax.path.value));
  for (const { syntax: { path, transport } } of endpoints) {
    if (used.has(path.value) || findPathProblem(path.value, { templates: false }) !== undefined) continue;
    report("route/unused-endpoint", { path: path.value, kind: transport.text }, { file, span: path.span });
  }
}
