/**
 * Which declaration each name of a WIT file means, and what the schema calls it. In WIT every interface has names of its
 * own; in a schema all types share one set with the processes.
 */

import type { Report } from "../diagnostics/report.js";
import { hostTypeNames, type HostTypeName } from "../model/type.js";
import type { SourceFile } from "../text/source-file.js";
import { toTypeName } from "./names.js";
import type { WitDeclaration, WitInterface, WitMember, WitType, WitUse } from "./nodes.js";

/** What a name of an interface leads to. */
export type Meaning =
  /** Of the file, under the name that the schema has for it. */
  | { readonly kind: "declared"; readonly declaration: WitDeclaration; readonly name: string; readonly home: WitInterface }
  | { readonly kind: "host"; readonly name: HostTypeName }
  /** Something that no schema has, and why. */
  | { readonly kind: "foreign"; readonly reason: string };

export interface Scope {
  /** Undefined for a name that nothing declares. */
  lookUp(from: WitInterface, name: string): Meaning | undefined;
  /** In source order; of equal ones in several interfaces only the first. */
  readonly declarations: readonly Declared[];
}

export interface Declared {
  readonly home: WitInterface;
  readonly declaration: WitDeclaration;
  /** In the schema. */
  readonly name: string;
}

/** What of Hyperware's interface `standard` travels in messages: as text, whatever its record looks like. */
const standardTypes: ReadonlyMap<string, HostTypeName> = new Map([
  ["address", "Address"],
  ["process-id", "ProcessId"],
  ["node-id", "NodeId"],
]);

/** `processNames` are taken: types and processes share one set of names. */
export function createScope(
  interfaces: readonly WitInterface[],
  { file, processNames, report }: { file: SourceFile; processNames: ReadonlySet<string>; report: Report },
): Scope {
  const finder = createFinder(interfaces);
  const all = interfaces.flatMap((home) => declarationsOf(home).map((declaration) => ({ home, declaration })));
  const own = all.filter(({ declaration }) => hostRecordOf(declaration) === undefined);
  const splitNames = findSplitNames(own, file, finder);
  const taken = new Set<string>([...hostTypeNames, ...processNames]);
  const names = new Map<WitDeclaration, string>();
  const firsts = new Map<string, { readonly home: WitInterface; readonly name: string }>();
  const declarations: Declared[] = [];
  for (const { home, declaration } of own) {
    const { text, span } = declaration.name;
    const first = firsts.get(text);
    if (first !== undefined && first.home !== home && !splitNames.has(text)) {
      names.set(declaration, first.name);
      continue;
    }
    // Two of one interface are reported as duplicates.
    const isOther = first !== undefined && first.home !== home;
    const wanted = toTypeName(isOther ? `${home.name.text}-${text}` : text);
    const name = first?.home === home ? first.name : freeName(wanted, taken);
    if (name !== toTypeName(text) && declaration.kind !== "function") {
      report("wit/renamed", { from: text, to: name }, { file, span });
    }
    taken.add(name);
    names.set(declaration, name);
    if (first === undefined) firsts.set(text, { home, name });
    declarations.push({ home, declaration, name });
  }
  return {
    declarations,
    lookUp(from, name) {
      const found = finder(from, name);
      if (found === undefined || "kind" in found) return found;
      const { declaration, home } = found;
      const host = hostRecordOf(declaration);
      if (host !== undefined) return { kind: "host", name: host };
      return { kind: "declared", declaration, home, name: names.get(declaration) ?? toTypeName(name) };
    },
  };
}

interface Place {
  readonly home: WitInterface;
  readonly declaration: WitDeclaration;
}

type Finder = (from: WitInterface, name: string) => Place | Exclude<Meaning, { kind: "declared" }> | undefined;

/** What it returns follows `use` from interface to interface. */
function createFinder(interfaces: readonly WitInterface[]): Finder {
  const homes = new Map<string, WitInterface>();
  for (const one of interfaces) if (!homes.has(one.name.text)) homes.set(one.name.text, one);
  const owns = new Map(
    interfaces.map((one) => [one, new Map(declarationsOf(one).map((each) => [each.name.text, each]))]),
  );
  const uses = new Map(interfaces.map((one) => [one, usedNames(one)]));
  return (from, name) => {
    const way: string[] = [];
    let [home, text] = [from, name];
    for (;;) {
      const declaration = owns.get(home)?.get(text);
      if (declaration !== undefined) return { home, declaration };
      const used = uses.get(home)?.get(text);
      // kit's interfaces always use it; nothing else can be meant.
      if (used === undefined) return text === "address" ? { kind: "host", name: "Address" } : undefined;
      const step = `\`${home.name.text}.${text}\``;
      if (way.includes(step)) {
        return { kind: "foreign", reason: `\`use\` leads in a circle: ${[...way.slice(way.indexOf(step)), step].join(" → ")}` };
      }
      way.push(step);
      const source = interfaceName(used.from);
      const next = homes.get(source);
      if (next === undefined) return outside(source, used);
      [home, text] = [next, used.name];
    }
  };
}

