/** Codecs of `record`: what `emit/print/record-codec.ts` prints. */

import { resolveAlias } from "../emit/print/declarations.js";
import type { Field, Model, RecordDeclaration } from "../model/model.js";
import {
  decodeOption,
  decodeOr,
  encodeOption,
  ownValue,
  recordOf,
  type Codec,
  type JsonObject,
  type Problems,
} from "../../runtime/contract/index.js";
import type { CodecOf } from "./codec-of.js";
import { literalValue } from "./literal-value.js";
import { memberOf } from "./trusted.js";

interface FieldCodec {
  readonly name: string;
  decode(object: JsonObject, problems: Problems): unknown;
  encode(value: unknown): string;
}

export function recordCodec(model: Model, record: RecordDeclaration, codecOf: CodecOf): Codec<unknown> {
  const fields = record.fields.map((field) => fieldCodec(model, field, codecOf));
  return recordOf<unknown>(record.name, {
    decode: (object, problems) => Object.fromEntries(fields.map(({ name, decode }) => [name, decode(object, problems)])),
    encode: (value) => `{${fields.map(({ name, encode }) => encode(memberOf(value, name))).join(",")}}`,
  });
}

function fieldCodec(model: Model, field: Field, codecOf: CodecOf): FieldCodec {
  const { name, wireName, type, constraints, secret, default: literal } = field;
  const isOptional = resolveAlias(model, type).kind === "option";
  const element = isOptional && type.kind === "option" ? type.element : type;
  const codec = codecOf({ type: element, constraints, secret });
  const key = JSON.stringify(wireName);
  const read = (object: JsonObject): unknown => ownValue(object, wireName);
  if (isOptional) {
    return {
      name,
      decode: (object, problems) => decodeOption(codec, read(object), problems, wireName),
      encode: (value) => `${key}:${encodeOption(codec, value, name)}`,
    };
  }
  return {
    name,
    decode: (object, problems) =>
      literal === undefined
        ? codec.decode(read(object), problems, wireName)
        : decodeOr(codec, read(object), problems, wireName, () => literalValue(model, type, literal)),
    encode: (value) => `${key}:${codec.encode(value, name)}`,
  };
}
