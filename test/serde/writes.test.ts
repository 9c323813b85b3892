/** The emitted codecs write what serde_json writes, byte for byte, and read it back. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decode, encode } from "../contract/codec-table.js";
import { readCases } from "./fixtures.js";
import { sinkCodec, sinkTypes } from "./sink.js";
import { knownCases, valueOf } from "./values.js";

const test = suite("what serde_json writes");

const all = readCases().filter(({ type }) => type !== "Request" && type !== "Reply");
/** NaN and the infinities are `null`, which nothing reads as a float. */
const holdsNoNumber = (json: string, type: string): boolean =>
  ["Single", "Double", "Matrix"].includes(type) && json.includes("null");

for (const type of new Set(all.map((each) => each.type))) {
  test(type, () => {
    const codec = sinkCodec(type);
    for (const { case: name, json } of all.filter((each) => each.type === type)) {
      const value = valueOf(type, name);
      assert.is(encode(codec, value), json, `${type} ${name}`);
      if (holdsNoNumber(json, type)) continue;
      const read = type === "Single" ? Math.fround(value as number) : value;
      assert.equal(decode(codec, json), { value: read }, `${type} ${name}`);
    }
  });
}

test("each type of the schema has cases", () => {
  assert.equal([...new Set(all.map(({ type }) => type))].sort(), [...sinkTypes].sort());
});

test("each value is a case", () => {
  const cases = all.filter(({ case: name }) => !name.startsWith("bits ")).map(({ type, case: name }) => `${type} ${name}`);
  assert.equal([...knownCases].sort(), cases.sort());
});

test.run();
