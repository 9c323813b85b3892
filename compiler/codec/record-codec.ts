/** Codecs of `record`: what `emit/print/record-codec.ts` prints. */

import { resolveAlias } from "../emit/print/declarations.js";
import type { Field, Model, RecordDeclaration } from "../model/model.js";
import {
  decodeField,
  decodeFieldOr,
  decodeObject,
  decodeOptionalField,
  encodeField,
  encodeOptionalField,
  refused,
  requireObject,
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
  return {
    expected: record.name,
    decode(value, problems) {
      const object = decodeObject(value, record.name, problems);
      if (!object) return refused();
      return Object.fromEntries(fields.map(({ name, decode }) => [name, decode(object, problems)]));
    },
    encode(value) {
      requireObject(value, record.name);
      const members = fields.map(({ name, encode }) => encode(memberOf(value, name)));
      return `{${members.join(",")}}`;
    },
  };
}

function fieldCodec(model: Model, field: Field, codecOf: CodecOf): FieldCodec {
  const { name, wireName, type, constraints, secret } = field;
  const isOptional = resolveAlias(model, type).kind === "option";
  const element = isOptional && type.kind === "option" ? type.element : type;
  const codec = codecOf({ type: element, constraints, secret });
  const key = JSON.stringify(wireName);
  if (isOptional) {
    return {
      name,
      decode: (object, problems) => decodeOptionalField(object, wireName, codec, problems),
      encode: (value) => `${key}:${encodeOptionalField(name, codec, value)}`,
    };
  }
  const literal = field.default;
  return {
    name,
    decode: (object, problems) =>
      literal === undefined
        ? decodeField(object, wireName, codec, problems)
        : decodeFieldOr(object, wireName, codec, problems, () => literalValue(model, type, literal)),
    encode: (value) => `${key}:${encodeField(name, codec, value)}`,
  };
}
