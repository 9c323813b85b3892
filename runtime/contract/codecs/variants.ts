/** The parts of emitted codecs of `variant`: serde's externally tagged form. */

import type { Codec } from "../codec.js";
import type { Problems } from "../problems.js";
import { encodePart, missing } from "./parts.js";
import { isJsonObject } from "./records.js";
import { refused } from "./unchecked.js";

/** A case as it came: `"Offline"` has no payload, `{"NotFound": 4}` has. */
export interface Tagged {
  /** The case's wire name; undefined when the value has neither form. */
  readonly tag: string | undefined;
  /** Undefined for a bare case. */
  readonly payload: unknown;
}

/** Takes a JSON value apart; records nothing. */
export function readTagged(value: unknown): Tagged {
  if (typeof value === "string") return { tag: value, payload: undefined };
  const keys = isJsonObject(value) ? Object.keys(value) : [];
  const tag = keys[0];
  if (!isJsonObject(value) || tag === undefined || keys.length > 1) return { tag: undefined, payload: undefined };
  return { tag, payload: value[tag] };
}

/** The payload of a case that has one. */
export function decodePayload<T>(tagged: Tagged, codec: Codec<T>, problems: Problems): T {
  const mark = problems.count;
  const payload = tagged.payload === undefined ? missing(codec, problems) : codec.decode(tagged.payload, problems);
  problems.within(mark, tagged.tag ?? "");
  return payload;
}

/** Checks that a case without payload came as a string or with `null`, as serde accepts it. */
export function expectBare(tagged: Tagged, problems: Problems): void {
  if (tagged.payload === undefined || tagged.payload === null) return;
  const mark = problems.count;
  problems.add("null", tagged.payload);
  problems.within(mark, tagged.tag ?? "");
}

/** Records that a value is none of the cases. */
export function refuseCase<T>(value: unknown, tagged: Tagged, caseNames: readonly string[], problems: Problems): T {
  problems.add(oneOf(caseNames), tagged.tag ?? value);
  return refused();
}

/** The JSON of a case with payload. Throws `EncodeError` with the path `val`. */
export function encodeCase<T>(wireName: string, codec: Codec<T>, value: T): string {
  return `{${JSON.stringify(wireName)}:${encodePart("val", codec, value)}}`;
}

const maxShownCaseCount = 8;

/** `one of Open, Done`; long lists are shortened. */
export function oneOf(caseNames: readonly string[]): string {
  const shown = caseNames.slice(0, maxShownCaseCount).join(", ");
  return `one of ${shown}${caseNames.length > maxShownCaseCount ? ", …" : ""}`;
}
