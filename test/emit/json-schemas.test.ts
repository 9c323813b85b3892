import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emitManifest } from "../../compiler/emit/manifest.js";
import { repositoryFolder } from "../support/golden.js";
import { exampleCases, goldenCases } from "./schemas.js";

const test = suite("JSON schemas");

const cases = [...goldenCases(), ...exampleCases()];

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
    for (const { text } of emitManifest(model)) assert.is(validate("manifest.schema.json", JSON.parse(text)), "");
  });
}

test("the model is closed: what the schema does not know is refused", () => {
  const [first] = cases;
  assert.ok(first);
  const model = JSON.parse(JSON.stringify(first.model));
  assert.match(validate("model.schema.json", { ...model, extra: 1 }), "must NOT have additional properties");
  model.types[0].extra = 1;
  assert.not.equal(validate("model.schema.json", model), "");
});

test.run();
