/** Codecs of `record`: emitted code has the fields, this file what is the same for all of them. */

import type { Codec, Step } from "../codec.js";
import type { Problems } from "../problems.js";
import { addStep, unfit } from "./parts.js";
import { refused } from "./unchecked.js";

/** An object of parsed JSON. Its own properties only: a key may be called `constructor` or `__proto__`. */
export type JsonObject = { readonly [key: string]: unknown };

export interface RecordForm<T> {
  /**
   * Reads the fields. The emitted code reads them under constant names, which engines do much faster than under names
   * that are passed on. Other fields of the object are ignored, as serde does.
   */
  readonly decode: (object: JsonObject, problems: Problems) => T;
  /** Throws `EncodeError` with the path within the record. */
  readonly encode: (value: T) => string;
}

export function recordOf<T>(expected: string, form: RecordForm<T>): Codec<T> {
  return {
    expected,
    decode(value, problems, step) {
      // As `isJsonObject`, whose call costs an interpreter as much as a field.
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        problems.add(expected, value, step);
        return refused();
      }
      const mark = problems.count;
      const decoded = form.decode(value as JsonObject, problems);
      if (problems.count !== mark) problems.within(mark, step);
      return decoded;
    },
    encode(value, step) {
      // Author code may have passed anything.
      if (typeof value !== "object" || value === null) throw unfit(expected, value, step);
      if (step === undefined) return form.encode(value);
      try {
        return form.encode(value);
      } catch (error) {
        throw addStep(step, error);
      }
    },
  };
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What an object has under a name that every object inherits, such as `constructor`; others are read as they are. */
export function ownValue(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A field with a default. */
export function decodeOr<T>(codec: Codec<T>, value: unknown, problems: Problems, step: Step, fallback: () => T): T {
  return value === undefined ? fallback() : codec.decode(value, problems, step);
}

/** A field of an option type, by the codec of what is inside: absent and `null` are `undefined`. */
export function decodeOption<T>(codec: Codec<T>, value: unknown, problems: Problems, step: Step): T | undefined {
  return value === undefined || value === null ? undefined : codec.decode(value, problems, step);
}

/** The JSON of a field of an option type, by the codec of what is inside. */
export function encodeOption<T>(codec: Codec<T>, value: T | undefined, step: Step): string {
  return value === undefined ? "null" : codec.encode(value, step);
}
