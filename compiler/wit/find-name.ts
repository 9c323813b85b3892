/** What a name of an interface leads to, along `use` from interface to interface. */

import type { HostTypeName } from "../model/type.js";
import type { WitDeclaration, WitInterface, WitName, WitUse } from "./nodes.js";
import { isSignature } from "./signature-names.js";

/** A declaration of the files. */
export interface Place {
  readonly home: WitInterface;
  readonly declaration: WitDeclaration;
}

/** What no declaration of the files says. */
export type Outside =
  | { readonly kind: "host"; readonly name: HostTypeName | PackageIdName }
  /** Something that no schema has, and why. */
  | { readonly kind: "foreign"; readonly reason: string };

/** Hyperware's record for it travels as an object, and a schema has no type for it: it gets one of that name. */
export const packageIdName = "PackageId";

export type PackageIdName = typeof packageIdName;

/** What of Hyperware's interface `standard` travels in messages, most of it as text, whatever its record looks like. */
const standardTypes: ReadonlyMap<string, HostTypeName | PackageIdName> = new Map<string, HostTypeName | PackageIdName>([
  ["package-id", packageIdName],
  ["address", "Address"],
  ["process-id", "ProcessId"],
  ["node-id", "NodeId"],
]);

/** Longer chains nobody writes. */
const maxUseCount = 100;

export type Finder = (from: WitInterface, name: string) => Place | Outside | undefined;

/** What it returns follows `use` from interface to interface. */
export function createFinder(interfaces: readonly WitInterface[]): Finder {
  const homes = new Map<string, WitInterface>();
  for (const one of interfaces) if (!homes.has(one.name.text)) homes.set(one.name.text, one);
  const owns = new Map(
    interfaces.map((one) => [one, new Map(declarationsOf(one).map((each) => [each.name.text, each]))]),
  );
  const uses = new Map(interfaces.map((one) => [one, usedNames(one)]));
  return (from, name) => {
    const way: string[] = [];
    let [home, text] = [from, name];
    while (way.length < maxUseCount) {
      const declaration = owns.get(home)?.get(text);
      if (declaration !== undefined) return { home, declaration };
      const used = uses.get(home)?.get(text);
      // kit's interfaces always use it; nothing else can be meant.
      if (used === undefined) return text === "address" ? { kind: "host", name: "Address" } : undefined;
      const step = `\`${home.name.text}.${text}\``;
      if (way.includes(step)) {
        return {
          kind: "foreign",
          reason: `\`use\` leads in a circle: ${[...way.slice(way.indexOf(step)), step].join(" → ")}`,
        };
      }
      way.push(step);
      const source = interfaceName(used.from);
      const next = homes.get(source);
      if (next === undefined) return outside(source, used);
      [home, text] = [next, used.name];
    }
    return { kind: "foreign", reason: `it comes along more than ${maxUseCount} lines of \`use\`` };
  };
}

/** Of another file, or of another package. */
function outside(source: string, used: { readonly from: string; readonly name: string }): Outside {
  const host = source === "standard" ? standardTypes.get(used.name) : undefined;
  if (host !== undefined) return { kind: "host", name: host };
  if (source === "standard")
    return { kind: "foreign", reason: `\`standard.${used.name}\` is not sent in messages as JSON` };
  return { kind: "foreign", reason: `the interface \`${used.from}\` that it comes from is in none of the files` };
}

/** `standard` of `hyperware:process/standard@1.0.0`. */
export function interfaceName(path: string): string {
  return path.replace(/@.*$/, "").replace(/^.*\//, "").replace(/^%/, "").trim();
}

/** Where an interface takes `package-id` from Hyperware's `standard`; undefined where none does. */
export function findPackageId(interfaces: readonly WitInterface[]): WitName | undefined {
  const uses = interfaces.flatMap(({ items }) => items.filter((item) => item.kind === "use"));
  const ofStandard = uses.filter(({ from }) => interfaceName(from) === "standard").flatMap(({ names }) => names);
  return ofStandard.find(({ name }) => name.text === "package-id")?.name;
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
