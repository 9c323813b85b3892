/** The globals of a process in QuickJS against Node's own, and what becomes of errors that nobody catches. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createProject, root, type Project } from "../../support/project.js";
import { runProject } from "../../support/run-project.js";
import type { LocalNode } from "../../../runtime/node/index.js";

const test = suite("globals in QuickJS");
const folder = "test/guest/quickjs/project";

let project: Project;
let node: LocalNode;
const printed: string[] = [];

const { code } = await transform(await readFile(join(root, folder, "probes.ts"), "utf8"), { loader: "ts" });
const { probes } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { probes: Readonly<Record<string, () => unknown>> };

test.before(async () => {
  project = await createProject(folder);
  node = await runProject(project, "component quickjs", { print: (text) => void printed.push(text) });
});
test.after(async () => {
  await node.stop();
  await project.remove();
});

async function post(path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${node.url}/probe:probe:test.os/${path}`, { method: "POST", body: JSON.stringify(body) });
  assert.is(answer.status, 200);
  return answer.json();
}

for (const [name, probe] of Object.entries(probes)) {
  test(name, async () => {
    const expected: unknown = JSON.parse(JSON.stringify(probe(), (_key, value: unknown) => (value === undefined ? "undefined" : value)));
    assert.equal(JSON.parse(String(await post("probe", name))), expected);
  });
}

test("two starts of one component have different random numbers", async () => {
  const first = await post("random", null);
  await node.stop();
  node = await runProject(project, "component quickjs", { print: (text) => void printed.push(text) });
  const second = await post("random", null);
  assert.ok(Array.isArray(first) && Array.isArray(second) && first[0] !== second[0] && first[1] !== second[1]);
});

const failures: readonly (readonly [how: string, line: RegExp])[] = [
  ["rejection", /error a promise was rejected and nobody handles it RangeError: nobody waits for this\n {4}at probe\.ts:9/],
  ["microtask", /error a callback of queueMicrotask failed Error: of a microtask\n {4}at probe\.ts:14/],
  ["listener", /error a listener of an event failed Error: of a listener\n {4}at probe\.ts:17/],
  ["console", /error of {"the":"console"}/],
];
for (const [how, line] of failures) {
  test(`what nobody catches is in the log with its line, and ends nothing: ${how}`, async () => {
    assert.is(await post("fail", how), null);
    assert.is(await post("probe", "Math.random"), "true");
    assert.match(printed.join("\n"), line);
  });
}

test("what the host does not take is a TypeError, and what can be made of it is taken", async () => {
  const [misuseCount = 0, useCount = 0] = String(await post("misuse", 1000)).split(" ").map(Number);
  const answers: unknown[] = [];
  for (let how = 0; how < misuseCount + useCount; how++) answers.push(await post("misuse", how));
  assert.equal(answers, [...Array.from({ length: misuseCount }, () => "TypeError"), ...Array.from({ length: useCount }, () => "done")]);
  assert.ok(misuseCount > 10 && useCount > 3 && printed.join("\n").includes("half \ufffd of a pair"));
});

test("a promise of the engine's own fails at once", async () => {
  const answer = await fetch(`${node.url}/probe:probe:test.os/fail`, { method: "POST", body: '"native"' });
  assert.is(answer.status, 500);
  assert.match(printed.join("\n"), /this promise is one of the engine, which never settles in a process/);
});

test.run();
