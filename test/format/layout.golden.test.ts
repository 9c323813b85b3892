/**
 * Texts and how they are laid out. A file holds many cases, each after a line `== <what it shows>`: what is written, and
 * after a line `=>` what becomes of it. Without such a line the text is right already. `npm run update` rewrites what
 * stands after `=>`.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatSchema } from "../../compiler/format/format.js";
import { repositoryFolder } from "../support/golden.js";
import { readCases } from "../support/notation.js";

for (const path of ["format/layout.txt", "format/comments.txt"]) await testLayouts(path);

async function testLayouts(path: string): Promise<void> {
  const cases = readCases(path).map(({ title, text }) => {
    const [before = "", after] = text.split("\n=>\n");
    return { title, before: `${before.trimEnd()}\n`, after: after === undefined ? undefined : `${after}\n` };
  });
  if (process.env["HPROC_UPDATE"] === "1") {
    const updated = cases.map(async ({ title, before }) => {
      const formatted = await formatSchema(before);
      return `== ${title}\n${before}${formatted === before ? "" : `=>\n${formatted}`}`;
    });
    writeFileSync(join(repositoryFolder, "test", path), (await Promise.all(updated)).join("\n"));
    return;
  }
  const test = suite(path);
  for (const { title, before, after = before } of cases) {
    test(title, async () => {
      assert.fixture(await formatSchema(before), after);
      assert.fixture(await formatSchema(after), after);
    });
  }
  test.run();
}
