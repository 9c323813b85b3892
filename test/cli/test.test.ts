/** `hproc test`: the examples' own tests, and what it says when there is nothing to run or something is wrong. */

import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFiles } from "../component/temporary-project.js";
import { createProject } from "../support/project.js";
import { project } from "./counter-project.js";
import { hproc, type Run } from "./run-hproc.js";

const test = suite("hproc test");

const counts = ({ code, stdout }: Run) => ({
  code,
  passed: /^ℹ pass (\d+)$/m.exec(stdout)?.[1],
  failed: /^ℹ fail (\d+)$/m.exec(stdout)?.[1],
});

for (const [example, passed] of [
  ["counter", "3"],
  ["todo", "5"],
  ["async-requester", "3"],
  ["chat", "10"],
  ["ticker", "3"],
] as const) {
  test(`the tests of examples/${example} pass`, async () => {
    const { folder, remove } = await createProject(`examples/${example}`);
    const run = await hproc(folder, "test");
    await remove();
    assert.equal(counts(run), { code: 0, passed, failed: "0" }, `${run.stdout}${run.stderr}`);
  });
}

test("a handler that is wrong fails them, at the line of the test", async () => {
  const { folder, remove } = await createProject("examples/counter");
  const handlers = project["counter.ts"]?.replace("+= amount", "-= amount") ?? "";
  await writeFile(join(folder, "counter.ts"), handlers);
  const run = await hproc(folder, "test");
  await remove();
  assert.equal(counts(run), { code: 1, passed: "0", failed: "3" });
  assert.match(stripVTControlCharacters(run.stdout), "/counter.test.ts:11:10");
});

const own = (text: string) => ({ ...project, "test/own.test.ts": `import { test } from "node:test";\n${text}` });

test("files in folders, what they import, and where they run", () =>
  withFiles({ ...own(`import { two } from "./two.js";\ntest("own", () => { if (two !== 2) throw 1; });`), "test/two.ts": "export const two: number = 2;" }, async (folder) => {
    assert.equal(counts(await hproc(folder, "test")), { code: 0, passed: "1", failed: "0" });
    const { code, stdout, stderr } = await hproc(folder, "test", "--json");
    assert.is(code, 0);
    for (const line of stdout.trimEnd().split("\n")) assert.is(typeof JSON.parse(line), "object");
    assert.match(stderr, /^ℹ pass 1$/m);
  }));

test("a project without tests", () =>
  withFiles(project, async (folder) => {
    const { code, stderr } = await hproc(folder, "test");
    assert.equal([code, stderr], [1, "hproc: no file in . ends in .test.ts\n"]);
  }));

test("a test that is no TypeScript, and one that imports what only handlers may", async () => {
  await withFiles(own("test("), async (folder) => {
    const { code, stderr } = await hproc(folder, "test");
    assert.is(code, 1);
    assert.match(stderr, /^error project\/build: unexpected end of file\n --> test\/own\.test\.ts:2:6$/m);
  });
  await withFiles(own('import "hproc/guest/boot";'), async (folder) => {
    const { code, stderr } = await hproc(folder, "test");
    assert.is(code, 1);
    assert.match(stderr, /`hproc\/guest\/boot` is not for tests; they can import `hproc\/testing`/);
  });
});

test("a schema or handlers with errors: no test runs", () =>
  withFiles({ ...own('test("own", () => {});'), "counter.ts": "export default 1;\n" }, async (folder) => {
    const { code, stdout, stderr } = await hproc(folder, "test");
    assert.is(code, 1);
    assert.match(stderr, "counter.ts:1:");
    assert.not.match(stdout, "ℹ");
    await rm(join(folder, "counter.ts"));
    assert.match((await hproc(folder, "test")).stderr, "project/missing-handlers");
  }));

test.run();
