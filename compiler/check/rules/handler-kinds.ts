/** A handler has each kind once, and `http` methods that exist, each once. */

import { removal, replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import type { Span } from "../../text/span.js";
import { suggest } from "../../text/suggest.js";
import type { Bindings } from "../bindings.js";
import { httpMethods } from "../http-kind.js";
import { allHandlers } from "../parts.js";

interface Word {
  readonly text: string;
  readonly span: Span;
  /** With what belongs to it. */
  readonly whole?: Span;
}

export function checkHandlerKinds(bindings: Bindings, report: Report): void {
  for (const { file, syntax } of allHandlers(bindings)) {
    const once = (words: readonly Word[]): void => {
      const firsts = new Map<string, Span>();
      for (const [index, { text, span, whole = span }] of words.entries()) {
        const first = firsts.get(text);
        if (first === undefined) {
          firsts.set(text, span);
          continue;
        }
        const related = [{ file, span: first, message: "the first one" }];
        // With the comma before it; a second route may be meant to be one.
        const before = words[index - 1];
        const end = before?.whole?.end ?? before?.span.end ?? whole.start;
        const isRoute = whole.end - whole.start > text.length;
        const fixes = isRoute ? [] : removal({ start: end, end: whole.end }, `\`${text}\``);
        report("handler/duplicate-kind", { kind: text }, { file, span }, { related, fixes });
      }
    };
    once(
      syntax.transports.map(({ name, span }) => ({
        text: name,
        span: { start: span.start, end: span.start + name.length },
        whole: span,
      })),
    );
    for (const { methods } of syntax.transports) {
      once(methods);
      for (const { text, span } of methods) {
        if (httpMethods.some((method) => method === text)) continue;
        // `FETCH` is near `PATCH` and nobody's slip of it.
        const sameStart = httpMethods.filter((method) => method[0] === text[0]?.toUpperCase());
        const suggestion = suggest(text, sameStart);
        report(
          "route/unknown-method",
          { name: text, suggestion },
          { file, span },
          { fixes: replacement(span, suggestion) },
        );
      }
    }
  }
}
