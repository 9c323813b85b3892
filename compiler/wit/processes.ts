/** An interface of WIT as a process of a schema: its handlers, and the endpoints that lead to them. */

import type { EndpointSyntax, HandlerSyntax, MemberSyntax, PackageSyntax, ProcessSyntax } from "../syntax/nodes.js";
import { readRemarks } from "./comments.js";
import { toTypeName, word } from "./names.js";
import type { WitInterface } from "./nodes.js";
import type { ReadContext } from "./read-context.js";
import { findRequests, readRequests } from "./requests.js";
import { readHandlers } from "./signatures.js";

export interface ReadProcess {
  readonly process: ProcessSyntax;
  /** As a mark says it. */
  readonly packageLine: PackageSyntax | undefined;
}

export function readProcess(from: WitInterface, isCalled: boolean, context: ReadContext): ReadProcess {
  const { name, span, comments } = from;
  const remarks = readRemarks(comments, span.start, context.file.text);
  const said: MemberSyntax[] = [];
  let packageLine: PackageSyntax | undefined;
  for (const mark of remarks.marks) {
    if (/^package\b/.test(mark.text)) {
      const line = context.readMark("LoneDeclaration", mark);
      if (line?.kind === "package") packageLine = line;
    } else {
      const member = context.readMark("LoneMember", mark);
      if (member?.kind === "world" || member?.kind === "endpoint") said.push(member);
    }
  }
  const requests = findRequests(from);
  const handlers =
    requests === undefined ? readHandlers(from, isCalled, context) : readRequests(requests, from, context);
  const endpoints = said.filter((member) => member.kind === "endpoint");
  const members = [
    ...said.filter((member) => member.kind === "world" && !isCalled),
    ...(isCalled ? [] : [...endpoints, ...missingEndpoints(from, handlers, endpoints)]),
    ...handlers,
  ];
  const { documentation } = remarks;
  return {
    process: { kind: "process", span, documentation, name: word(toTypeName(name.text), name.span), members },
    packageLine,
  };
}

/** WIT does not say them: the first part of each path. A handler without a path is reached at `/api`, as kit calls it. */
function missingEndpoints(
  { name: { span } }: WitInterface,
  handlers: readonly HandlerSyntax[],
  said: readonly EndpointSyntax[],
): readonly EndpointSyntax[] {
  const known = said.map(({ path }) => path.value);
  const http = handlers.flatMap(({ transports }) => transports.filter((transport) => transport.name === "http"));
  const wanted = http.flatMap(({ path }) => {
    if (path === undefined) return known.length > 0 ? [] : ["/api"];
    const isCovered = known.some((each) => each === "/" || path.value === each || path.value.startsWith(`${each}/`));
    return isCovered ? [] : [/^\/[^/{}]+/.exec(path.value)?.[0] ?? "/"];
  });
  return [...new Set(wanted)].map((path) => ({
    kind: "endpoint",
    span,
    documentation: undefined,
    transport: word("http", span),
    path: { kind: "string", span, value: path },
    options: [],
  }));
}
