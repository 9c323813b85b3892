/**
 * Names that differ in the schema differ in WIT and on the wire too. In TypeScript they stay as they are, and what is
 * added to reserved ones, `_`, ends no other name.
 */

import type { Place, Report } from "../../diagnostics/report.js";
import { toWireCase, toWireField } from "../../naming/wire-names.js";
import { toKebab } from "../../naming/wit-names.js";
import type { AnnotationSyntax, WordSyntax } from "../../syntax/nodes.js";
import type { SourceFile } from "../../text/source-file.js";
import { readWire } from "../annotations.js";
import type { Bindings, BoundProcess } from "../bindings.js";

/** Something with a name, and perhaps another one on the wire. */
interface Named {
  readonly name: WordSyntax;
  readonly annotations: readonly AnnotationSyntax[];
}

/** A name as it comes out somewhere. */
interface Converted {
  /** As a message shows it: `` `nextId` ``. */
  readonly shown: string;
  readonly name: string;
  readonly place: Place;
}

export function checkNameCollisions(bindings: Bindings, report: Report): void {
  const { types, processes } = bindings;
  const compareAll = (file: SourceFile, all: readonly Named[], toWire: (name: string) => string): void => {
    const found = compare(all.map(({ name }) => converted(file, name, toKebab)), "WIT", report);
    // What collides in both is reported once.
    const reported = new Set(found.map((name) => name.place.span));
    const others = all.filter(({ name }) => !reported.has(name.span));
    const onWire = others.map(({ name, annotations }) => converted(file, name, (text) => readWire(annotations) ?? toWire(text)));
    compare(onWire, "JSON", report);
  };
  for (const { file, kind, syntax } of types) {
    if (kind === "record") compareAll(file, syntax.fields, toWireField);
    if (kind === "enum" || kind === "variant") compareAll(file, syntax.cases, toWireCase);
  }
  const typeNames = types.map(({ file, name, syntax }) => ({
    ...converted(file, syntax.name, () => toKebab(name)),
    shown: `\`${name}\``,
  }));
  compare(typeNames, "WIT", report);
  const takenByTypes = firstsOf(typeNames);
  for (const process of processes) {
    const { file, state, handlers } = process;
    compareAll(file, state.map((field) => field.syntax), toWireField);
    compareAll(file, handlers.map((handler) => handler.syntax), toWireCase);
    for (const { syntax } of handlers) {
      compareAll(file, syntax.parameters, toWireField);
    }
    compare(signatures(process), "WIT", report, takenByTypes);
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

/** The first of each name. */
function firstsOf(names: readonly Converted[]): ReadonlyMap<string, Converted> {
  return new Map([...names].reverse().map((name) => [name.name, name]));
}

/**
 * Compares the names with each other and with those that are `taken`. Returns the names that are reported. Equal source
 * names are duplicates, which have their own rule.
 */
function compare(
  names: readonly Converted[],
  where: string,
  report: Report,
  taken: ReadonlyMap<string, Converted> = new Map(),
): readonly Converted[] {
  const found: Converted[] = [];
  const firsts = new Map<string, Converted>();
  for (const name of names) {
    const first = taken.get(name.name) ?? firsts.get(name.name);
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
