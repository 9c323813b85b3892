/** Codecs of the floating point types, in the digits that serde_json writes. */

import { numberText, scalarCodec, type ScalarCodec } from "./scalar-codec.js";

const anyF64 = floatCodec("f64", (value) => value, formatF64);
export const f64: ScalarCodec<number> = {
  ...anyF64,
  // Most numbers, without the calls that the others take: NaN and the infinities are the values of which a difference is NaN.
  decode(value, problems, step) {
    return typeof value === "number" && value - value === 0 ? value : anyF64.decode(value, problems, step);
  },
  encode(value, step) {
    // A fraction is below 2^53, where notation is plain.
    const isPlainFraction = typeof value === "number" && value % 1 !== 0 && (value >= 1e-5 || value <= -1e-5) && value - value === 0;
    return isPlainFraction ? `${value}` : anyF64.encode(value, step);
  },
};
/** Read and written in single precision; a number beyond its range is refused. */
export const f32 = floatCodec("f32", Math.fround, formatF32);

/** Longer text is refused before it is converted. */
const maxFloatTextLength = 800;

let writesNonFinite = true;

/** The JSON of NaN and the infinities: `null`, which no float type reads back. Undefined where they are refused. */
export function nonFiniteText(): string | undefined {
  return writesNonFinite ? "null" : undefined;
}

/** Encodes what must be read again: NaN and the infinities in it do not fit. */
export function refusingNonFinite<T>(encode: () => T): T {
  writesNonFinite = false;
  try {
    return encode();
  } finally {
    writesNonFinite = true;
  }
}

/** NaN and the infinities are written as serde_json does it. */
function floatCodec(
  expected: string,
  round: (value: number) => number,
  format: (value: number) => string,
): ScalarCodec<number> {
  function toFinite(value: number): number | undefined {
    const rounded = round(value);
    return Number.isFinite(rounded) ? rounded : undefined;
  }
  return scalarCodec({
    expected,
    fromJson: (value) =>
      typeof value === "number" ? toFinite(value) : typeof value === "bigint" ? toFinite(Number(value)) : undefined,
    fromText: (text) =>
      text.length <= maxFloatTextLength && numberText.test(text) ? toFinite(Number(text)) : undefined,
    toText(value) {
      if (typeof value !== "number") return undefined;
      if (!Number.isFinite(value)) return nonFiniteText();
      const finite = toFinite(value);
      return finite === undefined ? undefined : format(finite);
    },
    quote: "as-is",
  });
}

/** The shortest digits that give the same `f64`, laid out as serde_json does since 1.0.147: `1.0`, `1e+16`, `1.5e-7`. */
export function formatF64(value: number): string {
  return layOut(value, 1e-5, 1e16);
}

/** Takes a value of single precision. */
function formatF32(value: number): string {
  return layOut(shortestSingle(value), 1e-6, 1e13);
}

/** Plain notation from `smallest` up to `largest`, exponents outside. */
function layOut(value: number, smallest: number, largest: number): string {
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < smallest || magnitude >= largest)) {
    return value.toExponential();
  }
  const text = Object.is(value, -0) ? "-0" : value.toString();
  return Number.isInteger(value) ? `${text}.0` : text;
}

/** The double with the fewest digits that rounds to this single: 0.1, not 0.10000000149011612. */
function shortestSingle(value: number): number {
  if (value === 0) return value; // `toPrecision` drops the sign
  // What has no short form has 7 to 9 digits.
  const isShort = Math.fround(Number(value.toPrecision(6))) === value;
  const isAsymmetric = isPowerOfTwo(value);
  for (let digits = isShort || isAsymmetric ? 1 : 7; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) {
      const even = roundToDigits(value, digits);
      return Math.fround(even) === value ? even : rounded;
    }
    if (!isAsymmetric || Math.abs(rounded) > Math.abs(value)) continue;
    const farther = oneUnitUp(value, digits);
    if (Math.fround(farther) === value) return farther;
  }
  return roundToDigits(value, 9);
}

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/** Below a power of two singles lie closer than above it, so what rounds to it need not be what is nearest to it. */
function isPowerOfTwo(value: number): boolean {
  single[0] = value;
  return ((singleBits[0] ?? 0) & 0x7fffff) === 0;
}

/** The next number of so many digits away from zero, for a value whose nearest one lies towards zero. */
function oneUnitUp(value: number, digits: number): number {
  const [mantissa = "", exponent = "0"] = value.toExponential(digits - 1).split("e");
  const units = Number(mantissa.replace(".", "")) + Math.sign(value);
  return Number(`${units}e${Number(exponent) - digits + 1}`);
}

/** Of two that are equally near, Rust takes the even one and `toPrecision` the larger. */
function roundToDigits(value: number, digits: number): number {
  const [mantissa = "", exponent = ""] = value.toExponential(digits).split("e");
  const isHalfway = mantissa.endsWith("5") && Number(`${mantissa}e${exponent}`) === value;
  const truncated = mantissa.slice(0, -1);
  return isHalfway && /[02468]\.?$/.test(truncated)
    ? Number(`${truncated}e${exponent}`)
    : Number(value.toPrecision(digits));
}
