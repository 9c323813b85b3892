/** Codecs of `option` and `result`. */

import type { Codec } from "../codec.js";
import type { Result } from "../result.js";
import { decodeWithin, encodeWithin, unfit } from "./parts.js";
import { readTagged } from "./variants.js";
import { refused } from "./unchecked.js";

/** `undefined` is `null` on the wire; an option of an option is one option. */
export function optionOf<T>(inner: Codec<T>): Codec<T | undefined> {
  return {
    expected: `option<${inner.expected}>`,
    decode: (value, problems, step) => (value === null ? undefined : inner.decode(value, problems, step)),
    encode: (value, step) => (value === undefined ? "null" : inner.encode(value, step)),
  };
}

export function resultOf<T, E>(ok: Codec<T>, err: Codec<E>): Codec<Result<T, E>> {
  const expected = `result<${ok.expected}, ${err.expected}>`;
  return {
    expected,
    decode(value, problems, step) {
      const { tag, payload } = readTagged(value);
      if (tag !== "Ok" && tag !== "Err") {
        problems.add('{"Ok": …} or {"Err": …}', value, step);
        return refused();
      }
      return decodeWithin(problems, step, () =>
        tag === "Ok" ? { tag: "ok", val: ok.decode(payload, problems, tag) } : { tag: "err", val: err.decode(payload, problems, tag) },
      );
    },
    encode(value, step) {
      switch (value?.tag) {
        case "ok":
          return `{"Ok":${encodeWithin(step, () => ok.encode(value.val, "ok"))}}`;
        case "err":
          return `{"Err":${encodeWithin(step, () => err.encode(value.val, "err"))}}`;
        default:
          throw unfit("ok(…) or err(…)", value, step);
      }
    },
  };
}
