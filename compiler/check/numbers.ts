/** Numbers of a schema: decimal text, compared without losing a digit. */

import type { ScalarName } from "../model/type.js";

/** The values of the integer types, both included. */
export const integerRanges: ReadonlyMap<ScalarName, readonly [bigint, bigint]> = new Map([
  ["u8", [0n, 2n ** 8n - 1n]],
  ["u16", [0n, 2n ** 16n - 1n]],
  ["u32", [0n, 2n ** 32n - 1n]],
  ["u64", [0n, 2n ** 64n - 1n]],
  ["s8", [-(2n ** 7n), 2n ** 7n - 1n]],
  ["s16", [-(2n ** 15n), 2n ** 15n - 1n]],
  ["s32", [-(2n ** 31n), 2n ** 31n - 1n]],
  ["s64", [-(2n ** 63n), 2n ** 63n - 1n]],
  // Safe in a JavaScript number.
  ["int", [-(2n ** 53n - 1n), 2n ** 53n - 1n]],
]);

/** The greatest finite values of the floating-point types. */
export const floatLimits: ReadonlyMap<ScalarName, number> = new Map([
  ["f32", 3.4028234663852886e38],
  ["f64", Number.MAX_VALUE],
]);

/** More digits than the largest float has are no value of any type. */
const maxDigitCount = 400;

/** True for what a number in a schema looks like. */
export function isNumberText(text: string): boolean {
  return text.length <= maxDigitCount && /^-?[0-9]+(\.[0-9]+)?$/.test(text);
}

/** Undefined for a fraction. */
export function toInteger(text: string): bigint | undefined {
  return /^-?[0-9]+$/.test(text) ? BigInt(text) : undefined;
}

/** Without needless zeros: `007` is `7`, `1.50` is `1.5`. */
export function normalizeNumber(text: string): string {
  const integer = toInteger(text);
  if (integer !== undefined) return integer.toString();
  return text.replace(/^(-?)0+(?=[0-9])/, "$1").replace(/\.?0+$/, "");
}

/** Negative when `left` is smaller, positive when it is greater; exact for any two numbers of a schema. */
export function compareNumbers(left: string, right: string): number {
  const places = Math.max(placesOf(left), placesOf(right));
  const difference = scaled(left, places) - scaled(right, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function placesOf(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

function scaled(text: string, places: number): bigint {
  return BigInt(text.replace(".", "") + "0".repeat(places - placesOf(text)));
}
