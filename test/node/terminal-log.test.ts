/** What the node has printed, in files. */

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { TerminalLog } from "../../runtime/node/terminal-log.js";

interface Context {
  folder: string;
  stopped: string[];
}

const test = suite<Context>("what the node has printed");

test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "hproc-terminal-"));
  context.stopped = [];
});
test.after.each(({ folder }) => rm(folder, { recursive: true, force: true }));

const start = Date.UTC(2026, 0, 2, 3, 4, 5);

test("each line with its time, in a file named after the first one's", async ({ folder, stopped }) => {
  let nowMs = start;
  const log = new TerminalLog({ folder: join(folder, "logs"), now: () => nowMs, onStopped: (reason) => stopped.push(reason) });
  log.write("one\n  and more");
  nowMs += 60_000;
  log.write("two é");
  await log.close();
  log.write("three");
  assert.equal(await readdir(join(folder, "logs")), ["2026-01-02-03:04:05.log"]);
  assert.is(
    await readFile(join(folder, "logs/2026-01-02-03:04:05.log"), "utf8"),
    "[Fri, 02 Jan 2026 03:04:05 +0000] one\n  and more\n[Fri, 02 Jan 2026 03:05:05 +0000] two é\n",
  );
  assert.equal(stopped, []);
});

test("at most four files, the oldest go, and what is none of them stays", async ({ folder, stopped }) => {
  await writeFile(join(folder, "mine.log"), "");
  await writeFile(join(folder, "2025-01-01-00:00:00.log"), "old");
  for (let second = 0; second < 6; second++) {
    const now = (): number => start + second * 1000;
    const log = new TerminalLog({ folder, now, maxFileBytes: 10, onStopped: (reason) => stopped.push(reason) });
    log.write("a line of more than ten bytes");
    await log.close();
  }
  const expected = ["07", "08", "09", "10"].map((second) => `2026-01-02-03:04:${second}.log`);
  assert.equal((await readdir(folder)).sort(), [...expected, "mine.log"].sort());
  assert.equal(stopped, []);
});

test("a full file is followed by another", async ({ folder, stopped }) => {
  let nowMs = start;
  const log = new TerminalLog({ folder, now: () => nowMs, maxFileBytes: 10, onStopped: (reason) => stopped.push(reason) });
  for (let time = 0; time < 3; time++) {
    log.write(`line ${time}`);
    // One write each.
    await new Promise((resolve) => setTimeout(resolve, 100));
    nowMs += 1000;
  }
  await log.close();
  assert.is((await readdir(folder)).length, 3);
});

test("a folder that cannot be made is told once, and stops nothing", async ({ folder, stopped }) => {
  await writeFile(join(folder, "file"), "");
  const log = new TerminalLog({ folder: join(folder, "file/logs"), now: () => start, onStopped: (reason) => stopped.push(reason) });
  log.write("one");
  await log.close();
  log.write("two");
  await log.close();
  assert.is(stopped.length, 1);
  assert.match(stopped[0] ?? "", /ENOTDIR/);
});

test.run();
