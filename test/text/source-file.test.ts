/** Lines and columns of offsets. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createSourceFile, lineText, positionAt } from "../../compiler/text/source-file.js";

const tests = suite("source files");

tests("every kind of line end", () => {
  const file = createSourceFile("a.hproc", "one\ntwo\r\nthree\rfour");
  assert.equal([1, 2, 3, 4].map((line) => lineText(file, line)), ["one", "two", "three", "four"]);
  assert.equal(positionAt(file, 0), { line: 1, column: 1 });
  assert.equal(positionAt(file, 3), { line: 1, column: 4 });
  assert.equal(positionAt(file, 4), { line: 2, column: 1 });
  assert.equal(positionAt(file, 9), { line: 3, column: 1 });
  assert.equal(positionAt(file, 15), { line: 4, column: 1 });
  assert.equal(positionAt(file, 100), { line: 4, column: 86 });
});

tests("an empty file has one line", () => {
  const file = createSourceFile("a.hproc", "");
  assert.equal(positionAt(file, 0), { line: 1, column: 1 });
  assert.is(lineText(file, 1), "");
});

tests.run();
