/** Declared types in WIT. */

import type { Field, Model, TypeDeclaration } from "../../model/model.js";
import type { HostTypeName, Type } from "../../model/type.js";
import { toKebab, toWitName } from "../../naming/wit-names.js";
import { unreachable } from "../../text/internal-error.js";
import type { Fragment } from "./code.js";
import { mentionedNames, mentionsHostType, partsOf, reachableDeclarations } from "./declarations.js";
import { witBlock, witDocumentation } from "./wit-text.js";
import { printWitType } from "./wit-types.js";

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

/** WIT does not care; kit's files have this order. */
function sortDependentsFirst(declarations: readonly TypeDeclaration[]): readonly TypeDeclaration[] {
  const sorted: TypeDeclaration[] = [];
  let rest = [...declarations].sort((left, right) => (toKebab(left.name) < toKebab(right.name) ? -1 : 1));
  while (rest.length > 0) {
    const needed = new Set(rest.flatMap(partsOf).flatMap(mentionedNames));
    const next = rest.find((declaration) => !needed.has(declaration.name)) ?? rest[0];
    if (next) sorted.push(next);
    rest = rest.filter((declaration) => declaration !== next);
  }
  return sorted;
}

function printDeclaration(declaration: TypeDeclaration): Fragment {
  const name = toWitName(declaration.name);
  switch (declaration.kind) {
    case "record":
      return [
        documentation(declaration, declaration.fields),
        witBlock(`record ${name}`, declaration.fields.map(printField)),
      ];
    case "enum":
      return [
        documentation(declaration, declaration.cases),
        witBlock(
          `enum ${name}`,
          declaration.cases.map((each) => toWitName(each.name)),
        ),
      ];
    case "variant":
      return [
        documentation(declaration, declaration.cases),
        witBlock(`variant ${name}`, declaration.cases.map(printCase)),
      ];
    case "alias":
      return [documentation(declaration, []), `type ${name} = ${printWitType(declaration.type)};`];
    default:
      return unreachable(declaration);
  }
}

function printField({ name, type }: Field): string {
  return `${toWitName(name)}: ${printWitType(type)}`;
}

/** A payload of nothing is none: kit's peers write and read such a case as a string. */
function printCase({ name, payload }: { readonly name: string; readonly payload: Type | undefined }): string {
  const isBare = !payload || (payload.kind === "scalar" && payload.name === "unit");
  return isBare ? toWitName(name) : `${toWitName(name)}(${printWitType(payload)})`;
}

interface Documented {
  readonly name: string;
  readonly documentation: string | undefined;
}

/** The documentation of the parts stands above the whole: kit reads the lines of a record as its fields. */
function documentation(whole: Documented, parts: readonly Documented[]): Fragment {
  const ofParts = parts.flatMap((part) =>
    part.documentation === undefined ? [] : [`\`${toKebab(part.name)}\`: ${part.documentation}`],
  );
  return [whole.documentation, ...ofParts].map(witDocumentation);
}
