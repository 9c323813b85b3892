/** Declared types in WIT. */

import type { EnumCase, Field, Model, TypeDeclaration, VariantCase } from "../../model/model.js";
import type { HostTypeName, Type } from "../../model/type.js";
import { wireSentence } from "../../model/sentences.js";
import { toWireCase, toWireField } from "../../naming/wire-names.js";
import { toKebab, toWitName } from "../../naming/wit-names.js";
import { unreachable } from "../../text/internal-error.js";
import type { Fragment } from "./code.js";
import { mentionedNames, mentionsHostType, partsOf, reachableDeclarations } from "./declarations.js";
import { schemaAnnotations, schemaCase, schemaField, schemaType } from "./schema-text.js";
import { witBlock, witDeprecated, witDocumentation, witMark, type WitMember } from "./wit-text.js";
import { isSaidByWit, printWitType } from "./wit-types.js";

/** The declarations that the types need, those that need others first, otherwise by name. */
export function printWitDeclarations(model: Model, types: readonly Type[]): readonly Fragment[] {
  const declarations = reachableDeclarations(model, types);
  const mentioned = [...types, ...declarations.flatMap(partsOf)];
  const hostTypes = hostRecords.filter(({ name }) => mentioned.some((type) => mentionsHostType(type, name)));
  return [...hostTypes.map(({ lines }) => lines), ...sortDependentsFirst(declarations).map(printDeclaration)];
}

/** What WIT has no name for, as the records that their JSON is. */
const hostRecords: readonly { readonly name: HostTypeName; readonly lines: Fragment }[] = [
  { name: "Blob", lines: witBlock("record blob", ["mime: option<string>", "bytes: list<u8>"]) },
  {
    name: "HttpResponse",
    lines: witBlock("record http-response", ["status: u16", "headers: list<tuple<string, string>>", "body: list<u8>"]),
  },
];

/** A declaration on its way into the order. */
interface Waiting {
  readonly declaration: TypeDeclaration;
  /** Its place by name. */
  readonly rank: number;
  /** Types that it mentions, each once. */
  readonly needs: ReadonlySet<string>;
  /** Declarations that mention it and have no place yet. */
  dependentCount: number;
}

/** WIT does not care; kit's files have this order: by name, of those that nothing without a place mentions. */
function sortDependentsFirst(declarations: readonly TypeDeclaration[]): readonly TypeDeclaration[] {
  const waiting = new Map<string, Waiting>();
  const byName = declarations.map((declaration) => ({ declaration, key: toKebab(declaration.name) }));
  byName.sort((left, right) => (left.key < right.key ? -1 : 1));
  for (const [rank, { declaration }] of byName.entries()) {
    const needs = new Set(partsOf(declaration).flatMap(mentionedNames));
    waiting.set(declaration.name, { declaration, rank, needs, dependentCount: 0 });
  }
  for (const { needs } of waiting.values()) for (const name of needs) countDependent(waiting.get(name), 1);
  // The next one is the last of the list.
  const ready = [...waiting.values()].filter(({ dependentCount }) => dependentCount === 0).reverse();
  const sorted: TypeDeclaration[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    sorted.push(next.declaration);
    for (const name of next.needs) {
      const needed = waiting.get(name);
      if (countDependent(needed, -1) === 0 && needed) ready.splice(placeOf(needed, ready), 0, needed);
    }
  }
  return sorted;
}

function countDependent(waiting: Waiting | undefined, difference: number): number | undefined {
  if (waiting) waiting.dependentCount += difference;
  return waiting?.dependentCount;
}

/** Where it belongs in a list with falling ranks. */
function placeOf({ rank }: Waiting, list: readonly Waiting[]): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.rank ?? 0) > rank) low = middle + 1;
    else high = middle;
  }
  return low;
}

function printDeclaration(declaration: TypeDeclaration): Fragment {
  const name = toWitName(declaration.name);
  const documentation = [...describe(declaration), ...markDeclaration(declaration)];
  switch (declaration.kind) {
    case "record":
      return [documentation, witBlock(`record ${name}`, declaration.fields.map(printField))];
    case "enum":
      return [documentation, witBlock(`enum ${name}`, declaration.cases.map(printCase))];
    case "variant":
      return [documentation, witBlock(`variant ${name}`, declaration.cases.map(printCase))];
    case "alias":
      return [documentation, `type ${name} = ${printWitType(declaration.type)};`];
    default:
      return unreachable(declaration);
  }
}

/** Of an alias the type may be what WIT cannot say; of the others only what stands behind the name. */
function markDeclaration(declaration: TypeDeclaration): readonly string[] {
  const annotations = schemaAnnotations(declaration);
  if (declaration.kind !== "alias") return annotations === "" ? [] : witMark(annotations.trim());
  if (annotations === "" && isSaidByWit(declaration.type)) return [];
  return witMark(`type ${declaration.name} = ${schemaType(declaration.type)}${annotations}`);
}

function printField(field: Field): WitMember {
  const plain = `${field.name}: ${schemaType(field.type)}`;
  const said = schemaField(field);
  return {
    comments: [...describe(field), ...(said === plain && isSaidByWit(field.type) ? [] : witMark(said))],
    text: `${toWitName(field.name)}: ${printWitType(field.type)}`,
  };
}

function printCase(one: EnumCase | VariantCase): WitMember {
  const payload = "payload" in one ? one.payload : undefined;
  const plain = payload === undefined ? one.name : `${one.name}(${schemaType(payload)})`;
  const said = schemaCase(one);
  const isSaid = said === plain && (payload === undefined || isSaidByWit(payload));
  return {
    comments: [...describe(one), ...(isSaid ? [] : witMark(said))],
    text: payload === undefined ? toWitName(one.name) : `${toWitName(one.name)}(${printWitType(payload)})`,
  };
}

interface Documented {
  readonly name: string;
  readonly documentation: string | undefined;
  readonly deprecated: string | undefined;
  readonly wireName?: string;
}

/** For people: kit's scanners skip comments, also between the parts of a record. */
function describe(documented: Documented): readonly string[] {
  return [documented.documentation, describeWire(documented), witDeprecated(documented)].flatMap(witDocumentation);
}

/** kit derives the name on the wire from that in WIT: where `@wire` says another, readers have to know. */
function describeWire({ name, wireName }: Documented): string | undefined {
  const derived = wireName === undefined || [toWireField(name), toWireCase(name)].includes(wireName);
  return derived ? undefined : wireSentence(wireName);
}
