/** `unit`, `HttpResponse` and nested options only where they mean something. */

import type { Report } from "../../diagnostics/report.js";
import type { SourceFile } from "../../text/source-file.js";
import { resolveAliases, typesIn, type Bindings, type BoundType } from "../bindings.js";
import { allHandlers } from "../parts.js";

export function checkTypePositions(bindings: Bindings, report: Report): void {
  const check = (file: SourceFile, type: BoundType, what: string): void => {
    const place = { file, span: type.syntax.span };
    if (type.kind === "scalar" && type.name === "unit") report("type/unit", { what }, place);
    if (type.kind === "host" && type.name === "HttpResponse") report("type/http-response", {}, place);
    checkInside(file, type);
  };
  const checkInside = (file: SourceFile, type: BoundType): void => {
    switch (type.kind) {
      case "result":
        // `result<unit, E>` is a call that returns nothing but can fail.
        for (const part of [type.ok, type.err]) {
          if (part.kind === "scalar" && part.name === "unit") continue;
          check(file, part, "a result");
        }
        return;
      case "option":
        if (resolveAliases(type.element, bindings).kind === "option") {
          report("type/nested-option", {}, { file, span: type.element.syntax.span });
        }
        check(file, type.element, "the value of an `option`");
        return;
      case "list":
      case "set":
        check(file, type.element, `the element of a \`${type.kind}\``);
        return;
      case "tuple":
        for (const element of type.elements) check(file, element, "the element of a `tuple`");
        return;
      case "map":
        check(file, type.key, "the key of a `map`");
        check(file, type.value, "the value of a `map`");
        return;
      default:
        return;
    }
  };
  const places = { record: "a field", enum: "a case", variant: "the value of a case", alias: "a `type`" };
  for (const declaration of bindings.types) {
    for (const type of typesIn(declaration)) check(declaration.file, type, places[declaration.kind]);
  }
  for (const { file, state, sockets, clients } of bindings.processes) {
    for (const field of state) check(file, field.type, "a state field");
    for (const { messages } of [...sockets, ...clients]) for (const { type } of messages) check(file, type, "a message");
  }
  for (const { file, http, parameters, returns } of allHandlers(bindings)) {
    for (const parameter of parameters) check(file, parameter.type, "a parameter");
    if (returns === undefined || (returns.kind === "scalar" && returns.name === "unit")) continue;
    if (returns.kind === "host" && returns.name === "HttpResponse" && http !== undefined) continue;
    check(file, returns, "a result");
  }
}
