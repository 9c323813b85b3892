/** In one list, every name stands once. Names of types and processes are compared when they are declared. */

import type { Report } from "../../diagnostics/report.js";
import type { ProcessSyntax } from "../../syntax/nodes.js";
import type { SourceFile } from "../../text/source-file.js";
import type { Span } from "../../text/span.js";
import type { Bindings } from "../bindings.js";
import { allAnnotated, allHandlers, allOptions } from "../parts.js";

interface Word {
  readonly text: string;
  readonly span: Span;
}

export function checkDuplicateNames(bindings: Bindings, report: Report): void {
  const compare = (file: SourceFile, what: string, words: readonly Word[]): void => {
    const firsts = new Map<string, Word>();
    for (const word of words) {
      const first = firsts.get(word.text);
      if (first === undefined) {
        firsts.set(word.text, word);
        continue;
      }
      const related = [{ file, span: first.span, message: "the first one" }];
      report("name/duplicate", { what, name: word.text }, { file, span: word.span }, { related });
    }
  };
  for (const { file, kind, syntax } of bindings.types) {
    if (kind === "record") compare(file, "fields", syntax.fields.map((field) => field.name));
    if (kind === "enum" || kind === "variant") compare(file, "cases", syntax.cases.map((one) => one.name));
  }
  for (const { file, syntax, state, uses } of bindings.processes) {
    compare(file, "state fields", state.map((field) => field.syntax.name));
    compare(file, "aliases", uses.map((use) => use.syntax.alias));
    compare(file, "handlers", memberNames(syntax));
  }
  for (const { file, syntax } of allHandlers(bindings)) {
    compare(file, "parameters", syntax.parameters.map((parameter) => parameter.name));
  }
  for (const { file, options } of allOptions(bindings)) compare(file, "options", options.map((option) => option.name));
  for (const { file, annotations } of allAnnotated(bindings)) {
    // Of examples there may be several.
    const single = annotations.filter(({ name }) => name.text !== "example");
    compare(file, "annotations", single.map(({ name }) => ({ text: `@${name.text}`, span: name.span })));
  }
}

/** Handlers, timers, sockets and clients are members of the author's one object. */
function memberNames({ members }: ProcessSyntax): readonly Word[] {
  return members.flatMap((member) =>
    member.kind === "handler" || member.kind === "timer" || member.kind === "socket" || member.kind === "client"
      ? [member.name]
      : [],
  );
}
