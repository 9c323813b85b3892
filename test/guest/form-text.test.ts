/** Forms as texts, against Node's URLSearchParams. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseForm } from "../../runtime/guest/form-text.js";

const test = suite("form text");

for (const text of [
  "",
  "a=1&b=2&a=3",
  "a",
  "=x&&=&a=b=c",
  "a+b=c+%2B",
  "%C3%A4=%F0%9F%98%80",
  "bad=%F6%zz%4&half=%E6%BC",
  "ä=漢",
  "%EF%BB%BFa=1",
  "__proto__=1&constructor=2",
]) {
  test(JSON.stringify(text), () => {
    const node = new URLSearchParams(text);
    const expected = [...new Set(node.keys())].map((name) => [name, node.getAll(name)]);
    assert.equal([...parseForm(text)], expected);
  });
}

test.run();
