/** `hproc build` and `hproc dev --component`: real components from the command line. */

import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { engineNames, type EngineName } from "../../compiler/model/engine.js";
import { withFiles } from "../component/temporary-project.js";
import { readFolder } from "../support/golden.js";
import { handlers, project, schema } from "./counter-project.js";
import { hproc, startHproc } from "./run-hproc.js";

const test = suite("build");

const failing = `    function six(): never {
      throw new RangeError("six", { cause: new TypeError("why") });
    }
    if (state.total === 6n) six();
    return state.total;`;

for (const engine of engineNames) testEngine(engine);

function testEngine(engine: EngineName): void {
  test(`${engine}: builds a component with its files and the package of them, takes it from the cache the next time, and runs it`, async () => {
    const files = {
      ...project,
      "counter.hproc": schema.replace("state {", `ui "./site"\n  engine ${engine}\n  state {`),
      "site/index.html": "<p>hello",
      "counter.ts": handlers.replace("    return state.total;", failing),
    };
    await withFiles(files, async (folder) => {
      const first = await hproc(folder, "build");
      assert.equal([first.code, first.stderr], [0, ""]);
      assert.match(
        first.stdout,
        /\npkg\/counter\.wasm: \d+\.\d\d MB, \w+, built in \d+\.\d s\ntarget\/counter:template\.os\.zip: 4 files, (?:\d\.\d\d MB|\d+ kB), sha256 [0-9a-f]{64}\n$/,
      );
      const packaged = readFolder(join(folder, "pkg")).map(({ path }) => path);
      assert.equal(packaged, ["api.zip", "counter.wasm", "manifest.json", "site/index.html"]);

      const built = await stat(join(folder, "pkg/counter.wasm"));
      const second = await hproc(folder, "build");
      assert.match(second.stdout, /\npkg\/counter\.wasm: \d+\.\d\d MB, \w+, from the cache in \d+\.\d s\n/);
      assert.match(`${first.stdout}${second.stdout}`, ` MB, ${engine}, from`);
      assert.is(second.stdout.split("\n").at(-2), first.stdout.split("\n").at(-2));
      assert.equal((await hproc(folder, "pack", "--check")).stderr, "");
      assert.is((await stat(join(folder, "pkg/counter.wasm"))).mtimeMs, built.mtimeMs);

      const dev = startHproc(folder, ["dev", "--component", "--port", "0"]);
      const url = /curl (\S+)/.exec(await dev.printed("Ctrl-C stops the node"))?.[1] ?? "";
      assert.is(await (await fetch(url, { method: "POST", body: "5" })).text(), "5");
      assert.is(await (await fetch(url)).text(), "5");

      // What the log says of an error is said in the author's lines, as without WebAssembly.
      assert.is((await fetch(url, { method: "POST", body: "1" })).status, 200);
      assert.is((await fetch(url)).status, 500);
      const printed = await dev.printed("caused by");
      dev.child.kill("SIGINT");
      const { code, stdout, stderr } = await dev.ended;
      assert.equal([code, stderr], [0, ""]);
      assert.match(
        `${printed}${stdout}`,
        /\(id \w+\) RangeError: six\n {4}at six \(counter\.ts:6\)\n {4}at total \(counter\.ts:8\)\ncaused by TypeError: why\n {4}at six \(counter\.ts:6\)\n/,
      );
    });
  });

  test(`${engine}: Ctrl-C while a component is made ends the program by that signal, with nothing left behind`, async () => {
    await withFiles(project, async (folder) => {
      const temporary = join(folder, "temporary");
      await mkdir(temporary);
      const { child, ended } = startHproc(folder, ["build", "--engine", engine], { TMPDIR: temporary });
      // The engine's own folder: it is at work then.
      while ((await readdir(temporary)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill("SIGINT");
      const { signal, stderr } = await ended;
      assert.equal([signal, stderr], ["SIGINT", ""]);
      assert.equal(await readdir(temporary), []);
      assert.equal(await readdir(join(folder, "pkg")), ["manifest.json"]);
    });
  });
}

test.run();
