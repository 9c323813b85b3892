/** Generated files that are not formatted again. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createKeptFormat } from "../../compiler/cli/kept-format.js";
import { formatOutputs } from "../../compiler/emit/format.js";
import { withFiles } from "../component/temporary-project.js";

const test = suite("kept format");

const outputs = [
  { path: "a.ts", text: "export const a   = 1;" },
  { path: "b.ts", text: "export const b   = 2;" },
  { path: "c.json", text: "{ }" },
];

/** Formats, and writes what comes of it as a compile does. */
async function compile(folder: string, files = outputs): Promise<readonly string[]> {
  const { format, remember } = createKeptFormat(folder);
  const made = await format(files);
  for (const { path, text } of made) await writeFile(join(folder, path), text);
  await remember();
  return made.map(({ text }) => text);
}

test("what comes is what the formatter gives, the first time and later", () =>
  withFiles({}, async (folder) => {
    const expected = (await formatOutputs(outputs)).map(({ text }) => text);
    assert.equal(await compile(folder), expected);
    assert.equal(await compile(folder), expected);
  }));

test("a file is taken as it is when nothing has changed", () =>
  withFiles({}, async (folder) => {
    await compile(folder);
    // As if the formatter had another opinion: only who does not ask it will find this.
    const path = join(folder, ".hproc/formatted.json");
    const record = JSON.parse(await readFile(path, "utf8"));
    await writeFile(join(folder, "a.ts"), await readFile(join(folder, "b.ts"), "utf8"));
    record["a.ts"].formatted = record["b.ts"].formatted;
    await writeFile(path, JSON.stringify(record));
    assert.equal(await compile(folder), ["export const b = 2;\n", "export const b = 2;\n", "{ }"]);
  }));

for (const [subject, spoil] of [
  ["a file that was changed", (folder: string) => writeFile(join(folder, "a.ts"), "export const a = 3;\n")],
  ["a record that is none", (folder: string) => writeFile(join(folder, ".hproc/formatted.json"), "[null")],
  ["a record of other things", (folder: string) => writeFile(join(folder, ".hproc/formatted.json"), '{ "a.ts": 5, "b.ts": { "emitted": 1 } }')],
] as const) {
  test(`${subject} is not trusted`, () =>
    withFiles({}, async (folder) => {
      const expected = await compile(folder);
      await spoil(folder);
      assert.equal(await compile(folder), expected);
    }));
}

test("what is emitted otherwise is formatted", () =>
  withFiles({}, async (folder) => {
    await compile(folder);
    const changed = outputs.map((file) => (file.path === "a.ts" ? { ...file, text: "export const a  = 9;" } : file));
    assert.equal(await compile(folder, changed), ["export const a = 9;\n", "export const b = 2;\n", "{ }"]);
  }));

test.run();
