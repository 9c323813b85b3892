/** The only places where a type is claimed instead of checked, with the reason why each is sound. */

import type { JsonValue } from "../json/json-value.js";

/**
 * What a decoder returns after it has recorded a violation. `Codec.decode` promises that such a result is not used, so
 * there is no need to invent a value of the type.
 */
export function refused<T>(): T {
  return undefined as T;
}

/** Decoders get values of `parseJson` only, and a walk through all of it would cost more than the parsing. */
export function trustParsedJson(value: unknown): JsonValue {
  return value as JsonValue;
}

/** For values that were decoded one by one with the codecs of the tuple's elements. */
export function trustTuple<T extends readonly unknown[]>(values: readonly unknown[]): T {
  return values as readonly unknown[] as T;
}
