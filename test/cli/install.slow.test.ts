/** A package with a real component: built, installed on a running node, called, kept over a restart, replaced, removed. */

import type { ChildProcess } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFiles } from "../component/temporary-project.js";
import { handlers, project } from "./counter-project.js";
import { hproc, startHproc } from "./run-hproc.js";

const test = suite("install of components");

const id = "tally:tally:template.os";

const tallySchema = `package tally:template.os@0.1.0

process Tally {
  save every message
  state { total: u64 }
  local  total() -> u64
  local  add(amount: u64) -> u64
}
`;
/** Ended whatever becomes of the test. */
const programs: ChildProcess[] = [];
test.after(() => programs.forEach((child) => child.kill("SIGKILL")));

const tally = handlers.replaceAll("counter", "tally");

test("install, call, restart of the node, call; a new version keeps the state; uninstall", async () => {
  const files = {
    ...Object.fromEntries(Object.entries(project).map(([path, text]) => [`host/${path}`, text])),
    "tally/tally.hproc": tallySchema,
    "tally/tally.ts": tally,
  };
  await withFiles(files, async (folder) => {
    const [host, source] = [join(folder, "host"), join(folder, "tally")];
    await buildPackage(source);
    const first = await startDev(host);
    programs.push(first.child);
    const run = (...words: readonly string[]) => hproc(source, ...words, "--node", first.url);
    const installed = await run("install");
    assert.equal([installed.code, installed.stderr], [0, ""]);
    assert.match(installed.stdout, `installed tally:template.os 0.1.0 on ${first.url}\n  ${first.url}/${id}\n`);
    const added = await run("call", "tally", "add", "5");
    assert.equal([added.stdout, added.stderr], ["5\n", ""]);
    assert.match(
      (await run("view")).stdout,
      /^counter:counter:template\.os  interface\ntally:tally:template\.os      interface\n/,
    );
    assert.match((await run("view", id)).stdout, /^tally\n  add\(amount: u64\) -> u64  local\n/);
    await first.end();

    const second = await startDev(host);
    programs.push(second.child);
    const again = (...words: readonly string[]) => hproc(source, ...words, "--node", second.url);
    assert.is((await again("call", "tally", "total")).stdout, "5\n");

    await writeFile(join(source, "tally.ts"), tally.replace("return state.total;", "return state.total * 100n;"));
    await buildPackage(source);
    assert.is((await again("install")).code, 0);
    assert.is((await again("call", "tally", "total")).stdout, "500\n");

    assert.is((await again("uninstall", "tally:template.os")).code, 0);
    const gone = await again("call", "tally", "total", "--timeout", "1");
    assert.is(gone.code, 1);
    const log = await second.end();
    assert.match(log, "app-store: uninstalled tally:template.os\n");
  });
});

test.run();

async function buildPackage(folder: string): Promise<void> {
  const { code, stderr } = await hproc(folder, "build");
  assert.equal([code, stderr], [0, ""]);
}

async function startDev(folder: string) {
  const program = startHproc(folder, ["dev", "--port", "0"]);
  const printed = await program.printed("Ctrl-C stops the node");
  return {
    child: program.child,
    url: /curl (http:\/\/localhost:\d+)/.exec(printed)?.[1] ?? "",
    async end() {
      program.child.kill("SIGINT");
      const { code, stdout, stderr } = await program.ended;
      assert.equal([code, stderr], [0, ""]);
      return stdout;
    },
  };
}
