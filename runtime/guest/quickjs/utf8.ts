/**
 * UTF-8 in an engine that has no `TextEncoder`, without a loop over the characters: base64 is native in both directions,
 * and takes and gives strings of which each character stands for a byte.
 */

interface Base64Bytes extends Uint8Array {
  toBase64(): string;
}
declare const Uint8Array: Uint8ArrayConstructor & { fromBase64(text: string): Uint8Array };
declare function btoa(bytes: string): string;
declare function atob(text: string): string;
declare function escape(text: string): string;
declare function unescape(text: string): string;

/** Where looking by a regular expression is faster than making a view for it, in bytes. */
const shortText = 64;
const beyondAscii = /[^\0-\x7f]/;

/** A lone surrogate becomes U+FFFD. */
export function encode(text: string): Uint8Array {
  if (text.length < shortText) {
    if (text.length === 0) return new Uint8Array(0);
    return beyondAscii.test(text) ? encodeAny(text) : Uint8Array.fromBase64(btoa(text));
  }
  let bytes: Uint8Array;
  try {
    // Refuses characters above U+00FF; those from U+0080 to there are looked for in the bytes.
    bytes = Uint8Array.fromBase64(btoa(text));
  } catch {
    return encodeAny(text);
  }
  return isAscii(bytes) ? bytes : encodeAny(text);
}

function encodeAny(text: string): Uint8Array {
  return Uint8Array.fromBase64(btoa(unescape(encodeURIComponent((text as unknown as WellFormable).toWellFormed()))));
}

interface WellFormable extends String {
  toWellFormed(): string;
}

/** Undefined where the bytes are not well-formed. A byte order mark stays. */
export function decode(bytes: Uint8Array): string | undefined {
  const text = atob((bytes as Base64Bytes).toBase64());
  if (bytes.length < shortText ? !beyondAscii.test(text) : isAscii(bytes)) return text;
  try {
    return decodeURIComponent(escape(text));
  } catch {
    return undefined;
  }
}

/** Looks at sixteen words of four bytes at a time. */
function isAscii(bytes: Uint8Array): boolean {
  const { length, byteOffset, buffer } = bytes;
  let at = 0;
  if (length >= shortText && byteOffset % 4 === 0) {
    const words = new Int32Array(buffer, byteOffset, length >> 2);
    const last = words.length - 16;
    let bits = 0;
    for (; at <= last; at += 16) {
      bits |=
        words[at]! | words[at + 1]! | words[at + 2]! | words[at + 3]! |
        words[at + 4]! | words[at + 5]! | words[at + 6]! | words[at + 7]! |
        words[at + 8]! | words[at + 9]! | words[at + 10]! | words[at + 11]! |
        words[at + 12]! | words[at + 13]! | words[at + 14]! | words[at + 15]!;
    }
    if ((bits & 0x80808080) !== 0) return false;
    at *= 4;
  }
  for (; at < length; at++) if (bytes[at]! > 0x7f) return false;
  return true;
}

/**
 * As the Encoding Standard decodes what is not well-formed: each of the longest parts that could begin a character
 * becomes U+FFFD. https://encoding.spec.whatwg.org/#utf-8-decoder
 */
export function decodeLossily(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const { length, isWhole } = readCharacter(bytes, at);
    text += isWhole ? decode(bytes.subarray(at, at + length)) : "\ufffd";
    at += length;
  }
  return text;
}

/** How many bytes at `start` are one character, or the beginning of one that does not go on. */
export function readCharacter(bytes: Uint8Array, start: number): { readonly length: number; readonly isWhole: boolean; readonly isCutOff: boolean } {
  const first = bytes[start] ?? 0;
  const following = first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : -1;
  if (following < 0) return { length: 1, isWhole: false, isCutOff: false };
  // No overlong forms, no surrogates, nothing above U+10FFFF.
  let lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  let highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  let length = 1;
  for (; length <= following; length++) {
    const byte = bytes[start + length];
    if (byte === undefined) return { length, isWhole: false, isCutOff: true };
    if (byte < lowest || byte > highest) return { length, isWhole: false, isCutOff: false };
    lowest = 0x80;
    highest = 0xbf;
  }
  return { length, isWhole: true, isCutOff: false };
}
