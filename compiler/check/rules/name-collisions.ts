/**
 * Names that differ in the schema differ in WIT and on the wire too. In TypeScript they stay as they are, and what is
 * added to reserved ones, `_`, ends no other name.
 */

import type { Place, Report } from "../../diagnostics/report.js";
import { toWireCase, toWireField } from "../../naming/wire-names.js";
import { toKebab } from "../../naming/wit-names.js";
import type { WordSyntax } from "../../syntax/nodes.js";
import type { SourceFile } from "../../text/source-file.js";
import type { Bindings, BoundProcess } from "../bindings.js";

/** A name as it comes out somewhere. */
interface Converted {
  /** As a message shows it: `` `nextId` ``. */
  readonly shown: string;
  readonly name: string;
  readonly place: Place;
}

export function checkNameCollisions(bindings: Bindings, report: Report): void {
  const { types, processes } = bindings;
  const compareWords = (file: SourceFile, words: readonly WordSyntax[], toWire: (name: string) => string): void => {
    const found = compare(words.map((word) => converted(file, word, toKebab)), "WIT", report);
    // What collides in both is reported once.
    const reported = new Set(found.map((name) => name.place.span));
    const others = words.filter((word) => !reported.has(word.span));
    compare(others.map((word) => converted(file, word, toWire)), "JSON", report);
  };
  for (const { file, kind, syntax } of types) {
    if (kind === "record") compareWords(file, syntax.fields.map((field) => field.name), toWireField);
    if (kind === "enum" || kind === "variant") compareWords(file, syntax.cases.map((one) => one.name), toWireCase);
  }
  const typeNames = types.map(({ file, syntax }) => converted(file, syntax.name, toKebab));
  compare(typeNames, "WIT", report);
  for (const process of processes) {
    const { file, state, handlers } = process;
    compareWords(file, state.map((field) => field.syntax.name), toWireField);
    compareWords(file, handlers.map((handler) => handler.syntax.name), toWireCase);
    for (const { syntax } of handlers) {
      compareWords(file, syntax.parameters.map((parameter) => parameter.name), toWireField);
    }
    compare([...typeNames, ...signatures(process)], "WIT", report);
  }
  compare(processes.map(({ file, syntax }) => converted(file, syntax.name, toKebab)), "WIT", report);
}

/** Of each handler and kind, the record that describes it in the interface of the process. */
function signatures({ file, handlers }: BoundProcess): readonly Converted[] {
  return handlers.flatMap(({ syntax }) =>
    syntax.transports.map((transport) => ({
      shown: `the \`${transport.name}\` signature of \`${syntax.name.text}\``,
      name: `${toKebab(syntax.name.text)}-signature-${transport.name}`,
      place: { file, span: syntax.name.span },
    })),
  );
}

function converted(file: SourceFile, word: WordSyntax, convert: (name: string) => string): Converted {
  return { shown: `\`${word.text}\``, name: convert(word.text), place: { file, span: word.span } };
}

/** Returns the names that are reported. Equal source names are duplicates, which have their own rule. */
function compare(names: readonly Converted[], where: string, report: Report): readonly Converted[] {
  const found: Converted[] = [];
  const firsts = new Map<string, Converted>();
  for (const name of names) {
    const first = firsts.get(name.name);
    if (first === undefined) {
      firsts.set(name.name, name);
      continue;
    }
    if (first.shown === name.shown) continue;
    const related = [{ ...first.place, message: "the first one" }];
    const args = { left: first.shown, right: name.shown, both: name.name, where };
    report("name/collision", args, name.place, { related });
    found.push(name);
  }
  return found;
}
