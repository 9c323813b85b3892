/** JSON text with every digit. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatJson } from "../../compiler/text/exact-json.js";

const test = suite("exact JSON");

const values: readonly unknown[] = [
  null, true, 0, -1.5, 1e300, "", 'a "b"\n\u2028', [], {}, [[]], [1, [2, { a: 3 }]], { a: undefined, b: [null] },
  { "": { "__proto__x": {} }, c: "d" },
  { kind: "line", text: "x", nested: [{ deep: { deeper: [1, 2] } }] },
];

test("is that of JSON.stringify where there are no large numbers", () => {
  for (const value of values) {
    assert.is(formatJson(value), JSON.stringify(value));
    assert.is(formatJson(value, 2), JSON.stringify(value, undefined, 2));
  }
});

test("keeps every digit of a bigint", () => {
  assert.is(formatJson({ id: 18446744073709551615n, list: [-1n] }), '{"id":18446744073709551615,"list":[-1]}');
  assert.is(formatJson([2n ** 64n], 2), "[\n  18446744073709551616\n]");
});

test.run();
