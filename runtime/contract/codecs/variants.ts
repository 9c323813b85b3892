/** Codecs of `variant`: serde's externally tagged form. Emitted code has the cases, this file what is the same for all. */

import type { Codec } from "../codec.js";
import type { Problems } from "../problems.js";
import { addStep, unfit } from "./parts.js";
import { isJsonObject } from "./records.js";
import { refused } from "./unchecked.js";

/** A case as it came: `"Offline"` has no payload, `{"NotFound": 4}` has. */
export interface Tagged {
  /** The case's wire name; undefined when the value has neither form. */
  readonly tag: string | undefined;
  /** Undefined for a bare case. */
  readonly payload: unknown;
}

export interface VariantForm<T> {
  /** The names of the cases on the wire. */
  readonly names: readonly string[];
  /** Undefined for a name that no case has. */
  readonly decode: (tagged: Tagged, problems: Problems) => T | undefined;
  /** Throws `EncodeError` with the path within the value; undefined for a tag that no case has. */
  readonly encode: (value: T) => string | undefined;
}

export function variantOf<T>(expected: string, { names, decode, encode }: VariantForm<T>): Codec<T> {
  const expectedCase = oneOf(names);
  return {
    expected,
    decode(value, problems, step) {
      const tagged = readTagged(value);
      const mark = problems.count;
      const decoded = decode(tagged, problems);
      if (problems.count !== mark) problems.within(mark, step);
      if (decoded !== undefined) return decoded;
      problems.add(expectedCase, tagged.tag ?? value, step);
      return refused();
    },
    encode(value, step) {
      if (typeof value !== "object" || value === null) throw unfit(expected, value, step);
      let text: string | undefined;
      try {
        text = encode(value);
      } catch (error) {
        throw addStep(step, error);
      }
      if (text === undefined) throw unfit(expected, value, step);
      return text;
    },
  };
}

/** Takes a JSON value apart; records nothing. */
export function readTagged(value: unknown): Tagged {
  if (typeof value === "string") return { tag: value, payload: undefined };
  const keys = isJsonObject(value) ? Object.keys(value) : [];
  const tag = keys[0];
  if (!isJsonObject(value) || tag === undefined || keys.length > 1) return { tag: undefined, payload: undefined };
  return { tag, payload: value[tag] };
}

/** Checks that a case without payload came as a string or with `null`, as serde accepts it. */
export function expectBare({ tag = "", payload }: Tagged, problems: Problems): void {
  if (payload !== undefined && payload !== null) problems.add("null", payload, tag);
}

const maxShownCaseCount = 8;

/** `one of Open, Done`; long lists are shortened. */
export function oneOf(caseNames: readonly string[]): string {
  const shown = caseNames.slice(0, maxShownCaseCount).join(", ");
  return `one of ${shown}${caseNames.length > maxShownCaseCount ? ", …" : ""}`;
}
