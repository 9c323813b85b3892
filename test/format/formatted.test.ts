/** Schemas that people look at are formatted. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatSchema } from "../../compiler/format/format.js";
import { readFolder, repositoryFolder } from "../support/golden.js";

const test = suite("format: what is formatted");

const examples = readFolder(join(repositoryFolder, "examples"))
  .filter(({ path }) => path.endsWith(".hproc"))
  .map(({ path, text }) => ({ path: `examples/${path}`, text }));

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...readFolder(join(repositoryFolder, "docs")).map(({ path }) => `docs/${path}`),
]
  .filter((path) => path.endsWith(".md"))
  .flatMap((path) =>
    [...readFileSync(join(repositoryFolder, path), "utf8").matchAll(/^```hproc\n([^]*?)^```$/gm)].map(
      ([, text = ""], index) => ({ path: `${path}: schema ${index + 1}`, text }),
    ),
  );

for (const { path, text } of [...examples, ...documents]) {
  test(path, async () => assert.fixture(await formatSchema(text), text));
}

test.run();
