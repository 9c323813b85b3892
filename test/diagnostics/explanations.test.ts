/** Every code is explained, and both examples of every explanation are what they say. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkExample } from "../../compiler/cli/check-example.js";
import { catalogue } from "../../compiler/diagnostics/catalogue.js";
import {
  areas,
  explanations,
  findExplained,
  listExplained,
  typeScriptFamily,
} from "../../compiler/diagnostics/explanations/index.js";

const test = suite("explanations");

test("they have the order of the catalogue, and an area is one block", () => {
  assert.equal(Object.keys(explanations), Object.keys(catalogue));
  const blocks = Object.keys(catalogue)
    .map((code) => code.slice(0, code.indexOf("/")))
    .filter((area, index, list) => area !== list[index - 1]);
  assert.equal(blocks, Object.keys(areas));
});

test("a code of TypeScript is explained as all of them are, and other words are no codes", () => {
  assert.is(findExplained("TS2322")?.code, "TS2322");
  assert.is(findExplained("TS2322")?.explanation, findExplained(typeScriptFamily)?.explanation);
  for (const word of ["", "TS", "TS1a", "route", "route/", "/overlap", "toString", "Route/overlap"]) {
    assert.is(findExplained(word), undefined, word);
  }
});

for (const { code, explanation } of listExplained()) {
  const { kind, title, text, wrong, right } = explanation;

  test(`${code}: the words are in the style of all`, () => {
    assert.match(title, /^(?:[a-z`]|HTTP|WIT|Rust|TypeScript)[^]*[^.\n]$/);
    assert.ok(title.length <= 90, title);
    assert.match(text, /^[A-Z`][^\n]*\.$/);
    for (const part of [title, text]) assert.is((part.split("`").length - 1) % 2, 0, part);
    for (const line of [...Object.values(wrong), ...Object.values(right)]) assert.match(line, /[^\n]\n$/);
  });

  // Those of projects are built, in test/cli/explained-projects.test.ts.
  if (kind === "project") continue;

  // The whole of an excerpt is checked in test/project/load.test.ts.
  if (kind === "schema") {
    test(`${code}: the wrong example gives it and nothing else`, async () => {
      const found = await checkExample(wrong);
      assert.equal([...new Set(found.map((each) => each.code))], [code]);
    });
  }

  test(`${code}: the right example gives nothing`, async () => {
    assert.equal(
      (await checkExample(right)).map(({ message }) => message),
      [],
    );
  });
}

test.run();
