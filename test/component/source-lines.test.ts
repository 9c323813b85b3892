/** The lines of a bundle led back to those of its files, compared with what Node finds. */

import { SourceMap, type SourceMapPayload } from "node:module";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { build } from "esbuild";
import { readLineOrigins } from "../../compiler/component/source-lines.js";

const test = suite("source lines");

const none = { source: -1, line: 0 };

test("segments count from those before, and the last that is not behind the column counts", () => {
  // Columns 0, 4 and 8 of lines 0, 3 and 1 of files 0, 1 and 0; then a line without segments; then column 2 of no file.
  const mappings = "AAAA,ICGA,IDFA;;E";
  assert.equal(readLineOrigins(mappings, [0, 0, 2, 0]), [{ source: 0, line: 0 }, none, none, none]);
  assert.equal(readLineOrigins(mappings, [7, 0, 2, 0])[0], { source: 1, line: 3 });
  assert.equal(readLineOrigins(mappings, [9, 0, 2, 0])[0], { source: 0, line: 1 });
  assert.equal(readLineOrigins("EAAA", [1]), [none]);
  assert.equal(readLineOrigins("AAAA,E", [2]), [none]);
  assert.equal(readLineOrigins("", []), []);
  // 2 ** 14 takes three digits more than its sign's.
  assert.equal(readLineOrigins("AAggCA;AADA", [0, 0]), [{ source: 0, line: 1024 }, { source: 0, line: 1023 }]);
});

test("as Node finds them", async () => {
  const stdin = { contents: 'import { suite } from "uvu"; import * as assert from "uvu/assert"; console.log(suite, assert);', resolveDir: "." };
  const { outputFiles } = await build({ stdin, bundle: true, format: "esm", platform: "node", sourcemap: "external", outfile: "out.js", write: false });
  const text = (suffix: string): string => outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? "";
  const payload: SourceMapPayload = JSON.parse(text(".js.map"));
  const map = new SourceMap(payload);
  const indents = text("out.js").split("\n").map((line) => line.length - line.trimStart().length);
  const expected = indents.map((indent, index) => {
    const entry = map.findEntry(index, indent);
    if (!("originalSource" in entry) || entry.generatedLine !== index || entry.originalSource === undefined) return none;
    return { source: payload.sources.indexOf(entry.originalSource), line: entry.originalLine };
  });
  assert.ok(expected.filter(({ source }) => source >= 0).length > 300);
  assert.equal(readLineOrigins(payload.mappings, indents), expected);
});

test.run();
