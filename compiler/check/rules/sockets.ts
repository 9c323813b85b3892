/**
 * Sockets have fixed paths below a `ws` endpoint, each its own. They and clients say at most once what they receive and
 * send.
 */

import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import type { Span } from "../../text/span.js";
import { suggest } from "../../text/suggest.js";
import type { Bindings, BoundClient, BoundProcess, BoundSocket } from "../bindings.js";
import { coveringSocketEndpoints } from "../http-kind.js";
import { findPathProblem, type PathProblem } from "../path-template.js";
import { reportUncovered } from "./uncovered-path.js";

const directions: readonly string[] = ["receives", "sends"];

export function checkSockets({ processes }: Bindings, report: Report): void {
  for (const process of processes) {
    const firsts = new Map<string, Span>();
    for (const socket of process.sockets) {
      checkMessages(socket, report);
      checkPath(socket, process, firsts, report);
    }
    for (const client of process.clients) checkMessages(client, report);
  }
}

function checkMessages({ file, syntax }: BoundSocket | BoundClient, report: Report): void {
  const firsts = new Map<string, Span>();
  for (const { direction: { text, span } } of syntax.messages) {
    if (!directions.includes(text)) {
      const suggestion = synonyms.get(text) ?? suggest(text, directions);
      const fixes = replacement(span, suggestion);
      report("handler/direction", { what: syntax.kind, word: text, suggestion }, { file, span }, { fixes });
      continue;
    }
    const first = firsts.get(text);
    if (first === undefined) firsts.set(text, span);
    else {
      const related = [{ file, span: first, message: "the first one" }];
      report("handler/duplicate-kind", { kind: text }, { file, span }, { related });
    }
  }
}

const synonyms: ReadonlyMap<string, string> = new Map([
  ["in", "receives"],
  ["gets", "receives"],
  ["takes", "receives"],
  ["accepts", "receives"],
  ["out", "sends"],
  ["emits", "sends"],
  ["pushes", "sends"],
]);

/** The address of a server, where the path that clients open is expected. */
function findUrlProblem(path: string, name: string): PathProblem | undefined {
  if (!/^(?:wss?|https?):\/\//i.test(path)) return undefined;
  const help = `to connect to a server write \`ws client  ${name}(…)\`, and give the URL to \`clients.${name}.connect(…)\``;
  return { problem: "it is the URL of a server", help };
}

function checkPath(socket: BoundSocket, process: BoundProcess, firsts: Map<string, Span>, report: Report): void {
  const { file, syntax } = socket;
  const { value: path, span } = syntax.path;
  const problem = findUrlProblem(path, syntax.name.text) ?? findPathProblem(path, { templates: false });
  if (problem !== undefined) {
    const fixes = replacement(span, problem.better && JSON.stringify(problem.better));
    report("route/path", { path, ...problem }, { file, span }, { fixes });
    return;
  }
  const first = firsts.get(path);
  if (first === undefined) firsts.set(path, span);
  else {
    const related = [{ file, span: first, message: "the first one" }];
    report("route/duplicate-socket", { path }, { file, span }, { related });
  }
  if (!process.complete || coveringSocketEndpoints(path, process).length > 0) return;
  reportUncovered({ process, kind: "ws", path: syntax.path }, report);
}
