/** Realistic mistakes: what is said about each, and the bars that all of them together clear. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { judge, listAreas, readArea, rewriteArea } from "./corpus.js";
import { measure } from "./figures.js";

const areas = listAreas();

if (process.env["HPROC_UPDATE"] === "1") for (const area of areas) await rewriteArea(area);

for (const area of areas) {
  const tests = suite(`corpus/${area}.txt`);
  for (const one of readArea(area)) {
    tests(one.title, async () => {
      const { found, onLine, withCode, fixed } = await judge(one);
      assert.fixture(found.trimEnd(), one.found);
      assert.is(onLine, one.expected.length, "each mistake is found on its line");
      assert.is(withCode, one.expected.length, "each mistake has its code");
      if (fixed !== undefined && one.repaired !== undefined) assert.equal(fixed, one.repaired);
    });
  }
  tests.run();
}

const bars = suite("the corpus as a whole");

bars("clears the bars", async () => {
  const { caseCount, mistakeCount, onLine, onToken, repaired, worstExtra } = await measure(areas);
  assert.ok(caseCount >= 130, `${caseCount} cases`);
  assert.is(onLine, mistakeCount);
  assert.ok(onToken >= 0.95 * mistakeCount, `${onToken} of ${mistakeCount} on the exact token`);
  assert.ok(repaired >= 0.85 * caseCount, `${repaired} of ${caseCount} repaired`);
  assert.ok(worstExtra <= 1, `${worstExtra} errors more than there are mistakes`);
});

bars("no two cases have one title", () => {
  const titles = areas.flatMap(readArea).map(({ title }) => title);
  assert.equal(
    titles.filter((title, index) => titles.indexOf(title) < index),
    [],
  );
});

bars.run();