/** Of another file, or of another package. */
function outside(source: string, used: { readonly from: string; readonly name: string }): Exclude<Meaning, { kind: "declared" }> {
  const host = source === "standard" ? standardTypes.get(used.name) : undefined;
  if (host !== undefined) return { kind: "host", name: host };
  if (source === "standard") return { kind: "foreign", reason: `\`standard.${used.name}\` is not sent in messages as JSON` };
  return { kind: "foreign", reason: `the interface \`${used.from}\` that it comes from is in none of the files` };
}

/** `standard` of `hyperware:process/standard@1.0.0`. */
export function interfaceName(path: string): string {
  return path.replace(/@.*$/, "").replace(/^.*\//, "").replace(/^%/, "").trim();
}

function usedNames({ items }: WitInterface): ReadonlyMap<string, { readonly from: string; readonly name: string }> {
  const uses = items.filter((item): item is WitUse => item.kind === "use");
  return new Map(
    uses.flatMap(({ from, names }) => names.map(({ name, alias }) => [alias.text, { from, name: name.text }] as const)),
  );
}

/** Everything with the name of a type; signatures are none. */
export function declarationsOf({ items }: WitInterface): readonly WitDeclaration[] {
  return items.filter(
    (item): item is WitDeclaration => item.kind !== "use" && item.kind !== "function" && !isSignature(item),
  );
}

/** kit's records that stand for functions, and are never a value. */
export function isSignature(item: WitMember): boolean {
  return item.kind === "record" && signaturePattern.test(item.name.text);
}

/** Function and transport. */
export const signaturePattern = /^(.+)-signature-(http|local|remote)$/;

/** The record that hproc writes for a type that WIT has no name for. */
function hostRecordOf(declaration: WitDeclaration): HostTypeName | undefined {
  if (declaration.kind !== "record") return undefined;
  const shape = declaration.fields.map(({ name, type }) => `${name.text}: ${formatWitType(type)}`).join(", ");
  if (declaration.name.text === "blob" && shape === "mime: option<string>, bytes: list<u8>") return "Blob";
  return undefined;
}

/** `list<tuple<string, u64>>`. */
export function formatWitType({ name, arguments: parts }: WitType): string {
  return parts.length === 0 ? name.text : `${name.text}<${parts.map(formatWitType).join(", ")}>`;
}

/**
 * Names that mean different types in different interfaces, also because of what the types contain: each interface keeps
 * its own type then.
 */
function findSplitNames(own: readonly Place[], { text }: SourceFile, find: Finder): ReadonlySet<string> {
  const texts = new Map<string, string>();
  const users = new Map<string, Set<string>>();
  const split = new Set<string>();
  for (const { home, declaration } of own) {
    const name = declaration.name.text;
    const written = text.slice(declaration.span.start, declaration.span.end).replace(/\s+/g, " ");
    if ((texts.get(name) ?? written) !== written) split.add(name);
    texts.set(name, written);
    for (const used of namesIn(declaration)) {
      const found = find(home, used);
      if (found === undefined || !("declaration" in found)) continue;
      const target = found.declaration.name.text;
      users.set(target, (users.get(target) ?? new Set()).add(name));
    }
  }
  // Those that are found are appended, and then followed too.
  for (const name of split) for (const user of users.get(name) ?? []) split.add(user);
  return split;
}

function namesIn(declaration: WitDeclaration): readonly string[] {
  switch (declaration.kind) {
    case "record":
      return declaration.fields.flatMap(({ type }) => namesInType(type));
    case "variant":
    case "enum":
      return declaration.cases.flatMap(({ payload }) => (payload === undefined ? [] : namesInType(payload)));
    case "alias":
      return namesInType(declaration.type);
    default:
      return [];
  }
}

function namesInType({ name, arguments: parts }: WitType): readonly string[] {
  return [name.text, ...parts.flatMap(namesInType)];
}

/** The name, or the first of `NameType`, `NameType2`, … that nothing has. */
function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  let [name, count] = [`${wanted}Type`, 2];
  while (taken.has(name)) name = `${wanted}Type${count++}`;
  return name;
}
