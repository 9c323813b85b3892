/** What a build takes out of `pkg/`, and what it leaves there. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { removeLeftBehind } from "../../compiler/cli/left-behind.js";
import { withFiles } from "../component/temporary-project.js";
import { compileModel } from "../support/compile.js";
import { readFolder } from "../support/golden.js";

const test = suite("left behind");

const model = (process: string, ui: string) =>
  compileModel(`package test:template.os@0.1.0\nprocess ${process} { ui "${ui}" local  ping() -> string }\n`.replace('" local', '"\n  local'));

const files = {
  "pkg/manifest.json": "[]",
  "pkg/tally.wasm": "",
  "pkg/to-do.wasm": "",
  "pkg/mine.wasm": "",
  "pkg/ui/index.html": "",
  "pkg/web/dist/index.html": "",
  "pkg/web/mine.txt": "",
  "outside/a": "",
};

test("what was made for an earlier schema goes, and nothing of the author's", async () => {
  await withFiles(files, async (folder) => {
    const paths = () => readFolder(folder).map(({ path }) => path).filter((path) => !path.startsWith(".hproc/"));
    const all = paths();
    await removeLeftBehind(folder, model("ToDo", "./web/dist"));
    assert.equal(paths(), all);
    await removeLeftBehind(folder, model("Tally", "./ui/"));
    assert.equal(paths(), all.filter((path) => !/to-do|dist/.test(path)));
    await removeLeftBehind(folder, model("Tally", "./ui"));
    assert.equal(paths(), all.filter((path) => !/to-do|dist/.test(path)));
  });
});

test("a folder that holds the present one, or lies in it, stays", async () => {
  await withFiles(files, async (folder) => {
    await removeLeftBehind(folder, model("Tally", "./web"));
    await removeLeftBehind(folder, model("Tally", "./web/dist"));
    await removeLeftBehind(folder, model("Tally", "./web"));
    assert.ok(readFolder(folder).some(({ path }) => path === "pkg/web/dist/index.html"));
  });
});

test("a record that somebody has written removes nothing outside", async () => {
  await withFiles(files, async (folder) => {
    const all = readFolder(folder).map(({ path }) => path);
    for (const record of ['["../outside", "/", ".", "", "a/../../outside", 5, null]', "{", "{}", "null"]) {
      await removeLeftBehind(folder, model("Tally", "./ui"));
      await writeFile(join(folder, ".hproc/built.json"), record);
      await removeLeftBehind(folder, model("Tally", "./ui"));
    }
    const left = readFolder(folder).map(({ path }) => path);
    assert.equal(all.filter((path) => !left.includes(path)), []);
  });
});

test.run();
