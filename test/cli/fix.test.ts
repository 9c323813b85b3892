/** `hproc check --fix`: what it writes, says and leaves alone. */

import { lstat, readFile, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fixSchema } from "../../compiler/cli/fix-schema.js";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.js";
import { checkSchema } from "../../compiler/pipeline.js";
import { nodeHost } from "../../compiler/project/node-host.js";
import { withFiles } from "../component/temporary-project.js";
import { schema } from "./counter-project.js";
import { runHere } from "./run-here.js";

const test = suite("check --fix");

const withSemicolons = schema.replace("u64 }", "u64; }").replace("add(amount: u64)", "add(amount: u64;)");

test("repairs what needs no decision, and tells what is left", async () => {
  const text = withSemicolons.replace("-> u64\n}", "-> Sum\n}");
  await withFiles({ "counter.hproc": text }, async (folder) => {
    const before = await run(folder);
    assert.is(before.code, 1);
    assert.match(before.stderr, /\n3 errors; `hproc check --fix` repairs 2\n$/);
    assert.is(await readFile(join(folder, "counter.hproc"), "utf8"), text);

    assert.equal(await run(folder, "--fix"), {
      code: 1,
      stdout: "counter.hproc: 2 mistakes repaired\n",
      stderr: `error name/unknown-type: no type is named \`Sum\`
 --> counter.hproc:9:46
  |
9 |   http POST "/api/total" add(amount: u64) -> Sum
  |                                              ^^^
  |
  = help: declare it, or take it from another file with \`use { … } from "./….hproc"\`

1 error
`,
    });
  });
});

test("a schema that is right then is exit code 0, and one that was right is not touched", async () => {
  await withFiles({ "counter.hproc": withSemicolons }, async (folder) => {
    const path = join(folder, "counter.hproc");
    assert.equal(await run(folder, "--fix"), {
      code: 0,
      stdout: "counter.hproc: 2 mistakes repaired\ncounter.hproc: no errors\n",
      stderr: "",
    });
    assert.is(await readFile(path, "utf8"), schema);
    const { mtimeMs } = await stat(path);
    assert.equal(await run(folder, "--fix"), { code: 0, stdout: "counter.hproc: no errors\n", stderr: "" });
    assert.is((await stat(path)).mtimeMs, mtimeMs);
  });
});

test("behind a link the schema itself is written, and the link stays", async () => {
  await withFiles({ "real/counter.hproc": withSemicolons, "linked/.keep": "" }, async (folder) => {
    const link = join(folder, "linked/counter.hproc");
    await symlink(join(folder, "real/counter.hproc"), link);
    assert.is((await run(join(folder, "linked"), "--fix")).code, 0);
    assert.ok((await lstat(link)).isSymbolicLink());
    assert.is(await readFile(join(folder, "real/counter.hproc"), "utf8"), schema);
  });
});

test("a text that can be read at last is written, even if more is found in it then", async () => {
  const text = "package a:b.os@0.1.0\nrecord A {\n  x: Foo;\n  y: Bar\n}\n";
  await withFiles({ "a.hproc": text }, async (folder) => {
    const { stdout, stderr } = await run(folder, "--fix");
    assert.is(stdout, "a.hproc: 1 mistake repaired\n");
    assert.equal(stderr.match(/^error [^:]*/gm), ["error name/unknown-type", "error name/unknown-type"]);
    assert.is(await readFile(join(folder, "a.hproc"), "utf8"), text.replace(";", ""));
  });
});

test("repairs that would make more errors are refused", async () => {
  await withFiles({ "counter.hproc": withSemicolons }, async (folder) => {
    const location = { folder, fileName: "counter.hproc", displayPath: "x/counter.hproc" };
    const found = await checkSchema(location, nodeHost);
    // As a rule would offer it that is wrong about its fix.
    const start = withSemicolons.indexOf("total()");
    const fixes = [{ title: "Break it", edits: [{ span: { start, end: start + 7 }, newText: "total(;)" }] }];
    const diagnostics = found.diagnostics.map((each): Diagnostic => ({ ...each, fixes }));
    const errors: string[] = [];
    const output = { ...silent, error: (text: string) => void errors.push(text) };
    const result = await fixSchema(location, { ...found, diagnostics }, { host: nodeHost, output });
    assert.is(result.diagnostics, diagnostics);
    assert.equal(errors, ["hproc: the repairs would lead to more errors, so nothing was written; please report it"]);
    assert.is(await readFile(join(folder, "counter.hproc"), "utf8"), withSemicolons);
  });
});

test.run();

const silent = {
  line() {},
  data() {},
  isTerminal: false,
  clear() {},
  error() {},
  diagnostics() {},
  progress() {},
  end() {},
  unread: new AbortController().signal,
};

/** As if the user stood in the folder. */
async function run(folder: string, ...options: readonly string[]) {
  const { code, stdout, stderr } = await runHere("check", folder, ...options);
  const short = (text: string): string => text.replaceAll(`${folder}/`, "");
  return { code, stdout: short(stdout), stderr: short(stderr) };
}
