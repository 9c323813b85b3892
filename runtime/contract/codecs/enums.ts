/** Codecs of `enum`. */

import type { Step } from "../codec.js";
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
  function encodeText(value: Name, step?: Step): string {
    const wireName = wireNames.get(value);
    if (wireName === undefined) throw unfit(oneOf([...names.values()]), value, step);
    return wireName;
  }
  return {
    expected,
    decode(value, problems, step) {
      const bare = typeof value === "string" ? names.get(value) : undefined;
      if (bare !== undefined) return bare;
      const tagged = readTagged(value);
      const name = names.get(tagged.tag ?? "");
      if (name === undefined) {
        problems.add(expectedNames, tagged.tag ?? value, step);
        return refused();
      }
      const mark = problems.count;
      expectBare(tagged, problems);
      problems.within(mark, step);
      return name;
    },
    encode: (value, step) => JSON.stringify(encodeText(value, step)),
    decodeText(text, problems) {
      const name = names.get(text);
      if (name !== undefined) return name;
      problems.add(expectedNames, text);
      return refused();
    },
    encodeText: (value) => encodeText(value),
  };
}
