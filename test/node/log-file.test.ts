/** The log of a process on a node: a file in the drive of its package, which its manifest gives it the right to write. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createNode } from "../../runtime/node/index.js";
import { createProject } from "../support/project.js";
import { prepareInstallations } from "../support/run-project.js";

interface Line {
  readonly timestamp: string;
  readonly level: string;
  readonly fields: object;
  readonly span: object;
}

const test = suite("the log of a process on a node");

const project = await createProject("test/cases/subject/project");
test.after(() => project.remove());

const home = join(project.folder, ".hproc/node");

/** Runs the process for one request. Returns what the terminal had. */
async function logOnce(): Promise<readonly string[]> {
  const installations = await prepareInstallations(project, "direct", ["absent", "liar"]);
  const printed: string[] = [];
  const node = await createNode({ name: "test.os", home, port: 0, print: (line) => printed.push(line), verbosity: 1 });
  try {
    await node.install(installations);
    const { status } = await fetch(`${node.url}/subject:subject:test.os/api/logged`, { method: "POST", body: "abc" });
    assert.is(status, 200);
    // Nobody waits for the file.
    for (let waitedMs = 0; waitedMs < 5000 && (await readLines()).length < 3 * (runCount + 1); waitedMs += 10) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    runCount++;
    return printed;
  } finally {
    await node.stop();
  }
}

let runCount = 0;

async function readLines(): Promise<readonly Line[]> {
  const text = await readFile(join(home, "vfs/subject:test.os/log/subject.log"), "utf8").catch(() => "");
  return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Line);
}

test("lines up to `info` are in it, and those of a later start behind them", async () => {
  assert.equal(await logOnce(), [
    'subject:test.os: error [#1 POST /api/logged] before the body is read {"level":"error"}',
    'subject:test.os: warn [#1 POST /api/logged] before the body is read {"level":"warn"}',
  ]);
  await logOnce();
  const span = { name: "request", id: 1, kind: "http", method: "POST", path: "/api/logged", handler: "LogThenRead" };
  const once = ["error", "warn", "info"].map((level) => ({
    level: level.toUpperCase(),
    fields: { message: "before the body is read", level },
    span,
  }));
  assert.equal((await readLines()).map(({ level, fields, span }) => ({ level, fields, span })), [...once, ...once]);
});

test("what the node has printed, with all levels, is kept too", async () => {
  const folder = join(home, ".terminal_logs");
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
  assert.match(texts.join(""), /^\[\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000\] subject:test\.os: debug \[#1 POST \/api\/logged\] before/m);
  assert.match(texts.join(""), /subject:test\.os: debug \[#1 POST \/api\/logged\] LogThenRead: 200 in \d+\.\d ms\n/);
});

test.run();
