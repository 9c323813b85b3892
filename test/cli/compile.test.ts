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
  |
  = help: declare it, or take it from another file with \`use { … } from "./….hproc"\`

2 errors; \`hproc check --fix\` repairs 1
`;

const records = ".hproc/outputs.json";
const unknownHelp = 'declare it, or take it from another file with `use { … } from "./….hproc"`';

const outputs = [
  "api/counter-template-dot-os-v0.wit",
  "api/counter.openapi.json",
  "api/counter.wit",
  "api/types-counter-template-dot-os-v0.wit",
  "generated/codecs.ts",
  "generated/counter.client.ts",
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
    assert.match(first.stdout, /^compiled counter\.hproc: 11 files, 11 changed, \d+ ms\n$/);
    assert.equal(paths(folder), [...outputs, records, "counter.hproc", "counter.ts"].sort());

    const before = await modified(folder);
    const second = await run(folder, "compile", "counter.hproc");
    assert.match(second.stdout, /^compiled counter\.hproc: 11 files, none changed, \d+ ms\n$/);
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
    assert.match(stdout, /^compiled counter\.hproc: 11 files, 9 changed, 6 removed, \d+ ms\n$/);
    const renamed = outputs.map((path) => path.replace(/counter(?=\.)/, "tally"));
    assert.equal(paths(folder), [...renamed, records, "counter.hproc", "counter.ts", "generated/mine.ts"].sort());
  });
});

test("compile --check says which outputs are not up to date, and writes nothing", async () => {
  await withFiles(project, async (folder) => {
    const missing = outputs.map((path) => `  missing        ${path}\n`).join("");
    assert.equal(await run(folder, "compile", "", "--check"), {
      code: 1,
      stdout: "",
      stderr: `counter.hproc: 11 outputs are not up to date\n${missing}run \`hproc compile <>\`\n`,
    });
    assert.equal(paths(folder), ["counter.hproc", "counter.ts"]);

    await run(folder, "compile");
    const upToDate = { code: 0, stdout: "counter.hproc: 11 files, all up to date\n", stderr: "" };
    assert.equal(await run(folder, "compile", "counter.hproc", "--check"), upToDate);

    await rm(join(folder, "api/counter.wit"));
    await writeFile(join(folder, "generated/old.ts"), await readFile(join(folder, "generated/types.ts")));
    await writeFile(join(folder, "generated/codecs.ts"), `${await readFile(join(folder, "generated/codecs.ts"))}\n`);
    await writeFile(join(folder, "generated/types.ts"), "mine\n");
    const before = readFolder(folder);
    assert.equal(await run(folder, "compile", "", "--check"), {
      code: 1,
      stdout: "",
      stderr: `counter.hproc: 4 outputs are not up to date
  missing        api/counter.wit
  stale          generated/codecs.ts
  left behind    generated/old.ts
  not from hproc generated/types.ts
run \`hproc compile <>\` once the files that are not from hproc are out of the way
`,
    });
    assert.equal(readFolder(folder), before);
  });
});

test("compile --check shows the errors of a schema as usual", async () => {
  await withFiles({ "counter.hproc": broken }, async (folder) => {
    assert.equal(await run(folder, "compile", "", "--check"), { code: 1, stdout: "", stderr: frames });
  });
});

test("compile --check --json: one line with all lists", async () => {
  await withFiles({ "a b/counter.hproc": schema }, async (folder) => {
    const check = async () => {
      const { code, stdout, stderr } = await hproc(folder, "compile", "a b", "--check", "--json");
      return { code, stderr, ...JSON.parse(stdout) };
    };
    const common = { stderr: "", kind: "outputs", schema: "a b/counter.hproc", files: 11 };
    const none = { missing: [], stale: [], leftBehind: [], foreign: [] };
    const repair = "hproc compile 'a b'";
    assert.equal(await check(), { ...common, code: 1, ok: false, ...none, missing: outputs, repair });
    await hproc(folder, "compile", "a b");
    assert.equal(await check(), { ...common, code: 0, ok: true, ...none, repair: null });
  });
});

test("a file of the author's at the path of an output is named, and nothing is written", async () => {
  const mine = { "generated/types.ts": "export type Mine = 1;\n", "pkg/manifest.json": "[]\n" };
  await withFiles({ ...project, ...mine }, async (folder) => {
    const before = readFolder(folder);
    const refused = {
      code: 1,
      stdout: "",
      stderr: `hproc: \`generated/types.ts\` was not generated by hproc, and would be overwritten
  = help: rename or remove it and compile again
hproc: \`pkg/manifest.json\` is not as hproc has written it, and would be overwritten
  = help: it follows from the schema; write what you have added into hproc.config.json, remove it and compile again
`,
    };
    for (const command of ["compile", "build", "dev"]) assert.equal(await run(folder, command), refused);
    assert.equal(readFolder(folder), before);

    await Promise.all(Object.keys(mine).map((path) => rm(join(folder, path))));
    assert.is((await run(folder, "compile")).code, 0);
  });
});

test("a manifest that was changed by hand is not lost", async () => {
  await withFiles(project, async (folder) => {
    await run(folder, "compile");
    const path = join(folder, "pkg/manifest.json");
    const changed = (await readFile(path, "utf8")).replace('"public": false', '"public": true');
    await writeFile(path, changed);
    assert.match((await run(folder, "compile")).stderr, "`pkg/manifest.json` is not as hproc has written it");
    assert.is(await readFile(path, "utf8"), changed);
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
        ["name/unknown-type", "error", "bad/counter.hproc", 9, 38, unknownHelp],
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
    assert.match(stdout, "compiled linked/counter.hproc: 11 files");
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
async function run(folder: string, command: string, path = "", ...options: readonly string[]) {
  const { code, stdout, stderr } = await runHere(command, join(folder, path), ...options);
  const short = (text: string): string => text.replaceAll(`${folder}/`, "").replaceAll(folder, "<>");
  return { code, stdout: short(stdout), stderr: short(stderr) };
}

function paths(folder: string): readonly string[] {
  return readFolder(folder).map(({ path }) => path);
}

async function modified(folder: string): Promise<Readonly<Record<string, number>>> {
  const entries = paths(folder).map(async (path) => [path, (await stat(join(folder, path))).mtimeMs] as const);
  return Object.fromEntries(await Promise.all(entries));
}
