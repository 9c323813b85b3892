/** Types of WIT as types of the schema. Where WIT has one type for several, docs/interop.md says which is taken. */

import type { TypeSyntax } from "../syntax/nodes.js";
import type { Span } from "../text/span.js";
import { word } from "./names.js";
import type { WitInterface, WitType } from "./nodes.js";
import { formatWitType, type Scope } from "./scope.js";

/** Reports why something cannot be in a schema: the declaration or signature around the span is left out then. */
export type Refuse = (reason: string, span: Span) => void;

export interface TypeContext {
  readonly scope: Scope;
  readonly home: WitInterface;
  readonly refuse: Refuse;
  /** Reports a list of pairs that is read as a map. */
  readonly guessMap: (type: WitType) => void;
}

const scalars: ReadonlyMap<string, string> = new Map([
  ...["bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "string"].map(
    (name) => [name, name] as const,
  ),
  // Names of earlier versions.
  ["float32", "f32"],
  ["float64", "f64"],
]);

/** Of the component model, but nothing that JSON could carry. */
const handles: readonly string[] = ["own", "borrow", "stream", "future", "error-context"];

/** Something stands there in any case: what is refused is left out with what is around it. */
export function readType(type: WitType, context: TypeContext): TypeSyntax {
  const { name, arguments: parts, span } = type;
  const [first, second] = parts;
  const make = (text: string, ...args: readonly TypeSyntax[]): TypeSyntax => ({
    kind: "type",
    span,
    name: word(text, name.span),
    arguments: args.length === 0 ? undefined : args,
  });
  const read = (part: WitType): TypeSyntax => readType(part, context);
  // kit escapes a keyword where a type is declared, but not where it is named.
  const meaning = parts.length === 0 ? context.scope.lookUp(context.home, name.text) : undefined;
  if (meaning !== undefined && (name.isEscaped || !scalars.has(name.text))) {
    if (meaning.kind === "foreign") context.refuse(meaning.reason, span);
    return make(meaning.kind === "foreign" ? "unit" : meaning.name);
  }
  const scalar = name.isEscaped ? undefined : scalars.get(name.text);
  if (scalar !== undefined && first === undefined) return make(scalar);
  switch (name.isEscaped ? "" : `${name.text} ${parts.length}`) {
    case "list 1":
      return first === undefined ? make("unit") : readList(type, first, context, make);
    case "option 1":
    case "tuple 1":
      return make(name.text, ...parts.map(read));
    case "map 2":
      return make("map", ...parts.map(read));
    case "result 0":
      return make("result", unit(span), unit(span));
    case "result 1":
      return make("result", ...parts.map(read), unit(span));
    case "result 2":
      return make("result", ...parts.map((part) => (part.name.text === "_" ? unit(part.span) : read(part))));
    default:
  }
  if (!name.isEscaped && name.text === "tuple" && first !== undefined) return make("tuple", ...parts.map(read));
  context.refuse(whyNot(type, second), span);
  return make("unit");
}

function whyNot({ name, arguments: parts }: WitType, second: WitType | undefined): string {
  const text = name.text;
  if (name.isEscaped || (parts.length === 0 && !handles.includes(text))) return `no type is named \`${text}\``;
  if (handles.includes(text)) return `\`${text}\` is no value that a message could carry`;
  if (text === "list" && second !== undefined) return "a schema has no lists of a fixed length";
  if (text === "tuple") return "a schema has no empty tuples";
  return `\`${formatWitType({ kind: "type", span: name.span, name, arguments: parts })}\` is no type of WIT`;
}

/** `list<u8>` is what Rust calls `Vec<u8>`. Pairs are what kit makes of a map of Rust, if they can be that. */
function readList(
  type: WitType,
  element: WitType,
  context: TypeContext,
  make: (text: string, ...args: readonly TypeSyntax[]) => TypeSyntax,
): TypeSyntax {
  if (element.name.text === "u8" && !element.name.isEscaped) return make("bytes");
  const [key, value, ...others] = element.arguments;
  const isPair = element.name.text === "tuple" && key !== undefined && value !== undefined && others.length === 0;
  if (!isPair || !isKey(key, context)) return make("list", readType(element, context));
  context.guessMap(type);
  return make("map", readType(key, context), readType(value, context));
}

/** As longer chains of aliases count as unknown everywhere. */
const maxAliasCount = 100;

/** What can be the key of an object in JSON. */
function isKey(type: WitType, { scope, home }: TypeContext): boolean {
  let [current, place] = [type, home];
  for (let count = 0; count < maxAliasCount; count++) {
    const { name, arguments: parts } = current;
    if (parts.length > 0) return false;
    if (!name.isEscaped && scalars.has(name.text)) return !["f32", "f64", "float32", "float64"].includes(name.text);
    const meaning = scope.lookUp(place, name.text);
    if (meaning?.kind !== "declared") return false;
    if (meaning.declaration.kind !== "alias") return meaning.declaration.kind === "enum";
    [current, place] = [meaning.declaration.type, meaning.home];
  }
  return false;
}

function unit(span: Span): TypeSyntax {
  return { kind: "type", span, name: word("unit", span), arguments: undefined };
}

/** What hproc writes in WIT for types of the schema that WIT does not have. */
const written: ReadonlyMap<string, string> = new Map([
  ["int", "s64"],
  ["json", "string"],
  ["unit", "option<bool>"],
  ["bytes", "list<u8>"],
  ["ProcessId", "string"],
  ["NodeId", "string"],
]);

/** True when hproc would write the type of a mark as this type of WIT. */
export function fits(mark: TypeSyntax, type: WitType, { scope, home }: Pick<TypeContext, "scope" | "home">): boolean {
  const { name, arguments: parts } = type;
  const args = mark.arguments ?? [];
  const fitAll = (types: readonly WitType[]): boolean =>
    args.length === types.length &&
    args.every((each, index) => {
      const other = types[index];
      return other !== undefined && fits(each, other, { scope, home });
    });
  const text = mark.name.text;
  if (args.length === 0) {
    const standsFor = written.get(text);
    if (standsFor !== undefined) return standsFor === formatWitType(type);
    if (parts.length > 0) return false;
    if (!name.isEscaped && scalars.has(name.text)) return scalars.get(name.text) === text;
    const meaning = scope.lookUp(home, name.text);
    return (meaning?.kind === "declared" || meaning?.kind === "host") && meaning.name === text;
  }
  switch (text) {
    case "set":
      return name.text === "list" && fitAll(parts);
    case "map":
      return name.text === "map" ? fitAll(parts) : name.text === "list" && fitAll(parts[0]?.arguments ?? []);
    case "result":
      return (
        name.text === "result" &&
        args.every((each, index) => {
          const part = parts[index];
          if (part === undefined || part.name.text === "_") return each.name.text === "unit";
          return fits(each, part, { scope, home });
        })
      );
    default:
      return name.text === text && fitAll(parts);
  }
}
