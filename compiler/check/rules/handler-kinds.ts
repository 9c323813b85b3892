/** A handler has each kind once, and `http` methods that exist, each once. */

import type { Report } from "../../diagnostics/report.js";
import type { Span } from "../../text/span.js";
import { suggest } from "../../text/suggest.js";
import type { Bindings } from "../bindings.js";
import { httpMethods } from "../http-kind.js";
import { allHandlers } from "../parts.js";

export function checkHandlerKinds(bindings: Bindings, report: Report): void {
  for (const { file, syntax } of allHandlers(bindings)) {
    const once = (words: readonly { readonly text: string; readonly span: Span }[]): void => {
      const firsts = new Map<string, Span>();
      for (const { text, span } of words) {
        const first = firsts.get(text);
        if (first === undefined) {
          firsts.set(text, span);
          continue;
        }
        const related = [{ file, span: first, message: "the first one" }];
        report("handler/duplicate-kind", { kind: text }, { file, span }, { related });
      }
    };
    once(
      syntax.transports.map(({ name, span }) => ({
        text: name,
        span: { start: span.start, end: span.start + name.length },
      })),
    );
    for (const { methods } of syntax.transports) {
      once(methods);
      for (const { text, span } of methods) {
        if (httpMethods.some((method) => method === text)) continue;
        report("route/unknown-method", { name: text, suggestion: suggest(text, httpMethods) }, { file, span });
      }
    }
  }
}
