/** Numbers as WebAssembly writes them: https://en.wikipedia.org/wiki/LEB128. */

/** Of any whole number from 0 up to 2³² - 1. */
export function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** Of any whole number of 32 bits. */
export function signed(value: number): number[] {
  const rest = value >> 7;
  const isLast = rest === (value & 0x40 ? -1 : 0);
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(rest)];
}
