import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeUtf8, encodeUtf8 } from "../../runtime/contract/index.js";

const test = suite("UTF-8");

test("text comes back, a byte order mark included", () => {
  for (const text of ["", "abc", "é😀\u0000", "\ufeffa"]) assert.is(decodeUtf8(encodeUtf8(text)), text);
});

test("a lone surrogate becomes the replacement character", () => {
  assert.equal([...encodeUtf8("\ud800")], [0xef, 0xbf, 0xbd]);
});

const malformed: Readonly<Record<string, readonly number[]>> = {
  "a lone continuation": [0x80],
  "an overlong slash": [0xc0, 0xaf],
  "a surrogate": [0xed, 0xa0, 0x80],
  "more than U+10FFFF": [0xf5, 0x80, 0x80, 0x80],
  "the start of a character": [0x61, 0xe2, 0x82],
};
for (const [name, bytes] of Object.entries(malformed)) {
  test(`${name} is no text, and decoding goes on afterwards`, () => {
    assert.is(decodeUtf8(new Uint8Array(bytes)), undefined);
    assert.is(decodeUtf8(new Uint8Array([0x61])), "a");
  });
}

test.run();
