/** `hproc check` and `hproc compile`: what they print, write and leave alone. */

import { mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFiles } from "../component/temporary-project.js";
import { readFolder } from "../support/golden.js";
import { project, schema } from "./counter-project.js";
import { runHere } from "./run-here.js";
import { hproc, startHproc } from "./run-hproc.js";

const test = suite("compile");

const broken = schema.replace("total() -> u64", "total() -> u63").replace("amount: u64", "amount: Amount");

const frames = `error name/unknown-type: no type is named \`u63\`
 --> counter.hproc:8:37
  |
8 |   http GET "/api/total"  total() -> u63
  |                                     ^^^
  |
  = help: did you mean \`u64\`?

error name/unknown-type: no type is named \`Amount\`
 --> counter.hproc:9:38
  |
9 |   http POST "/api/total" add(amount: Amount) -> u64
  |                                      ^^^^^^

2 errors
`;

const outputs = [
  "api/counter-template-dot-os-v0.wit",
  "api/counter.wit",
  "api/types-counter-template-dot-os-v0.wit",
  "generated/codecs.ts",
  "generated/counter.main.ts",
  "generated/counter.table.ts",
  "generated/counter.ts",
  "generated/types.ts",
  "pkg/manifest.json",
];

test("check reports a schema without errors, and writes nothing", async () => {
  await withFiles(project, async (folder) => {
    assert.equal(await run(folder, "check"), { code: 0, stdout: "counter.hproc: no errors\n", stderr: "" });
    assert.equal(paths(folder), ["counter.hproc", "counter.ts"]);
  });
});

test("check shows every error with its place as the user named the file", async () => {
  await withFiles({ "a/counter.hproc": broken }, async (folder) => {
    const expected = { code: 1, stdout: "", stderr: frames.replaceAll("counter.hproc", "a/counter.hproc") };
    assert.equal(await run(folder, "check", "a"), expected);
    assert.equal(await run(folder, "check", "a/counter.hproc"), expected);
  });
});

test("warnings are shown, and are no errors", async () => {
  await withFiles({ "counter.hproc": `${schema}\nenum Unused { A }\n` }, async (folder) => {
    const { code, stdout, stderr } = await run(folder, "check");
    assert.equal([code, stdout], [0, "counter.hproc: no errors\n"]);
    assert.match(stderr, /^warning [a-z]+\/[a-z-]+: [^]*\n\n1 warning\n$/);
  });
});

test("compile writes all outputs, and nothing the second time", async () => {
  await withFiles(project, async (folder) => {
    const first = await run(folder, "compile");
    assert.equal([first.code, first.stderr], [0, ""]);
    assert.match(first.stdout, /^compiled counter\.hproc: 9 files, 9 changed, \d+ ms\n$/);
    assert.equal(paths(folder), [...outputs, "counter.hproc", "counter.ts"].sort());

    const before = await modified(folder);
    const second = await run(folder, "compile", "counter.hproc");
    assert.match(second.stdout, /^compiled counter\.hproc: 9 files, none changed, \d+ ms\n$/);
    assert.equal(await modified(folder), before);
  });
});

test("a schema with errors leaves the outputs of an earlier run byte for byte", async () => {
  await withFiles(project, async (folder) => {
    await run(folder, "compile");
    await writeFile(join(folder, "counter.hproc"), broken);
    const before = await modified(folder);
    const files = readFolder(folder);
    assert.equal(await run(folder, "compile"), { code: 1, stdout: "", stderr: frames });
    assert.equal(readFolder(folder), files);
    assert.equal(await modified(folder), before);
  });
});

test("outputs that a changed schema no longer has are removed, and nothing else", async () => {
  await withFiles({ ...project, "generated/mine.ts": "export {};\n" }, async (folder) => {
    await run(folder, "compile");
    await writeFile(join(folder, "counter.hproc"), schema.replace("process Counter", "process Tally"));
    const { stdout } = await run(folder, "compile");
    assert.match(stdout, /^compiled counter\.hproc: 9 files, 7 changed, 4 removed, \d+ ms\n$/);
    const renamed = outputs.map((path) => path.replace(/counter(?=\.)/, "tally"));
    assert.equal(paths(folder), [...renamed, "counter.hproc", "counter.ts", "generated/mine.ts"].sort());
  });
});

