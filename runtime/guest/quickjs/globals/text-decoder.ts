/** `TextDecoder` of the Encoding Standard, for UTF-8. */

import { decode, decodeLossily, readCharacter } from "../utf8.js";

/** https://encoding.spec.whatwg.org/#names-and-labels */
const labels = new Set(["unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "utf-8", "utf8", "x-unicode20utf8"]);

const noBytes = new Uint8Array(0);

export class TextDecoder {
  readonly #fatal: boolean;
  readonly #ignoreBOM: boolean;
  /** Of a stream: the beginning of a character that goes on in the next part. */
  #kept: Uint8Array = noBytes;
  #isStarted = false;

  constructor(label: unknown = "utf-8", options: { fatal?: unknown; ignoreBOM?: unknown } = {}) {
    if (!labels.has(String(label).trim().toLowerCase())) {
      throw new RangeError(`TextDecoder knows utf-8 alone here, not ${String(label)}`);
    }
    this.#fatal = Boolean(options.fatal);
    this.#ignoreBOM = Boolean(options.ignoreBOM);
  }

  get encoding(): string {
    return "utf-8";
  }

  get fatal(): boolean {
    return this.#fatal;
  }

  get ignoreBOM(): boolean {
    return this.#ignoreBOM;
  }

  /** @throws TypeError where `fatal` is set and the bytes are not well-formed. */
  decode(input?: unknown, options?: { stream?: unknown }): string {
    let bytes = toBytes(input);
    if (this.#kept.length > 0) bytes = join(this.#kept, bytes);
    this.#kept = noBytes;
    const isStream = Boolean(options?.stream);
    if (isStream) {
      const end = endOfWhole(bytes);
      this.#kept = bytes.slice(end);
      bytes = bytes.subarray(0, end);
    }
    const text = decode(bytes) ?? this.#decodeMalformed(bytes);
    const isFirst = !this.#isStarted;
    this.#isStarted = isStream && (this.#isStarted || text.length > 0);
    return isFirst && !this.#ignoreBOM && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  #decodeMalformed(bytes: Uint8Array): string {
    if (!this.#fatal) return decodeLossily(bytes);
    this.#isStarted = false;
    this.#kept = noBytes;
    throw new TypeError("the bytes are not well-formed UTF-8");
  }
}

function toBytes(input: unknown): Uint8Array {
  if (input instanceof Uint8Array) return input;
  if (input === undefined) return noBytes;
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  throw new TypeError("decode takes bytes: an ArrayBuffer or a view of one");
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

/** Where a character begins that the bytes do not have the end of; at most three bytes before their end. */
function endOfWhole(bytes: Uint8Array): number {
  for (let start = Math.max(0, bytes.length - 3); start < bytes.length; start++) {
    const isFollowing = (bytes[start]! & 0xc0) === 0x80;
    if (!isFollowing && readCharacter(bytes, start).isCutOff) return start;
  }
  return bytes.length;
}
