/** Codecs of `enum`. */

import { unfit } from "./parts.js";
import type { ScalarCodec } from "./scalar-codec.js";
import { refused } from "./unchecked.js";
import { expectBare, oneOf, readTagged } from "./variants.js";

/** `cases` pairs each name in TypeScript with its name on the wire. */
export function enumOf<Name extends string>(
  expected: string,
  cases: readonly (readonly [name: Name, wireName: string])[],
): ScalarCodec<Name> {
  const wireNames = new Map<unknown, string>(cases);
  const names = new Map(cases.map(([name, wireName]) => [wireName, name]));
  const expectedNames = oneOf([...names.keys()]);
  function encodeText(value: Name): string {
    const wireName = wireNames.get(value);
    if (wireName === undefined) throw unfit(oneOf([...names.values()]), value);
    return wireName;
  }
  return {
    expected,
    decode(value, problems) {
      const bare = typeof value === "string" ? names.get(value) : undefined;
      if (bare !== undefined) return bare;
      const tagged = readTagged(value);
      const name = names.get(tagged.tag ?? "");
      if (name === undefined) {
        problems.add(expectedNames, tagged.tag ?? value);
        return refused();
      }
      expectBare(tagged, problems);
      return name;
    },
    encode: (value) => JSON.stringify(encodeText(value)),
    decodeText(text, problems) {
      const name = names.get(text);
      if (name !== undefined) return name;
      problems.add(expectedNames, text);
      return refused();
    },
    encodeText,
  };
}
