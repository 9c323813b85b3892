/** The parts of emitted codecs of `record`. */

import type { Codec } from "../codec.js";
import type { Problems } from "../problems.js";
import { encodePart, missing, unfit } from "./parts.js";

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

/** What an object has under a name that every object inherits, such as `constructor`; others are read as they are. */
export function ownValue(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * A field that must be there; `value` is undefined when it is not. Other fields of the object are ignored, as serde does.
 * The caller reads `value` under a constant name, which engines do much faster than under one that is passed on.
 */
export function decodeField<T>(value: unknown, key: string, codec: Codec<T>, problems: Problems): T {
  const mark = problems.count;
  const decoded = value === undefined ? missing(codec, problems) : codec.decode(value, problems);
  if (problems.count !== mark) problems.within(mark, key);
  return decoded;
}

/** A field with a default. */
export function decodeFieldOr<T>(
  value: unknown,
  key: string,
  codec: Codec<T>,
  problems: Problems,
  fallback: () => T,
): T {
  return value === undefined ? fallback() : decodeField(value, key, codec, problems);
}

/** A field of an option type, by the codec of what is inside: absent and `null` are `undefined`. */
export function decodeOptionalField<T>(value: unknown, key: string, codec: Codec<T>, problems: Problems): T | undefined {
  return value === undefined || value === null ? undefined : decodeField(value, key, codec, problems);
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
