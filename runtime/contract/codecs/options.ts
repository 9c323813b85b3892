/** Codecs of `option` and `result`. */

import type { Codec } from "../codec.js";
import type { Result } from "../result.js";
import { encodePart, unfit } from "./parts.js";
import { decodePayload, readTagged } from "./variants.js";
import { refused } from "./unchecked.js";

/** `undefined` is `null` on the wire; an option of an option is one option. */
export function optionOf<T>(inner: Codec<T>): Codec<T | undefined> {
  return {
    expected: `option<${inner.expected}>`,
    decode: (value, problems) => (value === null ? undefined : inner.decode(value, problems)),
    encode: (value) => (value === undefined ? "null" : inner.encode(value)),
  };
}

export function resultOf<T, E>(ok: Codec<T>, err: Codec<E>): Codec<Result<T, E>> {
  const expected = `result<${ok.expected}, ${err.expected}>`;
  return {
    expected,
    decode(value, problems) {
      const tagged = readTagged(value);
      switch (tagged.tag) {
        case "Ok":
          return { tag: "ok", val: decodePayload(tagged, ok, problems) };
        case "Err":
          return { tag: "err", val: decodePayload(tagged, err, problems) };
        default:
          problems.add('{"Ok": …} or {"Err": …}', value);
          return refused();
      }
    },
    encode(value) {
      switch (value?.tag) {
        case "ok":
          return `{"Ok":${encodePart("ok", ok, value.val)}}`;
        case "err":
          return `{"Err":${encodePart("err", err, value.val)}}`;
        default:
          throw unfit("ok(…) or err(…)", value);
      }
    },
  };
}
