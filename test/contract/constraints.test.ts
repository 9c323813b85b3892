import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  bytes, f64, listOf, mapOf, s64, setOf, string, u8, withByteLength, withItems, withLength, withPattern, withRange, type Codec,
} from "../../runtime/contract/index.js";
import { decode, decodeText, encode } from "./codec-table.js";

const test = suite("constraints");

const title = withLength(string, 2, 3);

const accepted: readonly (readonly [codec: Codec<unknown>, value: unknown, json: string])[] = [
  [title, "ab", '"ab"'],
  [title, "abc", '"abc"'],
  [title, "😀😀😀", '"😀😀😀"'],
  [withLength(title, 0, 2), "ab", '"ab"'],
  [withLength(string, 0, 0), "", '""'],
  [withByteLength(bytes, 1, 2), new Uint8Array([1]), "[1]"],
  [withRange(u8, 1, 5), 5, "5"],
  [withRange(s64, -5n, 5n), -5n, "-5"],
  [withRange(f64, 0, 0.5), 0.5, "0.5"],
  [withItems(listOf(u8), 1, 2), [1], "[1]"],
  [withPattern(string, "^[a-z]+$"), "abc", '"abc"'],
  [withPattern(string, "\\p{Lu}"), "aÄb", '"aÄb"'],
  [withPattern(string, "^.$"), "😀", '"😀"'],
  [withPattern(string, "/"), "a/b", '"a/b"'],
  [withItems(setOf(u8), 0, 1), new Set([1]), "[1]"],
  [withItems(mapOf(string, u8), 1, 1), new Map([["a", 1]]), '{"a":1}'],
];
for (const [codec, value, json] of accepted) {
  test(`${codec.expected} takes ${json}`, () => {
    assert.is(encode(codec, value), json);
    assert.equal(decode<unknown>(codec, json), { value });
  });
}

const refused: readonly (readonly [codec: Codec<unknown>, value: unknown, json: string, message: string])[] = [
  [title, "a", '"a"', 'value: expected string of 2 to 3 characters, found string "a"'],
  [title, "😀", '"😀"', 'value: expected string of 2 to 3 characters, found string "😀"'],
  [title, "abcd", '"abcd"', 'value: expected string of 2 to 3 characters, found string "abcd"'],
  [withLength(string, 1, 1), "", '""', 'value: expected string of exactly 1 character, found string ""'],
  [withPattern(string, "^[a-z]+$"), "a1", '"a1"', 'value: expected string matching /^[a-z]+$/, found string "a1"'],
  [withPattern(title, "^a"), "a", '"a"', 'value: expected string of 2 to 3 characters, found string "a"'],
  [withByteLength(bytes, 1, 2), new Uint8Array(), "[]", "value: expected bytes of length 1 to 2, found list of 0"],
  [withRange(u8, 1, 5), 0, "0", "value: expected u8 from 1 to 5, found number 0"],
  [withRange(s64, -5n, 5n), 6n, "6", "value: expected s64 from -5 to 5, found number 6"],
  [withRange(f64, 0, 0.5), 0.75, "0.75", "value: expected f64 from 0 to 0.5, found number 0.75"],
  [withItems(listOf(u8), 1, 2), [], "[]", "value: expected list<u8> of 1 to 2 items, found list of 0"],
];
for (const [codec, value, json, message] of refused) {
  test(`${codec.expected} refuses ${json}`, () => {
    assert.equal(decode(codec, json), { problems: [message] });
    // Bytes are no list in TypeScript.
    assert.is(encode(codec, value).replace("found 0 bytes", "found list of 0").replace("found object", "found list of 0"), message);
  });
}

test("what is wrong with the type is said alone", () => {
  assert.equal(decode(title, "1"), { problems: ["value: expected string, found number 1"] });
  assert.equal(decode(withItems(listOf(u8), 5, 9), "[-1]"), { problems: ["[0]: expected u8, found number -1"] });
});

test("texts of paths and queries are constrained too", () => {
  assert.equal(decodeText(title, "ab"), { value: "ab" });
  assert.equal(decodeText(title, "a"), { problems: ['value: expected string of 2 to 3 characters, found string "a"'] });
  const small = withRange(u8, 1, 5);
  assert.equal(decodeText(small, "9"), { problems: ['value: expected u8 from 1 to 5, found string "9"'] });
  assert.equal(decodeText(small, "x"), { problems: ['value: expected u8, found string "x"'] });
  assert.equal(decode(mapOf(small, u8), '{"9":1}'), {
    problems: ['9: expected u8 from 1 to 5, found string "9"'],
  });
});

test.run();
