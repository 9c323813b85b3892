/** Which known word an unknown one was meant to be. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createSuggest, didYouMean, suggest } from "../../compiler/text/suggest.js";

const tests = suite("suggest");

tests("the nearest word within a slip", () => {
  const words = ["string", "u32", "Task", "list", "option"];
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["strng", "string"],
    ["sting", "string"],
    ["srting", "string"],
    ["String", "string"],
    ["task", "Task"],
    ["u33", "u32"],
    ["lits", "list"],
    ["optional", "option"],
    ["banana", undefined],
    ["ab", undefined],
    ["", undefined],
  ];
  for (const [word, nearest] of rows) assert.is(suggest(word, words), nearest, word);
});

tests("the first of equally near ones", () => {
  assert.is(suggest("u46", ["u16", "u64"]), "u16");
});

tests("no words, no suggestion", () => {
  assert.is(suggest("task", []), undefined);
  assert.is(didYouMean(undefined), undefined);
  assert.is(didYouMean("task"), "did you mean `task`?");
});

tests("after a hundred words of one schema nothing is suggested", () => {
  const suggestOfRun = createSuggest();
  const found = Array.from({ length: 101 }, () => suggestOfRun("strng", ["string"]));
  assert.equal(found, [...Array.from({ length: 100 }, () => "string"), undefined]);
});

tests("long words cost nothing", () => {
  assert.is(suggest("a".repeat(1_000_000), ["a".repeat(999_999)]), undefined);
});

tests.run();
