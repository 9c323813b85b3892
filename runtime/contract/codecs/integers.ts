/** Codecs of the integer types. */

import { unfit } from "./parts.js";
import { integerText, scalarCodec, type ScalarCodec } from "./scalar-codec.js";
import { refused } from "./unchecked.js";

export const u8 = integerCodec("u8", 0, 2 ** 8 - 1);
export const u16 = integerCodec("u16", 0, 2 ** 16 - 1);
export const u32 = integerCodec("u32", 0, 2 ** 32 - 1);
export const s8 = integerCodec("s8", -(2 ** 7), 2 ** 7 - 1);
export const s16 = integerCodec("s16", -(2 ** 15), 2 ** 15 - 1);
export const s32 = integerCodec("s32", -(2 ** 31), 2 ** 31 - 1);
/** A whole number that a JavaScript number holds exactly. */
export const int = integerCodec("int", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
export const u64 = bigIntegerCodec("u64", 0n, 2n ** 64n - 1n);
export const s64 = bigIntegerCodec("s64", -(2n ** 63n), 2n ** 63n - 1n);

/** More digits than `u64` and `s64` have; longer text is refused before it is converted. */
const maxIntegerDigits = 20;

/** `1.0` is taken for 1, unlike in Rust: parsed JSON no longer tells them apart. */
function integerCodec(expected: string, minimum: number, maximum: number): ScalarCodec<number> {
  function check(value: unknown): number | undefined {
    if (typeof value !== "number" || !(value >= minimum && value <= maximum && value % 1 === 0)) return undefined;
    return value + 0; // not -0
  }
  const form = {
    expected,
    fromJson: check,
    fromText: (text: string) => (isShortInteger(text) ? check(Number(text)) : undefined),
    toText: (value: unknown) => check(value)?.toString(),
    quote: "as-is",
  } as const;
  return scalarCodec(form, {
    decode(value, problems, step) {
      if (typeof value === "number" && value >= minimum && value <= maximum && value % 1 === 0) return value + 0;
      problems.add(expected, value, step);
      return refused();
    },
    encode(value, step) {
      if (typeof value === "number" && value >= minimum && value <= maximum && value % 1 === 0) return `${value + 0}`;
      throw unfit(expected, value, step);
    },
  });
}

function bigIntegerCodec(expected: string, minimum: bigint, maximum: bigint): ScalarCodec<bigint> {
  const isSigned = minimum < 0n;
  function check(value: unknown): bigint | undefined {
    return typeof value === "bigint" && value >= minimum && value <= maximum ? value : undefined;
  }
  function fromJson(value: unknown): bigint | undefined {
    // Both types hold every safe integer of their sign; comparing a bigint costs much more than comparing a number.
    if (typeof value !== "number") return check(value);
    return Number.isSafeInteger(value) && (isSigned || value >= 0) ? BigInt(value) : undefined;
  }
  const form = {
    expected,
    fromJson,
    fromText: (text: string) => (isShortInteger(text) ? check(BigInt(text)) : undefined),
    toText: (value: unknown) => check(value)?.toString(),
    quote: "as-is",
  } as const;
  return scalarCodec(form, {
    encode(value, step) {
      if (typeof value === "bigint" && value >= minimum && value <= maximum) return `${value}`;
      throw unfit(expected, value, step);
    },
  });
}

function isShortInteger(text: string): boolean {
  return text.length <= maxIntegerDigits && integerText.test(text);
}
