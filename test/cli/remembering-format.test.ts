/** Formatting by pieces gives what formatting as a whole gives, also after changes. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createRememberingFormat } from "../../compiler/cli/remembering-format.js";
import type { OutputFile } from "../../compiler/emit/emitter.js";
import { formatOutputs } from "../../compiler/emit/format.js";
import { emit } from "../../compiler/emit/index.js";
import { compileModel } from "../support/compile.js";
import { goldenFolder, listFolders, readFolder, repositoryFolder } from "../support/golden.js";

const test = suite("remembering format");

const schemas = [
  ...listFolders(goldenFolder).map((name) => join(goldenFolder, name, "input")),
  ...listFolders(join(repositoryFolder, "examples")).map((name) => join(repositoryFolder, "examples", name)),
].flatMap((folder) =>
  readFolder(folder)
    .filter(({ path }) => path.endsWith(".hproc"))
    .map(({ path }) => ({ path, text: readFileSync(join(folder, path), "utf8") }))
    // Those alone that need no other file.
    .filter(({ text }) => !/^use .* from "/m.test(text)),
);

test("every schema there is, one after the other with one memory", async () => {
  assert.ok(schemas.length >= 5);
  const format = createRememberingFormat();
  for (const { path, text } of schemas) {
    // The second with other lines, the third with a type more.
    for (const variant of [text, `\n\n${text}`, `${text}\nenum Added { A, B }\n`]) {
      const emitted = emit(compileModel({ [path]: variant }));
      same(await format(emitted), await formatOutputs(emitted));
    }
  }
});

const texts: readonly (readonly [what: string, text: string])[] = [
  ["an empty file", "\n"],
  ["an empty line in a text", "const a = `one\n\ntwo`;\n\nconst b   = 1;\n"],
  ["an empty line in a comment", "/* one\n\ntwo */\n\nconst b   = 1;\n"],
  ["what looks like a number that changes", '// (a.hproc:12) and schemaHash: "12ab"\nconst a = "(b.hproc:345)";\n'],
  ["our own marks", "// piece\n\nconst a = [\n  {\n    entryOfThisTable: 0,\n  },\n];\n\n// piece\n"],
  [
    "entries within entries",
    "const a = [\n  {\n    b: [\n      {\n        c:   1,\n      },\n    ],\n  },\n  {\n    d:   2,\n  },\n];\n",
  ],
  ["`$` in what is put together", 'const a = [\n  {\n    b: "$& $1 $$",\n  },\n];\n'],
];

for (const [what, text] of texts) {
  test(what, async () => {
    const files = [{ path: "a.ts", text }];
    const format = createRememberingFormat();
    for (let round = 0; round < 2; round++) same(await format(files), await formatOutputs(files));
  });
}

test("other files than TypeScript stay as they are", async () => {
  const files = [{ path: "a.json", text: "{ }" }];
  assert.equal(await createRememberingFormat()(files), files);
});

test.run();

function same(actual: readonly OutputFile[], expected: readonly OutputFile[]): void {
  assert.is(actual.length, expected.length);
  for (const [index, { path, text }] of expected.entries()) {
    assert.is(actual[index]?.path, path);
    assert.fixture(actual[index]?.text ?? "", text, path);
  }
}
