import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatOutputs } from "../../compiler/emit/format.js";
import { emit } from "../../compiler/emit/index.js";
import { assertGolden, goldenFolder, repositoryFolder, type TextFile } from "../support/golden.js";
import { exampleCases, goldenCases } from "./schemas.js";

const test = suite("emit");

for (const { name, model } of goldenCases()) {
  test(`${name}: all outputs are as expected`, async () => {
    assertGolden(join(goldenFolder, name, "expected"), await formatOutputs(emit(model)));
  });
}

test("the counter example: committed outputs are up to date", async () => {
  const counter = exampleCases().find(({ name }) => name === "counter");
  assert.ok(counter);
  const files = await formatOutputs(emit(counter.model));
  for (const folder of ["generated", "api"]) {
    assertGolden(join(repositoryFolder, "examples/counter", folder), below(folder, files));
  }
});

test("the same model always gives the same bytes", () => {
  for (const { model } of goldenCases()) assert.equal(emit(structuredClone(model)), emit(model));
});

test("a file that is formatted in parts looks as if it were formatted as a whole", async () => {
  for (const { model } of goldenCases()) {
    const outputs = emit(model);
    const whole = await formatOutputs(outputs, Number.POSITIVE_INFINITY);
    for (const length of [1, 700]) assert.equal(await formatOutputs(outputs, length), whole);
  }
});

test.run();

function below(folder: string, files: readonly TextFile[]): readonly TextFile[] {
  const prefix = `${folder}/`;
  return files
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path, text }) => ({ path: path.slice(prefix.length), text }));
}
