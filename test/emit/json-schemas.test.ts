/** Documents that are emitted are what their schemas say. That of the model is exact: see model-schema.test.ts. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emitManifest } from "../../compiler/emit/manifest.js";
import { compileModel } from "../support/compile.js";
import { repositoryFolder } from "../support/golden.js";
import { everyConstruct } from "./every-construct.js";
import { exampleCases, goldenCases } from "./schemas.js";

const test = suite("JSON schemas");

const cases = [
  ...goldenCases(),
  ...exampleCases(),
  { name: "every construct", model: compileModel(everyConstruct) },
];

/** The first things that are wrong with a document; empty when it is valid. */
function validate(schemaName: string, document: unknown): string {
  const schema = JSON.parse(readFileSync(join(repositoryFolder, "schemas", schemaName), "utf8"));
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  const isValid = ajv.validate(schema, document);
  return isValid ? "" : ajv.errorsText();
}

for (const { name, model } of cases) {
  test(`${name}: the model is what its schema says`, () => {
    assert.is(validate("model.schema.json", JSON.parse(JSON.stringify(model))), "");
  });

  test(`${name}: the manifest is what nodes read`, () => {
    for (const { text } of emitManifest(model, {})) assert.is(validate("manifest.schema.json", JSON.parse(text)), "");
  });
}

test("hproc.config.json: its schema is one, and takes what the documents show", () => {
  const document = readFileSync(join(repositoryFolder, "docs/packaging.md"), "utf8");
  const shown = /^```json\n([^]*?)^```$/m.exec(document)?.[1] ?? "";
  assert.is(validate("config.schema.json", JSON.parse(shown)), "");
});

test.run();
