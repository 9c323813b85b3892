/** `metadata.json`: what is made of nothing, and what is left of an author's own. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { writeMetadata } from "../../compiler/pack/metadata.js";
import { repositoryFolder } from "../support/golden.js";

const test = suite("metadata.json");

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
  JSON.parse(readFileSync(join(repositoryFolder, "schemas/metadata.schema.json"), "utf8")),
);

const hash = "a".repeat(64);
const schema = { name: "todo", publisher: "template.os", version: "0.2.0", documentation: "Tasks." };

function write(present: string | undefined, metadata = {}): string {
  const text = writeMetadata(present, { package: schema, config: { metadata }, hash });
  assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
  return text;
}

test("of the schema alone: what kit makes for a new package", () => {
  assert.is(
    write(undefined),
    `{
  "name": "todo",
  "description": "Tasks.",
  "image": "",
  "external_url": "",
  "animation_url": "",
  "properties": {
    "package_name": "todo",
    "publisher": "template.os",
    "current_version": "0.2.0",
    "mirrors": [],
    "code_hashes": {
      "0.2.0": "${hash}"
    },
    "wit_version": 1
  }
}
`,
  );
});

test("what is configured has its place in it", () => {
  const { description, image, properties } = JSON.parse(
    write(undefined, { description: "Mine.", image: "https://example.org/a.svg", mirrors: ["a.os"], license: "MIT", dependencies: ["ledger:bob.os"] }),
  );
  assert.equal([description, image], ["Mine.", "https://example.org/a.svg"]);
  assert.equal(Object.keys(properties), ["package_name", "publisher", "current_version", "mirrors", "code_hashes", "wit_version", "license", "dependencies"]);
  assert.equal([properties.mirrors, properties.license, properties.dependencies], [["a.os"], "MIT", ["ledger:bob.os"]]);
});

const own = `{
    "name":"todo", "x": [1,   2],
    "description": "By hand.",
    "properties": {
        "code_hashes": { "0.1.0": "${"b".repeat(64)}" },
        "mirrors": ["mine.os"],
        "package_name": "todo",
        "publisher": "template.os",
        "current_version": "0.1.0"
    }
}`;

test("an author's file keeps its layout where nothing is added, its order, its other members, and the hashes of other versions", () => {
  const text = write(own);
  assert.is(
    text,
    own
      .replace('{ "0.1.0"', '{\n            "0.1.0"')
      .replace(`"${"b".repeat(64)}" }`, `"${"b".repeat(64)}",\n            "0.2.0": "${hash}"\n        }`)
      .replace('"current_version": "0.1.0"', '"current_version": "0.2.0",\n        "wit_version": 1'),
  );
  // Once more is no change.
  assert.is(write(text), text);
});

test("what is configured goes before what stands in the file", () => {
  const { description, properties, x } = JSON.parse(write(own, { description: "Configured.", mirrors: [] }));
  assert.equal([description, properties.mirrors, x], ["Configured.", [], [1, 2]]);
});

test("what is the same already keeps its layout", () => {
  const spaced = write(own).replace('["mine.os"]', '[ "mine.os"  ]');
  assert.is(write(spaced, { mirrors: ["mine.os"] }), spaced);
});

test("line ends and tabs are those of the file", () => {
  const text = write(own.replaceAll("    ", "\t").replaceAll("\n", "\r\n"));
  assert.match(text, '\r\n\t\t"wit_version": 1\r\n');
  assert.not.match(text, /[^\r]\n/);
});

test.run();
