/** `hproc pack`: what it makes of a package that is there, and what `--check` finds. */

import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { writeZip } from "../../compiler/pack/write-zip.js";
import { plainProcess } from "../component/component-bytes.js";
import { withFiles } from "../component/temporary-project.js";
import { readFolder } from "../support/golden.js";
import { readJsonLines } from "../support/json-lines.js";
import { schema } from "./counter-project.js";
import { runHere } from "./run-here.js";
import { hproc } from "./run-hproc.js";

const test = suite("pack");

const zipPath = "target/counter:template.os.zip";

/** A project as `hproc build` leaves it, but for the engine's work. */
function withPackage(files: Readonly<Record<string, string>>, use: (folder: string) => Promise<void>): Promise<void> {
  return withFiles({ "counter.hproc": schema, ...files }, async (folder) => {
    assert.is((await runHere("compile", folder)).code, 0);
    await writeFile(join(folder, "pkg/counter.wasm"), plainProcess);
    await use(folder);
  });
}

/** Paths as from the project, and counts of bytes as `<>`. */
async function pack(folder: string, path: string, ...options: readonly string[]) {
  const { code, stdout, stderr } = await runHere("pack", join(folder, path), ...options);
  const shown = (text: string): string => text.replaceAll(`${folder}/`, "").replace(/\d+ kB/g, "<> kB").replace(/[0-9a-f]{64}/g, "<hash>");
  return { code, stdout: shown(stdout), stderr: shown(stderr) };
}

const packed = { code: 0, stdout: `${zipPath}: 3 files, <> kB, sha256 <hash>\n`, stderr: "" };
const checked = { ...packed, stdout: packed.stdout.replace("\n", "; no errors\n") };

test("makes the zip where kit and we look for it, its hash, and the interfaces for others", async () => {
  await withPackage({ "hproc.config.json": '{ "metadata": { "license": "MIT" } }' }, async (folder) => {
    assert.equal(await pack(folder, "."), packed);
    const made = readFolder(folder).map(({ path }) => path).filter((path) => /^(?:target|pkg|metadata)/.test(path));
    assert.equal(made, ["metadata.json", "pkg/api.zip", "pkg/counter.wasm", "pkg/manifest.json", zipPath, "target/counter:template.zip"].sort());
    const zip = await readFile(join(folder, zipPath));
    assert.ok(zip.equals(await readFile(join(folder, "target/counter:template.zip"))));
    const { properties } = JSON.parse(await readFile(join(folder, "metadata.json"), "utf8"));
    assert.is(properties.license, "MIT");
    assert.match((await runHere("pack", "--check", join(folder, zipPath))).stdout, `sha256 ${properties.code_hashes["0.1.0"]}; no errors`);
    for (const path of ["", "counter.hproc", zipPath, "pkg", "target/counter:template.zip"]) {
      const { code, stderr } = await pack(folder, path, "--check");
      assert.equal([path, code, stderr], [path, 0, ""]);
    }
    assert.equal(await pack(folder, "", "--check"), checked);
  });
});

test("one package zipped in two folders at two times is one zip, and zipping again touches nothing", async () => {
  await withPackage({}, async (folder) => {
    await pack(folder, ".");
    const zip = await readFile(join(folder, zipPath));
    const paths = [zipPath, "metadata.json", "pkg/api.zip"];
    const times = async () => Promise.all(paths.map(async (path) => (await stat(join(folder, path))).mtimeMs));
    const before = await times();
    await pack(folder, ".");
    assert.equal(await times(), before);
    await withPackage({}, async (other) => {
      await pack(other, ".");
      assert.ok(zip.equals(await readFile(join(other, zipPath))));
    });
  });
});

test("what is in pkg by hand is packed, but not what systems leave there", async () => {
  await withPackage({ "pkg/ui/index.html": "<p>", "pkg/ui/.well-known/x": "1", "pkg/.DS_Store": "x", "pkg/ui/.a.1.tmp": "x" }, async (folder) => {
    assert.equal(await pack(folder, "."), { ...packed, stdout: packed.stdout.replace("3 files", "5 files") });
  });
});

test("nothing is written of what a node could not install", async () => {
  await withPackage({}, async (folder) => {
    await rm(join(folder, "pkg/counter.wasm"));
    assert.equal(await pack(folder, "."), {
      code: 1,
      stdout: "",
      stderr: `error package: \`manifest.json\` names \`counter.wasm\`, which the package does not have
  = help: \`hproc build\` makes it
`,
    });
    assert.not(readFolder(folder).some(({ path }) => /^(?:target|metadata)/.test(path)));
  });
});

test("without a package there is nothing to pack, and nothing to check", async () => {
  await withFiles({ "counter.hproc": schema }, async (folder) => {
    assert.equal(await pack(folder, "counter.hproc"), {
      code: 2,
      stdout: "",
      stderr: "hproc: there is nothing to pack beside `counter.hproc` yet; `hproc build` makes it\n",
    });
    const missing = { code: 1, stdout: "", stderr: "error package: there is no folder `pkg`\n  = help: `hproc build` makes it\n" };
    assert.equal(await pack(folder, "counter.hproc", "--check"), missing);
    assert.is((await pack(folder, "none.zip", "--check")).stderr, "hproc: there is no file `none.zip`\n");
    assert.is((await pack(folder, "none.zip", "--check")).code, 2);
  });
});

