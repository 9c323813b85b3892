/** Every name that a schema gives to something, and how such a name is written. */

import type { WordSyntax } from "../syntax/nodes.js";
import type { SourceFile } from "../text/source-file.js";
import type { Bindings } from "./bindings.js";

export interface DeclaredName {
  readonly file: SourceFile;
  readonly word: WordSyntax;
  /** What it names: `record`, `field`. */
  readonly what: string;
  readonly style: "PascalCase" | "camelCase";
}

export function declaredNames(bindings: Bindings): readonly DeclaredName[] {
  const names: DeclaredName[] = [];
  for (const declaration of bindings.types) {
    const { file, syntax, kind } = declaration;
    const pascal = (word: WordSyntax, what: string): void => void names.push({ file, word, what, style: "PascalCase" });
    pascal(syntax.name, kind === "alias" ? "type" : kind);
    if (kind === "record") {
      for (const field of syntax.fields) names.push({ file, word: field.name, what: "field", style: "camelCase" });
    } else if (kind !== "alias") {
      for (const one of syntax.cases) pascal(one.name, "case");
    }
  }
  for (const { file, syntax, state, uses, timers, sockets, clients, handlers } of bindings.processes) {
    const camel = (word: WordSyntax, what: string): void => void names.push({ file, word, what, style: "camelCase" });
    names.push({ file, word: syntax.name, what: "process", style: "PascalCase" });
    for (const field of state) camel(field.syntax.name, "state field");
    for (const use of uses) camel(use.syntax.alias, "alias");
    for (const timer of timers) camel(timer.syntax.name, "timer");
    for (const socket of sockets) camel(socket.syntax.name, "socket");
    for (const client of clients) camel(client.syntax.name, "client");
    for (const handler of handlers) {
      camel(handler.syntax.name, "handler");
      for (const parameter of handler.parameters) camel(parameter.syntax.name, "parameter");
    }
  }
  return names;
}
