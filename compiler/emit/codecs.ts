/** `generated/codecs.ts`: how each type of the schema is read from JSON and written to it. */

import type {
  EnumDeclaration,
  Field,
  Model,
  RecordDeclaration,
  TypeDeclaration,
  VariantDeclaration,
} from "../model/model.js";
import { toCamel } from "../naming/typescript-names.js";
import { unreachable } from "../text/internal-error.js";
import type { OutputFile } from "./emitter.js";
import { code, spaced, type Fragment } from "./print/code.js";
import { codecExpression, codecName, isName, plainCodec, type CodecScope } from "./print/codec-expression.js";
import { hasTextForm, reachableDeclarations, resolveAlias } from "./print/declarations.js";
import { codecsFile, moduleOf, typesFile } from "./print/generated-names.js";
import { printLiteral } from "./print/literals.js";
import { objectLiteral, propertyAccess } from "./print/object-literal.js";
import { planFieldCodecs, printRecordForm } from "./print/record-codec.js";
import { templateText, textLiteral } from "./print/text-literal.js";
import { TypeScriptFile } from "./print/ts-file.js";
import { printNamed } from "./print/types.js";

/** One exported codec for each declared type, after the codecs that it is made of. */
export function emitCodecs(model: Model): readonly OutputFile[] {
  const file = new TypeScriptFile(model);
  const scope = { model, file, codecsModule: undefined };
  const named = model.types.map(({ name }) => ({ kind: "named", name }) as const);
  const codecs = reachableDeclarations(model, named).map((declaration) => printCodec(declaration, scope));
  const body = codecs.length === 0 ? "export {};" : spaced(codecs);
  return [file.print(codecsFile, body)];
}

function printCodec(declaration: TypeDeclaration, scope: CodecScope): Fragment {
  switch (declaration.kind) {
    case "record":
      return printRecord(declaration, scope);
    case "enum":
      return printEnum(declaration, scope);
    case "variant":
      return printVariant(declaration, scope);
    case "alias":
      return `${printHead(declaration, scope)} ${codecExpression(declaration, scope)};`;
    default:
      return unreachable(declaration);
  }
}

/** `export const taskCodec: Codec<Task> =`. Types that have text say so, for paths, queries and keys of maps. */
function printHead({ name }: TypeDeclaration, { file, model }: CodecScope): string {
  const codecType = file.contractType(hasTextForm(model, { kind: "named", name }) ? "ScalarCodec" : "Codec");
  const type = printNamed(name, { file, typesModule: moduleOf(typesFile) });
  return `export const ${codecName(name)}: ${codecType}<${type}> =`;
}

function printRecord(record: RecordDeclaration, scope: CodecScope): Fragment {
  const { model } = scope;
  const codecs = planFieldCodecs(record.fields, `${toCamel(record.name)}Fields`, scope);
  const defaultOf = (field: Field): string | undefined =>
    field.default && printLiteral(model, field.type, field.default);
  return [
    codecs.declaration,
    code`
      ${printHead(record, scope)} ${scope.file.contract("recordOf")}(${printRecordForm(codecs, record.name, defaultOf, scope)});
    `,
  ];
}

function printEnum(declaration: EnumDeclaration, scope: CodecScope): Fragment {
  const pairs = declaration.cases.map(({ name, wireName }) => `[${textLiteral(name)}, ${textLiteral(wireName)}],`);
  return code`
    ${printHead(declaration, scope)} ${scope.file.contract("enumOf")}(${textLiteral(declaration.name)}, [
      ${pairs}
    ]);
  `;
}

function printVariant(variant: VariantDeclaration, scope: CodecScope): Fragment {
  const { file } = scope;
  const { cases, declaration } = planCaseCodecs(variant, scope);
  const wireNames = variant.cases.map(({ wireName }) => textLiteral(wireName)).join(", ");
  return [
    declaration,
    code`
      ${printHead(variant, scope)} ${file.contract("variantOf")}(${textLiteral(variant.name)}, {
        names: [${wireNames}],
        decode(tagged, problems) {
          switch (tagged.tag) {
            ${cases.map((each) => printDecodeCase(each, scope))}
            default:
              return undefined;
          }
        },
        encode(value) {
          switch (value.tag) {
            ${cases.map((each) => printEncodeCase(each))}
            default:
              return undefined;
          }
        },
      });
    `,
  ];
}

interface CaseCodec {
  readonly name: string;
  readonly wireName: string;
  readonly payload: "none" | "unit" | { readonly codec: string };
}

/** As with records, codecs that are more than a name are built once. */
function planCaseCodecs(
  variant: VariantDeclaration,
  scope: CodecScope,
): { readonly cases: readonly CaseCodec[]; readonly declaration: string | undefined } {
  const constantName = `${toCamel(variant.name)}Cases`;
  const compounds: (readonly [string, string])[] = [];
  const cases = variant.cases.map(({ name, wireName, payload }): CaseCodec => {
    if (!payload) return { name, wireName, payload: "none" };
    const resolved = resolveAlias(scope.model, payload);
    // Rust has a bare case where WIT has one without payload, so both forms are read.
    if (resolved.kind === "scalar" && resolved.name === "unit") return { name, wireName, payload: "unit" };
    const expression = plainCodec(payload, scope);
    if (isName(expression)) return { name, wireName, payload: { codec: expression } };
    compounds.push([name, expression]);
    return { name, wireName, payload: { codec: propertyAccess(constantName, name) } };
  });
  const declaration = compounds.length === 0 ? undefined : `const ${constantName} = ${objectLiteral(compounds)};`;
  return { cases, declaration };
}

function printDecodeCase({ name, wireName, payload }: CaseCodec, { file }: CodecScope): Fragment {
  const tag = `tag: ${textLiteral(name)}`;
  const wire = textLiteral(wireName);
  if (typeof payload === "object") {
    return code`
      case ${wire}:
        return { ${tag}, val: ${payload.codec}.decode(tagged.payload, problems, ${wire}) };
    `;
  }
  return code`
    case ${wire}:
      ${file.contract("expectBare")}(tagged, problems);
      return { ${tag}${payload === "unit" ? ", val: undefined" : ""} };
  `;
}

function printEncodeCase({ name, wireName, payload }: CaseCodec): Fragment {
  const key = JSON.stringify(wireName);
  const json =
    typeof payload === "object"
      ? `\`${templateText(`{${key}:`)}\${${payload.codec}.encode(value.val, "val")}}\``
      : textLiteral(payload === "unit" ? `{${key}:null}` : key);
  return code`
    case ${textLiteral(name)}:
      return ${json};
  `;
}
