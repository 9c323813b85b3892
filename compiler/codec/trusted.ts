/** Where types are claimed, and how values of unknown types are read. */

import type { Codec, ScalarCodec } from "../../runtime/contract/index.js";

/**
 * For a codec whose type follows from the model: the checker lets a constraint stand only on a type that it fits, and
 * keys of objects only have types that have a text.
 */
export function trustCodec<T>(codec: Codec<unknown>): ScalarCodec<T> {
  return codec as ScalarCodec<T>;
}

/** A member of whatever author code passed, if it is an object. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
