/** Codec of `bytes`: a list of numbers in JSON, as serde writes `Vec<u8>`. */

import type { Codec } from "../codec.js";
import { unfit } from "./parts.js";
import { refused } from "./unchecked.js";

export const bytes: Codec<Uint8Array> = {
  expected: "bytes",
  decode(value, problems) {
    // Not from JSON: the body of an HTTP request as it is.
    if (value instanceof Uint8Array) return value;
    if (!Array.isArray(value)) {
      problems.add("bytes", value);
      return refused();
    }
    const list: readonly unknown[] = value;
    const decoded = new Uint8Array(list.length);
    for (let index = 0; index < list.length; index++) {
      const byte = list[index];
      if (typeof byte === "number" && (byte & 0xff) === byte) {
        decoded[index] = byte;
      } else {
        const mark = problems.count;
        problems.add("u8", byte);
        problems.within(mark, index);
        if (problems.isFull) return refused();
      }
    }
    return decoded;
  },
  encode(value) {
    if (!(value instanceof Uint8Array)) throw unfit("bytes", value);
    return `[${value.join(",")}]`;
  },
};
