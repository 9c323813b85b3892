/** The plugin as users of prettier have it, and what a project may choose. */

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { check, format, formatWithCursor, getFileInfo } from "prettier";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatSchema } from "../../compiler/format/format.js";
import { withFiles } from "../component/temporary-project.js";
import { repositoryFolder } from "../support/golden.js";

const test = suite("format: prettier");

const pluginPath = join(repositoryFolder, "dist/compiler/format/prettier.js");
// By a variable, so that it is found at run time as other programs find it.
const pluginName = "hproc/prettier";

const before = `record A{ a:u8 // a
}
process P{local a(a:u8,b:u8) -> result<map<string,u8>,string>}`;
const after = `record A {
  a: u8 // a
}

process P {
  local  a(a: u8, b: u8) -> result<map<string, u8>, string>
}
`;

test("prettier finds the plugin by its name, and a schema by the end of its file's name", async () => {
  const plugin = await import(pluginName);
  assert.is(await format(before, { filepath: "a.hproc", plugins: [plugin] }), after);
  assert.is(await format(before, { parser: "hproc", plugins: [pluginPath] }), after);
  assert.equal(await getFileInfo("a.hproc", { plugins: [plugin] }), { ignored: false, inferredParser: "hproc" });
  assert.is(await check(after, { filepath: "a.hproc", plugins: [plugin] }), true);
});

test("prettier's program formats schemas, and those within Markdown", async () => {
  const files = { "a.hproc": before, "a.md": `Text\n\n\`\`\`hproc\n${before}\n\`\`\`\n` };
  await withFiles(files, async (folder) => {
    const program = join(repositoryFolder, "node_modules/prettier/bin/prettier.cjs");
    const run = (...words: readonly string[]) =>
      promisify(execFile)(process.execPath, [program, "--plugin", pluginPath, ...words], { cwd: folder });
    assert.is((await run("a.hproc")).stdout, after);
    const { stdout, stderr } = await run("a.hproc", "--debug-check");
    assert.equal([stdout, stderr], ["a.hproc\n", ""]);
    assert.is((await run("a.md")).stdout, `Text\n\n\`\`\`hproc\n${after}\`\`\`\n`);
  });
});

test("the cursor stays where it is", async () => {
  const plugins = [await import(pluginName)];
  // Within a word: prettier finds the place by comparing the texts.
  for (const word of ["8 // a", "ecord A", "esult<map"]) {
    const cursor = { parser: "hproc", plugins, cursorOffset: before.indexOf(word) };
    const { formatted, cursorOffset } = await formatWithCursor(before, cursor);
    assert.equal([formatted, cursorOffset], [after, after.indexOf(word)]);
  }
});

test("an error has our message, its place, and prettier's frame", async () => {
  const text = "package a:b@0.1.0\n\nrecord A { a = u8 }\n";
  const error: unknown = await format(text, { parser: "hproc", plugins: [await import(pluginName)] }).catch(
    (thrown: unknown) => thrown,
  );
  assert.instance(error, SyntaxError);
  const { message, loc } = error as SyntaxError & { readonly loc: unknown };
  assert.equal(loc, { start: { line: 3, column: 14 }, end: { line: 3, column: 15 } });
  assert.is(
    message.replace(/\u001b\[\d+m/g, ""),
    `expected \`:\`, found \`=\`; a \`:\` stands between a name and its type (3:14)
  1 | package a:b@0.1.0
  2 |
> 3 | record A { a = u8 }
    |              ^
  4 |`,
  );
});

test("line ends, tabs, widths and a byte order mark", async () => {
  const text = "\uFEFFrecord A { // 名前\r\n a: u8\r\n\r\n\r\n b: u8 /* x\r\n y */ }\r\nenum B { One, Two }\r\n";
  const lines = (indent: string, lineEnd: string): string =>
    [
      "record A { // 名前",
      `${indent}a: u8`,
      "",
      `${indent}b: u8 /* x`,
      " y */",
      "}",
      "",
      "enum B { One, Two }",
      "",
    ].join(lineEnd);
  const styles = [
    [{}, lines("  ", "\n")],
    [{ useTabs: true, endOfLine: "crlf" }, lines("\t", "\r\n")],
    [{ tabWidth: 4, endOfLine: "auto" }, lines("    ", "\r\n")],
    [{ endOfLine: "lf", printWidth: 19 }, lines("  ", "\n")],
    [{ printWidth: 18 }, lines("  ", "\n").replace("{ One, Two }", "{\n  One\n  Two\n}")],
  ] as const;
  for (const [style, expected] of styles) {
    assert.is(await formatSchema(text, style), expected);
    assert.is(await formatSchema(expected, style), expected);
  }
});

test("with tabs, names of handlers still stand in one column", async () => {
  const text = 'process P {\n local a()\n http GET, POST, PUT, DELETE "/a" b()\n http GET c()\n}\n';
  assert.is(
    await formatSchema(text, { useTabs: true }),
    'process P {\n\tlocal     a()\n\thttp GET, POST, PUT, DELETE "/a"\n\t          b()\n\thttp GET  c()\n}\n',
  );
});

test("nothing stays nothing", async () => {
  for (const text of ["", "\n", " \n\t\n", "\uFEFF", "\uFEFF\r\n"]) assert.is(await formatSchema(text), "");
});

test.run();
