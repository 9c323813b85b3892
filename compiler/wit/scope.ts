/**
 * Which declaration each name of a WIT file means, and what the schema calls it. In WIT every interface has names of its
 * own; in a schema all types share one set with the processes.
 */

import type { Report } from "../diagnostics/report.js";
import { hostTypeNames, type HostTypeName } from "../model/type.js";
import type { SourceFile } from "../text/source-file.js";
import {
  createFinder,
  declarationsOf,
  findPackageId,
  packageIdName,
  type Finder,
  type Outside,
  type Place,
} from "./find-name.js";
import { toTypeName } from "./names.js";
import type { WitDeclaration, WitInterface, WitType } from "./nodes.js";

/** What a name of an interface leads to. */
export type Meaning =
  /** Of the file, under the name that the schema has for it. */
  | {
      readonly kind: "declared";
      readonly declaration: WitDeclaration;
      readonly name: string;
      readonly home: WitInterface;
    }
  | Outside;

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

/** `processNames` are taken: types and processes share one set of names. */
export function createScope(
  interfaces: readonly WitInterface[],
  { file, processNames, report }: { file: SourceFile; processNames: ReadonlySet<string>; report: Report },
): Scope {
  const finder = createFinder(interfaces);
  const all = interfaces.flatMap((home) => declarationsOf(home).map((declaration) => ({ home, declaration })));
  const own = all.filter(({ declaration }) => hostRecordOf(declaration) === undefined);
  const splitNames = findSplitNames(own, file, finder);
  const ofStandard = findPackageId(interfaces) === undefined ? [] : [packageIdName];
  const taken = new Set<string>([...hostTypeNames, ...ofStandard, ...processNames]);
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
    if (name !== toTypeName(text)) report("wit/renamed", { from: text, to: name }, { file, span });
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
    const marks = declaration.comments
      .filter((comment) => comment.text.startsWith("// hproc:"))
      .map((mark) => mark.text);
    const written = [...marks, text.slice(declaration.span.start, declaration.span.end)]
      .join("\n")
      .replace(/\s+/g, " ");
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

/** The names of types in a declaration, built-in ones too. */
export function namesIn(declaration: WitDeclaration): readonly string[] {
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
