/** Codec of `bytes`: a list of numbers in JSON, as serde writes `Vec<u8>`. */

import type { Codec } from "../codec.js";
import { unfit } from "./parts.js";
import { refused } from "./unchecked.js";

export const bytes: Codec<Uint8Array> = {
  expected: "bytes",
  decode(value, problems, step) {
    // Not from JSON: the body of an HTTP request as it is.
    if (value instanceof Uint8Array) return value;
    if (!Array.isArray(value)) {
      problems.add("bytes", value, step);
      return refused();
    }
    const list: readonly unknown[] = value;
    const mark = problems.count;
    const decoded = new Uint8Array(list.length);
    for (let index = 0; index < list.length; index++) {
      const byte = list[index];
      if (typeof byte === "number" && (byte & 0xff) === byte) {
        decoded[index] = byte;
      } else {
        problems.add("u8", byte, index);
        if (problems.isFull) break;
      }
    }
    if (problems.count !== mark) problems.within(mark, step);
    return decoded;
  },
  encode(value, step) {
    if (!(value instanceof Uint8Array)) throw unfit("bytes", value, step);
    return `[${value.join(",")}]`;
  },
};
