/** `crypto` of the Web Cryptography API, without `subtle`. */

import { randomBytes } from "../random.js";
import { domException } from "./dom-exception.js";

/** https://w3c.github.io/webcrypto/#Crypto-method-getRandomValues */
const mostBytes = 65_536;
const integerArrays = /^(?:Int|Uint|BigInt|BigUint)(?:8|16|32|64)(?:Clamped)?Array$/;

export const crypto = {
  /** Fills the array itself, and returns it. */
  getRandomValues<T extends ArrayBufferView>(array: T): T {
    const name: unknown = ArrayBuffer.isView(array) ? Reflect.get(array, Symbol.toStringTag) : undefined;
    if (typeof name !== "string" || !integerArrays.test(name)) {
      throw domException("getRandomValues takes an array of integers, as a Uint8Array", "TypeMismatchError");
    }
    if (array.byteLength > mostBytes) {
      throw domException(`getRandomValues gives at most ${mostBytes} bytes at once, not ${array.byteLength}`, "QuotaExceededError");
    }
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(randomBytes(array.byteLength));
    return array;
  },

  /** https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-4 */
  randomUUID(): string {
    const bytes = randomBytes(16);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  },
};
Object.defineProperty(crypto, Symbol.toStringTag, { value: "Crypto", configurable: true });
