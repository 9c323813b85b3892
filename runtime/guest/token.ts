/** Correlation tokens: the context bytes of our requests, decimal digits in ASCII so that a trace stays readable. */

export function encodeToken(token: number): Uint8Array {
  const digits = String(token);
  const bytes = new Uint8Array(digits.length);
  for (let index = 0; index < digits.length; index++) bytes[index] = digits.charCodeAt(index);
  return bytes;
}

/** Undefined for bytes that `encodeToken` did not make. */
export function decodeToken(bytes: Uint8Array): number | undefined {
  // 2^53 has 16 digits.
  if (bytes.length === 0 || bytes.length > 16) return undefined;
  let token = 0;
  for (const byte of bytes) {
    if (byte < 48 || byte > 57) return undefined;
    token = token * 10 + (byte - 48);
  }
  return token;
}
