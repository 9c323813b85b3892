/** `docs/errors.md` says what `hproc explain` says. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { printErrorsDocument } from "../support/errors-document.js";
import { repositoryFolder } from "../support/golden.js";

const test = suite("docs/errors.md");

const path = join(repositoryFolder, "docs/errors.md");

test("is what `npm run update` makes", async () => {
  const text = await printErrorsDocument();
  if (process.env["HPROC_UPDATE"] === "1") writeFileSync(path, text);
  else assert.fixture(text, readFileSync(path, "utf8"));
});

test.run();
