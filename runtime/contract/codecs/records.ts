/** The parts of emitted codecs of `record`. */

import type { Codec } from "../codec.js";
import type { Problems } from "../problems.js";
import { encodePart, unfit } from "./parts.js";
import { refused } from "./unchecked.js";

/** An object of parsed JSON. Its own properties only: a key may be called `constructor` or `__proto__`. */
export type JsonObject = { readonly [key: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Undefined, and a violation recorded, unless the value is an object. */
export function decodeObject(value: unknown, expected: string, problems: Problems): JsonObject | undefined {
  if (isJsonObject(value)) return value;
  problems.add(expected, value);
  return undefined;
}

/** A field that must be there. Other fields of the object are ignored, as serde does. */
export function decodeField<T>(object: JsonObject, key: string, codec: Codec<T>, problems: Problems): T {
  const mark = problems.count;
  if (Object.hasOwn(object, key)) {
    const decoded = codec.decode(object[key], problems);
    problems.within(mark, key);
    return decoded;
  }
  problems.add(codec.expected, undefined);
  problems.within(mark, key);
  return refused();
}

/** A field with a default. */
export function decodeFieldOr<T>(
  object: JsonObject,
  key: string,
  codec: Codec<T>,
  problems: Problems,
  fallback: () => T,
): T {
  return Object.hasOwn(object, key) ? decodeField(object, key, codec, problems) : fallback();
}

/** A field of an option type, by the codec of what is inside: absent and `null` are `undefined`. */
export function decodeOptionalField<T>(
  object: JsonObject,
  key: string,
  codec: Codec<T>,
  problems: Problems,
): T | undefined {
  if (!Object.hasOwn(object, key) || object[key] === null) return undefined;
  return decodeField(object, key, codec, problems);
}

/** Throws `EncodeError` unless the value, which may be anything that author code passed, is an object. */
export function requireObject(value: unknown, expected: string): void {
  if (typeof value !== "object" || value === null) throw unfit(expected, value);
}

/** The JSON of a field's value. Throws `EncodeError` with the path `name`. */
export function encodeField<T>(name: string, codec: Codec<T>, value: T): string {
  return encodePart(name, codec, value);
}

/** The JSON of a field of an option type, by the codec of what is inside. */
export function encodeOptionalField<T>(name: string, codec: Codec<T>, value: T | undefined): string {
  return value === undefined ? "null" : encodePart(name, codec, value);
}