test("--check of a project: a package that is not that of the schema, of pkg, of the hash", async () => {
  await withPackage({}, async (folder) => {
    const check = async () => (await pack(folder, "counter.hproc", "--check")).stderr;
    assert.is(await check(), `error package: there is no \`${zipPath}\`\n  = help: \`hproc build\` makes it\n`);
    await pack(folder, ".");
    assert.is(await check(), "");
    const metadata = await readFile(join(folder, "metadata.json"), "utf8");
    await writeFile(join(folder, "metadata.json"), metadata.replace(/[0-9a-f]{64}/, "0".repeat(64)));
    assert.is(
      await check(),
      `error package: \`metadata.json\` has \`<hash>\` as hash of the version 0.1.0; that of the zip is \`<hash>\`
  = help: run \`hproc pack\`
${zipPath}: 1 error
`,
    );
    await writeFile(join(folder, "metadata.json"), metadata.replace(/"code_hashes": \{[^}]*\}/, '"code_hashes": {}'));
    assert.match(await check(), "`metadata.json` has no hash of the version 0.1.0; that of the zip is");
    // As kit leaves it until a version is published: nodes take that.
    await writeFile(join(folder, "metadata.json"), metadata.replace(/[0-9a-f]{64}/, ""));
    assert.match(await check(), /^warning package: `metadata\.json` has no hash of the version 0\.1\.0; that of the zip is `<hash>`\n/);
    await writeFile(join(folder, "pkg/extra.txt"), "new");
    assert.is(await check(), `error package: \`${zipPath}\` is not made of what is in \`pkg\` now\n  = help: run \`hproc pack\`\n`);
    await writeFile(join(folder, "counter.hproc"), schema.replace("process Counter", "process Tally"));
    assert.is(await check(), "error package: `pkg/manifest.json` is not that of the schema\n  = help: run `hproc build`\n");
  });
});

test("--check of a project: the page of a `ui`", async () => {
  const withUi = { "counter.hproc": schema.replace("  state", '  ui "./site"\n  state'), "site/index.html": "<p>" };
  await withPackage(withUi, async (folder) => {
    await pack(folder, ".");
    assert.is(
      (await pack(folder, ".", "--check")).stderr,
      `error package: the \`ui\` of Counter has no \`site/index.html\` in the package\n  = help: run \`hproc build\`\n${zipPath}: 1 error\n`,
    );
    await mkdir(join(folder, "pkg/site"));
    await writeFile(join(folder, "pkg/site/index.html"), "<p>");
    await pack(folder, ".");
    assert.is((await pack(folder, ".", "--check")).code, 0);
  });
});

test("--check of a zip of somebody: its manifest with code frames, and paths that lead out", async () => {
  const manifest = '[\n  { "process_name": "a_b", "process_wasm_path": "/a.wasm", "on_exit": "None" }\n]\n';
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  await withFiles({}, async (folder) => {
    await writeFile(join(folder, "a.zip"), writeZip([{ path: "manifest.json", bytes: encode(manifest) }]));
    const { code, stderr } = await pack(folder, "a.zip", "--check");
    assert.is(code, 1);
    assert.match(
      stderr,
      `error config/value: \`[0].process_name\` cannot be \`"a_b"\`
 --> a.zip/manifest.json:2:21
  |
2 |   { "process_name": "a_b", "process_wasm_path": "/a.wasm", "on_exit": "None" }
  |                     ^^^^^
  |
  = help: write a name of a-z, 0-9 and \`-\`
`,
    );
    const zip = Buffer.from(writeZip([{ path: "xx/evil", bytes: encode("1") }])).toString("latin1");
    await writeFile(join(folder, "b.zip"), Buffer.from(zip.replaceAll("xx/", "../"), "latin1"));
    assert.equal(await pack(folder, "b.zip", "--check"), {
      code: 1,
      stdout: "",
      stderr: `error package: \`../\` leads out of the package or in circles
error package: \`../evil\` leads out of the package or in circles
b.zip: 2 errors
`,
    });
  });
});

test("--json: the package in one line, as its schema says", async () => {
  await withPackage({}, async (folder) => {
    const made = await hproc(folder, "pack", "--json");
    const check = await hproc(folder, "pack", "--check", "--json");
    await rm(join(folder, "pkg/api.zip"));
    const failing = await hproc(folder, "pack", "--check", "--json");
    assert.equal([made.code, check.code, failing.code], [0, 0, 1]);
    const [line] = readJsonLines(made.stdout);
    assert.equal([line?.["kind"], line?.["path"], line?.["files"], line?.["ok"]], ["package", zipPath, 3, true]);
    assert.equal(readJsonLines(check.stdout), [line]);
    assert.equal(readJsonLines(failing.stdout).map(({ kind }) => kind), ["error"]);
  });
});

test.run();
