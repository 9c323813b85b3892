/** What the host's interface takes, made of whatever a program passes; what cannot be made so is a TypeError. */

interface WellFormable extends String {
  toWellFormed(): string;
}

/** Well-formed: a lone surrogate becomes U+FFFD. */
export function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw new TypeError(`the ${what} is a string, not ${describeType(value)}`);
  return (value as unknown as WellFormable).toWellFormed();
}

export function bytes(value: unknown, what: string): Uint8Array {
  // Not `instanceof` alone: an object that only inherits from Uint8Array has no bytes.
  if (ArrayBuffer.isView(value)) {
    return value instanceof Uint8Array ? value : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError(`the ${what} is a Uint8Array, not ${describeType(value)}`);
}

export function bool(value: unknown): boolean {
  return Boolean(value);
}

/** A whole number from 0 to `greatest`. */
export function number(value: unknown, greatest: number, what: string): number {
  const whole = Number(value);
  if (!Number.isInteger(whole) || whole < 0 || whole > greatest) {
    throw new TypeError(`the ${what} is a whole number from 0 to ${greatest}, not ${String(value)}`);
  }
  return whole;
}

/** For `u64`, which the bindings take as a number: of a bigint too large for that the nearest. */
export function u64(value: unknown): number {
  return number(value, greatestU64, "number of seconds");
}

/** The greatest number below 2^64. */
const greatestU64 = 2 ** 64 - 2048;

export function list<T>(value: unknown, what: string, element: (value: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new TypeError(`${what}: a list, not ${describeType(value)}`);
  return Array.from(value, element);
}

export function object(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new TypeError(`the ${what} is an object, not ${describeType(value)}`);
  return value as Readonly<Record<string, unknown>>;
}

/** What the bindings take for nothing is null. */
export function optional<T>(value: unknown, of: (value: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : of(value);
}

function describeType(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
}
