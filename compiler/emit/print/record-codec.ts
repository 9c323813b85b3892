/** How a list of fields is read and written: those of a record, or of a process's state. */

import type { Field } from "../../model/model.js";
import { code, type Fragment } from "./code.js";
import { codecExpression, isName, type CodecScope } from "./codec-expression.js";
import { resolveAlias } from "./declarations.js";
import { asResult } from "./literals.js";
import { objectLiteral, propertyAccess, propertyKey } from "./object-literal.js";
import { templateText, textLiteral } from "./text-literal.js";
import type { TypeScriptFile } from "./ts-file.js";

export interface FieldCodecs {
  readonly fields: readonly FieldCodec[];
  /** The constant with the codecs that are more than a name, so that they are built once. */
  readonly declaration: string | undefined;
}

interface FieldCodec {
  readonly field: Field;
  /** An expression: `u64`, `taskFields.title`. */
  readonly codec: string;
  /** Absent means undefined, and `codec` is that of what is inside the option. */
  readonly isOptional: boolean;
}

/** `constantName` must not be used elsewhere in the file: `taskFields`. */
export function planFieldCodecs(fields: readonly Field[], constantName: string, scope: CodecScope): FieldCodecs {
  const compounds: (readonly [string, string])[] = [];
  const planned = fields.map((field) => {
    const { type, constraints, secret } = field;
    const isOptional = resolveAlias(scope.model, type).kind === "option";
    const element = isOptional && type.kind === "option" ? type.element : type;
    const expression = codecExpression({ type: element, constraints, secret }, scope);
    if (isName(expression)) return { field, codec: expression, isOptional };
    compounds.push([field.name, expression]);
    return { field, codec: propertyAccess(constantName, field.name), isOptional };
  });
  const declaration = compounds.length === 0 ? undefined : `const ${constantName} = ${objectLiteral(compounds)};`;
  return { fields: planned, declaration };
}

/**
 * What `recordOf` takes for the fields. `initialOf` gives the value of a field that is missing, undefined when it
 * must be there.
 */
export function printRecordForm(
  { fields }: FieldCodecs,
  typeName: string,
  initialOf: (field: Field) => string | undefined,
  { file }: CodecScope,
): Fragment {
  return code`
    ${textLiteral(typeName)}, {
      decode: ${fields.length === 0 ? "()" : "(object, problems)"} => ({
        ${fields.map((each) => `${propertyKey(each.field.name)}: ${printDecode(each, initialOf, file)},`)}
      }),
      encode: ${fields.length === 0 ? '() => "{}"' : `(value) => ${printEncode(fields, file)}`},
    }
  `;
}

function printDecode(
  { field, codec, isOptional }: FieldCodec,
  initialOf: (field: Field) => string | undefined,
  file: TypeScriptFile,
): string {
  const parts = [readWire(field.wireName, file), "problems", textLiteral(field.wireName)].join(", ");
  if (isOptional) return `${file.contract("decodeOption")}(${codec}, ${parts})`;
  const initial = initialOf(field);
  if (initial === undefined) return `${codec}.decode(${parts})`;
  return `${file.contract("decodeOr")}(${codec}, ${parts}, ${asResult(initial)})`;
}

/** Objects inherit some names, which a message without such a field must not seem to have. */
function readWire(wireName: string, file: TypeScriptFile): string {
  const key = textLiteral(wireName);
  return wireName in Object.prototype ? `${file.contract("ownValue")}(object, ${key})` : `object[${key}]`;
}

/** The fields in their order. */
function printEncode(fields: readonly FieldCodec[], file: TypeScriptFile): string {
  const pieces = fields.map(({ field, codec, isOptional }, index) => {
    const parts = `${propertyAccess("value", field.name)}, ${textLiteral(field.name)}`;
    const call = isOptional ? `${file.contract("encodeOption")}(${codec}, ${parts})` : `${codec}.encode(${parts})`;
    const key = templateText(`${index === 0 ? "{" : ","}${JSON.stringify(field.wireName)}:`);
    return `\`${key}\${${call}}${index === fields.length - 1 ? "}" : ""}\``;
  });
  return pieces.join(" + ");
}
