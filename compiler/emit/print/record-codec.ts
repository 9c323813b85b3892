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
 * Statements that return what the JSON value `value` holds and report to `problems`. `initialOf` gives the value of a
 * field that is missing, undefined when it must be there.
 */
export function printDecodeFields(
  { fields }: FieldCodecs,
  typeName: string,
  initialOf: (field: Field) => string | undefined,
  { file }: CodecScope,
): Fragment {
  const lines = fields.map(({ field, codec, isOptional }) => {
    const initial = isOptional ? undefined : initialOf(field);
    const [decode, ...fallback]: readonly string[] = isOptional
      ? [file.contract("decodeOptionalField")]
      : initial === undefined
        ? [file.contract("decodeField")]
        : [file.contract("decodeFieldOr"), asResult(initial)];
    const callArguments = [readWire(field.wireName, file), textLiteral(field.wireName), codec, "problems", ...fallback];
    return `${propertyKey(field.name)}: ${decode}(${callArguments.join(", ")}),`;
  });
  return code`
    const object = ${file.contract("decodeObject")}(value, ${textLiteral(typeName)}, problems);
    if (!object) return ${file.contract("refused")}();
    return {
      ${lines}
    };
  `;
}

/** Objects inherit some names, which a message without such a field must not seem to have. */
function readWire(wireName: string, file: TypeScriptFile): string {
  const key = textLiteral(wireName);
  return wireName in Object.prototype ? `${file.contract("ownValue")}(object, ${key})` : `object[${key}]`;
}

/** Statements that return the JSON of the record `value`, its fields in order. */
export function printEncodeFields({ fields }: FieldCodecs, typeName: string, { file }: CodecScope): Fragment {
  const pieces = fields.map(({ field, codec, isOptional }, index) => {
    const encode = file.contract(isOptional ? "encodeOptionalField" : "encodeField");
    const call = `${encode}(${textLiteral(field.name)}, ${codec}, ${propertyAccess("value", field.name)})`;
    const key = templateText(`${index === 0 ? "{" : ","}${JSON.stringify(field.wireName)}:`);
    return `\`${key}\${${call}}${index === fields.length - 1 ? "}" : ""}\``;
  });
  return code`
    ${file.contract("requireObject")}(value, ${textLiteral(typeName)});
    return ${pieces.length === 0 ? '"{}"' : pieces.join(" + ")};
  `;
}