test("with --json every line is a JSON object on stdout", async () => {
  await withFiles({ "good/counter.hproc": schema, "bad/counter.hproc": broken }, async (folder) => {
    const [good, bad] = await Promise.all([
      hproc(folder, "compile", "good", "--json"),
      hproc(folder, "check", "bad", "--json"),
    ]);
    assert.equal([good.code, good.stderr], [0, ""]);
    assert.equal(Object.keys(JSON.parse(good.stdout)), ["kind", "text"]);
    assert.equal([bad.code, bad.stderr], [1, ""]);
    const found = bad.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.equal(
      found.map(({ code, severity, file, start, help }) => [code, severity, file, start.line, start.column, help]),
      [
        ["name/unknown-type", "error", "bad/counter.hproc", 8, 37, "did you mean `u64`?"],
        ["name/unknown-type", "error", "bad/counter.hproc", 9, 38, null],
      ],
    );
  });
});

test("the program prints code frames on stderr, without colour where nobody looks", async () => {
  await withFiles({ "counter.hproc": broken }, async (folder) => {
    assert.equal(await hproc(folder, "check"), { code: 1, signal: null, stdout: "", stderr: frames });
  });
});

test("a link to a schema is a schema; what it generates lies beside the link", async () => {
  await withFiles({ "real/counter.hproc": schema, "linked/.keep": "" }, async (folder) => {
    await symlink(join(folder, "real/counter.hproc"), join(folder, "linked/counter.hproc"));
    const { code, stdout } = await run(folder, "compile", "linked");
    assert.is(code, 0);
    assert.match(stdout, "compiled linked/counter.hproc: 9 files");
    assert.equal(paths(join(folder, "real")), ["counter.hproc"]);
  });
});

test("what the system refuses is told with the path, and is exit code 1", async () => {
  const files = { "file/counter.hproc": schema, "file/generated": "", "folder/counter.hproc": schema };
  await withFiles(files, async (folder) => {
    await mkdir(join(folder, "folder/api/counter.wit"), { recursive: true });
    const [file, directory] = await Promise.all([run(folder, "compile", "file"), run(folder, "compile", "folder")]);
    assert.equal([file.code, directory.code], [1, 1]);
    assert.match(file.stderr, /^hproc: file\/generated: file already exists \(mkdir, EEXIST\)\n$/);
    assert.match(
      directory.stderr,
      /^hproc: folder\/api\/counter\.wit: illegal operation on a directory \(read, EISDIR\)\n$/,
    );
  });
});

test("a reader that goes away, as behind `| head`, changes nothing but what it reads", async () => {
  await withFiles({ "counter.hproc": broken }, async (folder) => {
    const { child, ended } = startHproc(folder, ["check", "--json"]);
    child.stdout?.destroy();
    const { code, stderr } = await ended;
    assert.equal([code, stderr], [1, ""]);
  });
});

test("a schema that vanishes between two runs is a wrong path", async () => {
  await withFiles(project, async (folder) => {
    await rm(join(folder, "counter.hproc"));
    const { code, stderr } = await run(folder, "compile", "counter.hproc");
    assert.equal([code, stderr], [2, "hproc: there is no file or folder `counter.hproc`\n"]);
    assert.is(await readFile(join(folder, "counter.ts"), "utf8"), project["counter.ts"]);
  });
});

test.run();

/** With the folder's own path taken out of what is printed, as if the user stood in it. */
async function run(folder: string, command: string, path = "") {
  const { code, stdout, stderr } = await runHere(command, join(folder, path));
  const short = (text: string): string => text.replaceAll(`${folder}/`, "");
  return { code, stdout: short(stdout), stderr: short(stderr) };
}

function paths(folder: string): readonly string[] {
  return readFolder(folder).map(({ path }) => path);
}

async function modified(folder: string): Promise<Readonly<Record<string, number>>> {
  const entries = paths(folder).map(async (path) => [path, (await stat(join(folder, path))).mtimeMs] as const);
  return Object.fromEntries(await Promise.all(entries));
}
