/** `@length`, `@pattern`, `@range` and `@items`: codecs that accept fewer values. */

import type { Codec, Step } from "../codec.js";
import type { Problems } from "../problems.js";
import { unfit } from "./parts.js";
import type { ScalarCodec } from "./scalar-codec.js";
import { string } from "./texts.js";
import { refused } from "./unchecked.js";

/** Strings of a number of Unicode scalar values. */
export function withLength(codec: ScalarCodec<string>, minimum: number, maximum: number): ScalarCodec<string> {
  const limited = limitScalar(codec, `string of ${span(minimum, maximum, "character")}`, (value) =>
    hasLength(value, minimum, maximum),
  );
  if (codec !== string) return limited;
  return {
    ...limited,
    // Nearly every string is settled by its number of UTF-16 units: without the calls that all constraints share.
    decode(value, problems, step) {
      if (typeof value === "string" && value.length <= maximum && value.length >= 2 * minimum) return value;
      return limited.decode(value, problems, step);
    },
  };
}

/** Strings in which the regular expression (ECMA-262, with the flag `u`) matches somewhere. */
export function withPattern(codec: ScalarCodec<string>, pattern: string): ScalarCodec<string> {
  const expression = new RegExp(pattern, "u");
  return limitScalar(codec, `string matching /${pattern}/`, (value) => expression.test(value));
}

export function withByteLength(codec: Codec<Uint8Array>, minimum: number, maximum: number): Codec<Uint8Array> {
  return limit(codec, `bytes of length ${minimum} to ${maximum}`, (value) => isBetween(value.length, minimum, maximum));
}

/** Numbers from `minimum` to `maximum`, both included. */
export function withRange<T extends number | bigint>(codec: ScalarCodec<T>, minimum: T, maximum: T): ScalarCodec<T> {
  return limitScalar(codec, `${codec.expected} from ${minimum} to ${maximum}`, (value) =>
    isBetween(value, minimum, maximum),
  );
}

/** Lists, sets and maps of a number of elements. */
export function withItems<T extends readonly unknown[] | ReadonlySet<unknown> | ReadonlyMap<unknown, unknown>>(
  codec: Codec<T>,
  minimum: number,
  maximum: number,
): Codec<T> {
  return limit(codec, `${codec.expected} of ${span(minimum, maximum, "item")}`, (value) =>
    isBetween("size" in value ? value.size : value.length, minimum, maximum),
  );
}

function limit<T>(codec: Codec<T>, expected: string, accepts: (value: T) => boolean): Codec<T> {
  return {
    expected,
    decode(value, problems, step) {
      // What is missing is told all that it must be.
      if (value === undefined) return refuse(expected, value, problems, step);
      const mark = problems.count;
      const decoded = codec.decode(value, problems, step);
      if (problems.count === mark && !accepts(decoded)) problems.add(expected, value, step);
      return decoded;
    },
    encode(value, step) {
      const text = codec.encode(value, step);
      if (!accepts(value)) throw unfit(expected, value, step);
      return text;
    },
  };
}

function refuse<T>(expected: string, value: unknown, problems: Problems, step: Step | undefined): T {
  problems.add(expected, value, step);
  return refused();
}

function limitScalar<T>(codec: ScalarCodec<T>, expected: string, accepts: (value: T) => boolean): ScalarCodec<T> {
  return {
    ...limit(codec, expected, accepts),
    decodeText(text, problems) {
      const mark = problems.count;
      const decoded = codec.decodeText(text, problems);
      if (problems.count === mark && !accepts(decoded)) problems.add(expected, text);
      return decoded;
    },
    encodeText(value) {
      const text = codec.encodeText(value);
      if (!accepts(value)) throw unfit(expected, value);
      return text;
    },
  };
}

function isBetween<T extends number | bigint>(value: T, minimum: T, maximum: T): boolean {
  return value >= minimum && value <= maximum;
}

/** A scalar value takes one or two UTF-16 units, which settles nearly every string without counting. */
function hasLength(text: string, minimum: number, maximum: number): boolean {
  if (text.length < minimum || text.length > 2 * maximum) return false;
  if (text.length <= maximum && text.length >= 2 * minimum) return true;
  let count = 0;
  for (const _ of text) count++;
  return isBetween(count, minimum, maximum);
}

/** `1 to 200 characters`, `exactly 1 item`. */
function span(minimum: number, maximum: number, unit: string): string {
  const unitName = maximum === 1 ? unit : `${unit}s`;
  return minimum === maximum ? `exactly ${minimum} ${unitName}` : `${minimum} to ${maximum} ${unitName}`;
}
