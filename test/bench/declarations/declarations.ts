/** Schemas of any size as data: the same declarations for hproc and for the tools it is compared with. */

import { createRandom, type Random } from "../../../runtime/node/random.js";

export interface Declarations {
  readonly types: readonly TypeShape[];
  readonly services: readonly ServiceShape[];
}

export type TypeShape = RecordShape | EnumShape | VariantShape | AliasShape;

/** What a type is made of: a scalar that all of the tools have, another type, or some of them. */
export type PartShape =
  | { readonly kind: "scalar"; readonly name: ScalarShape }
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "list" | "option"; readonly element: PartShape };

export type ScalarShape = "bool" | "u32" | "u64" | "s64" | "f64" | "string" | "bytes";

export interface FieldShape {
  /** camelCase. */
  readonly name: string;
  readonly part: PartShape;
}

export interface RecordShape {
  readonly kind: "record";
  /** PascalCase, as all names of types, cases and services. */
  readonly name: string;
  readonly documentation: string;
  readonly fields: readonly FieldShape[];
}

export interface EnumShape {
  readonly kind: "enum";
  readonly name: string;
  readonly cases: readonly string[];
}

export interface VariantShape {
  readonly kind: "variant";
  readonly name: string;
  readonly cases: readonly { readonly name: string; readonly payload: PartShape | undefined }[];
}

export interface AliasShape {
  readonly kind: "alias";
  readonly name: string;
  readonly part: PartShape;
}

export interface ServiceShape {
  readonly name: string;
  readonly state: readonly FieldShape[];
  readonly operations: readonly OperationShape[];
}

export interface OperationShape {
  readonly name: string;
  readonly documentation: string;
  readonly method: "GET" | "POST";
  /** Distinct for each operation; `{id}` in it is the parameter `id`. */
  readonly path: string;
  readonly parameters: readonly FieldShape[];
  readonly returns: PartShape;
}

/** In each hundred: 40 records, 10 enums, 10 variants, 8 aliases, and 2 services with 30 operations between them. */
const groupSize = 100;

/** `count` is a multiple of a hundred. Types refer to each other within their hundred, as those of a module do. */
export function createDeclarations(count: number): Declarations {
  const random = createRandom(count);
  const groups = Array.from({ length: count / groupSize }, (_, index) => createGroup(index, random));
  return {
    types: groups.flatMap(({ types }) => types),
    services: groups.flatMap(({ services }) => services),
  };
}

const nouns = ["Task", "Order", "Person", "Item", "Message", "Session", "Price", "Event", "Team", "Report"] as const;
const adjectives = ["Open", "New", "Shared", "Archived", "Pending"] as const;
const fieldNames = [
  "id",
  "title",
  "createdAt",
  "owner",
  "count",
  "isDone",
  "ratio",
  "payload",
  "parent",
  "label",
  "position",
  "state",
] as const;
const scalars: readonly ScalarShape[] = ["bool", "u32", "u64", "s64", "f64", "string", "string", "bytes"];

function createGroup(index: number, random: Random): Declarations {
  const suffix = `G${index}`;
  const enums = Array.from({ length: 10 }, (_, at): EnumShape => {
    const cases = Array.from({ length: 3 + random.below(6) }, (_unused, number) => `Case${letter(number)}`);
    return { kind: "enum", name: `${pick(nouns, at)}Kind${suffix}`, cases };
  });
  const records: RecordShape[] = [];
  for (let at = 0; at < 40; at++) {
    // A record contains earlier ones only, and not many inside each other: WIT has no recursive types.
    const inner = at % 8 === 0 ? enums : [...enums, ...records.slice(-(at % 8))];
    const fields = Array.from({ length: 4 + random.below(8) }, (_, number): FieldShape => {
      const base: PartShape =
        random.below(4) === 0
          ? { kind: "named", name: random.pick(inner).name }
          : { kind: "scalar", name: random.pick(scalars) };
      return { name: pick(fieldNames, number), part: wrap(base, random) };
    });
    const name = `${pick(adjectives, Math.floor(at / 10))}${pick(nouns, at)}${suffix}`;
    records.push({ kind: "record", name, documentation: `What is known of ${name}.`, fields });
  }
  const variants = Array.from({ length: 10 }, (_, at): VariantShape => ({
    kind: "variant",
    name: `${pick(nouns, at)}Error${suffix}`,
    cases: [
      { name: "NotFound", payload: { kind: "scalar", name: "u64" } },
      { name: "Refused", payload: { kind: "scalar", name: "string" } },
      { name: "Conflict", payload: { kind: "named", name: records[at]?.name ?? "" } },
      { name: "Offline", payload: undefined },
    ],
  }));
  const aliases = Array.from({ length: 8 }, (_, at): AliasShape => ({
    kind: "alias",
    name: `${pick(nouns, at)}List${suffix}`,
    part: { kind: "list", element: { kind: "named", name: records[at]?.name ?? "" } },
  }));
  const types = [...enums, ...records, ...variants, ...aliases];
  const services = [0, 1].map((half): ServiceShape => ({
    name: `${half === 0 ? "Reader" : "Writer"}${suffix}`,
    state: [{ name: "total", part: { kind: "scalar", name: "u64" } }],
    operations: Array.from({ length: 15 }, (_, at) => createOperation(half, at, types, suffix)),
  }));
  return { types, services };
}

/** Together the operations of a group use every type of it. */
function createOperation(half: number, at: number, types: readonly TypeShape[], suffix: string): OperationShape {
  const named = (number: number): PartShape => ({ kind: "named", name: types[number % types.length]?.name ?? "" });
  const isRead = half === 0;
  // A reader returns one type; a writer takes three and returns one.
  const first = isRead ? at : 15 + at * 4;
  const id: FieldShape = { name: "id", part: { kind: "scalar", name: "u64" } };
  const values = [0, 1, 2].map((number) => ({ name: `value${letter(number)}`, part: named(first + number) }));
  return {
    name: `${isRead ? "read" : "write"}${letter(at)}`,
    documentation: `Number ${at} of ${suffix}.`,
    method: isRead ? "GET" : "POST",
    path: isRead ? `/${suffix.toLowerCase()}/things-${at}/{id}` : `/${suffix.toLowerCase()}/changes-${at}`,
    parameters: isRead ? [id] : values,
    returns: named(isRead ? first : first + 3),
  };
}

function wrap(part: PartShape, random: Random): PartShape {
  const kind = random.below(8);
  if (kind > 1) return part;
  return { kind: kind === 0 ? "list" : "option", element: part };
}

function pick(words: readonly string[], index: number): string {
  return words[index % words.length] ?? "";
}

function letter(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}
