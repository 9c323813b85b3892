/** `generated/types.ts`: the types of the schema in TypeScript. */

import type { Model, TypeDeclaration, VariantCase } from "../model/model.js";
import { toTypeIdentifier } from "../naming/typescript-names.js";
import { unreachable } from "../text/internal-error.js";
import type { OutputFile } from "./emitter.js";
import { code, spaced, type Fragment } from "./print/code.js";
import { docComment } from "./print/doc-comment.js";
import { typesFile } from "./print/generated-names.js";
import { printMembers } from "./print/members.js";
import { textLiteral } from "./print/text-literal.js";
import { TypeScriptFile } from "./print/ts-file.js";
import { printType, type TypeScope } from "./print/types.js";

/**
 *     record Task { id: u64 }        export interface Task { id: bigint }
 *     enum Filter { All, Open }      export type Filter = "All" | "Open"
 *     variant E { Gone, Bad(string) }  export type E = { tag: "Gone" } | { tag: "Bad"; val: string }
 */
export function emitTypes(model: Model): readonly OutputFile[] {
  const file = new TypeScriptFile(model);
  const scope = { file, typesModule: undefined };
  const declarations = model.types.map((declaration) => [
    docComment({ ...declaration, documentation: describe(declaration) }),
    printDeclaration(model, declaration, scope),
  ]);
  const body = declarations.length === 0 ? ["export {};"] : declarations;
  const { documentation } = model.package;
  return [file.print(typesFile, spaced(body), documentation && `${documentation}\n\n@packageDocumentation`)];
}

/** Editors show no comments of the members of a union, so those of cases stand above the whole. */
function describe(declaration: TypeDeclaration): string | undefined {
  if (declaration.kind !== "enum" && declaration.kind !== "variant") return declaration.documentation;
  const cases = declaration.cases.flatMap(({ name, documentation, deprecated }) => {
    const text = [documentation, describeDeprecated(deprecated)].filter((part) => part !== undefined).join("\n");
    return text === "" ? [] : [`- \`${name}\`: ${text.replaceAll("\n", "\n  ")}`];
  });
  const parts = [declaration.documentation, cases.length === 0 ? undefined : cases.join("\n")];
  return parts.filter((part) => part !== undefined).join("\n\n");
}

/** A tag would be read as one of the whole. */
function describeDeprecated(note: string | undefined): string | undefined {
  return note === undefined ? undefined : `Deprecated${note === "" ? "" : `: ${note}`}`;
}

function printDeclaration(model: Model, declaration: TypeDeclaration, scope: TypeScope): Fragment {
  const name = toTypeIdentifier(declaration.name);
  switch (declaration.kind) {
    case "record":
      return code`
        export interface ${name} {
          ${printMembers(model, declaration.fields, scope)}
        }
      `;
    case "enum":
      return printUnion(
        name,
        declaration.cases.map((each) => textLiteral(each.name)),
      );
    case "variant":
      return printUnion(
        name,
        declaration.cases.map((each) => printCase(each, scope)),
      );
    case "alias":
      return `export type ${name} = ${printType(declaration.type, scope)};`;
    default:
      return unreachable(declaration);
  }
}

function printUnion(name: string, cases: readonly string[]): string {
  return `export type ${name} = ${cases.length === 0 ? "never" : cases.join(" | ")};`;
}

function printCase({ name, payload }: VariantCase, scope: TypeScope): string {
  const tag = `tag: ${textLiteral(name)}`;
  return payload ? `{ ${tag}; val: ${printType(payload, scope)} }` : `{ ${tag} }`;
}
