/** `hproc dev` while files are saved: what runs afterwards, with which state, and what is said about it. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFiles } from "../component/temporary-project.js";
import { handlers, project, schema } from "./counter-project.js";
import { startHproc } from "./run-hproc.js";

const test = suite("reload");

const doubling = handlers.replace("return state.total;", "return state.total * 2n;");

test("a saved handler answers from then on, with the state of before", async () => {
  await withFiles(project, async (folder) => {
    const dev = await startDev(folder);
    await post(dev.url, "5");
    await save(folder, "counter.ts", doubling);
    await dev.printed("reloaded Counter, ");
    assert.is(await get(dev.url), "10");
    await post(dev.url, "1");
    assert.is(await get(dev.url), "12");
    await save(folder, "counter.ts", handlers);
    await dev.saw(/reloaded Counter, .*\n[^]*reloaded Counter, /);
    assert.is(await get(dev.url), "6");
    assert.equal(await dev.end(), [0, ""]);
  });
});

test("a save with an error is told, and the code before serves until it is repaired", async () => {
  await withFiles(project, async (folder) => {
    const dev = await startDev(folder);
    await post(dev.url, "5");
    await save(folder, "counter.ts", `${handlers}\nconst = 1;\n`);
    await dev.printed("counter.hproc: the code of the last good save runs on; waiting for a change\n");
    assert.is(await get(dev.url), "5");
    await save(folder, "counter.hproc", schema.replace("total() -> u64", "total() -> u63"));
    await save(folder, "counter.ts", handlers);
    await dev.saw(/(waiting for a change\n[^]*){2}/);
    assert.is(await get(dev.url), "5");
    await save(folder, "counter.hproc", schema);
    await dev.printed("counter.hproc: all is well again\n");
    await save(folder, "counter.ts", doubling);
    await dev.printed("reloaded Counter, ");
    assert.is(await get(dev.url), "10");
    const [code, stderr] = await dev.end();
    assert.is(code, 0);
    assert.match(stderr, /^error project\/build: .*\n +--> counter\.ts:12:7\n/);
    assert.match(stderr, "no type is named `u63`");
  });
});

test("a field with a default is added and the state stays; a type that the state does not fit leaves the old code", async () => {
  await withFiles(project, async (folder) => {
    const dev = await startDev(folder);
    await post(dev.url, "5");
    await save(folder, "counter.hproc", schema.replace("total: u64", "total: u64, step: u64 = 3"));
    await save(folder, "counter.ts", handlers.replace("return state.total;", "return state.total * state.step;"));
    await dev.saw(/reloaded Counter, /);
    assert.is(await until(() => get(dev.url), "15"), "15");

    await save(folder, "counter.hproc", schema.replace("total: u64", "total: string, step: u64 = 3"));
    await dev.printed("state.total: expected string, found number 5");
    assert.is(await get(dev.url), "15");
    await post(dev.url, "1");
    assert.is(await get(dev.url), "18");
    const [code, stderr] = await dev.end();
    assert.is(code, 0);
    assert.match(stderr, "hproc: the code of Counter before this save runs on\n");
  });
});

test("what no policy has stored yet is handed over", async () => {
  const files = { ...project, "counter.hproc": schema.replace("save every message", "save every 10 messages") };
  await withFiles(files, async (folder) => {
    const dev = await startDev(folder);
    await post(dev.url, "5");
    await save(folder, "counter.ts", doubling);
    await dev.printed("reloaded Counter, ");
    assert.is(await get(dev.url), "10");
    assert.equal(await dev.end(), [0, ""]);
  });
});

test("a request that runs ends on the old code, one that comes meanwhile waits for the new", async () => {
  const slow = handlers.replace("add({ state }, amount) {", "async add({ state, sleep }, amount) {\n    await sleep(1500);");
  await withFiles({ ...project, "counter.ts": slow }, async (folder) => {
    const dev = await startDev(folder);
    const adding = post(dev.url, "5");
    await new Promise((resolve) => setTimeout(resolve, 200));
    await save(folder, "counter.ts", doubling);
    const answers = new Set<string>();
    // Before requests wait, the old code has nothing to tell of; from then on all are for the new one.
    await until(async () => {
      const answer = await get(dev.url);
      answers.add(answer);
      return answer;
    }, "10");
    assert.is(await adding, "5");
    assert.equal([...answers].filter((answer) => answer !== "0"), ["10"]);
    assert.equal(await dev.end(), [0, ""]);
  });
});

test("a program that does not load, or does not start, leaves the old code", async () => {
  await withFiles(project, async (folder) => {
    const dev = await startDev(folder);
    await post(dev.url, "5");
    await save(folder, "counter.ts", `${doubling}\nthrow new Error("too early");\n`);
    await dev.printed("Error: too early");
    assert.is(await get(dev.url), "5");
    await save(folder, "counter.ts", doubling);
    await dev.printed("reloaded Counter, ");
    assert.is(await get(dev.url), "10");
    assert.equal(await dev.end(), [0, "hproc: the code of Counter before this save runs on\n"]);
  });
});

test("of saves that come fast the last one counts", async () => {
  await withFiles(project, async (folder) => {
    const dev = await startDev(folder);
    for (let factor = 1; factor <= 20; factor++) {
      await save(folder, "counter.ts", handlers.replace("return state.total;", `return ${factor}n;`));
      if (factor % 3 === 0) await get(dev.url);
    }
    assert.is(await until(() => get(dev.url), "20"), "20");
    assert.equal(await dev.end(), [0, ""]);
  });
});

test("all nodes get the new code, each with its own state", async () => {
  await withFiles(project, async (folder) => {
    const dev = await startDev(folder, "--nodes", "alice.os,bob.os");
    const [, alice = "", bob = ""] = /curl (\S+)[^]*curl (\S+)/.exec(dev.stdout) ?? [];
    await post(alice, "5");
    await post(bob, "7");
    await save(folder, "counter.ts", doubling);
    await dev.printed("reloaded Counter, ");
    assert.equal([await get(alice), await get(bob)], ["10", "14"]);
    assert.equal(await dev.end(), [0, ""]);
  });
});

test("a path that the schema has no more is gone, and a new one is there", async () => {
  await withFiles(project, async (folder) => {
    const dev = await startDev(folder);
    await save(folder, "counter.hproc", schema.replaceAll('"/api', '"/v2'));
    await dev.printed("reloaded Counter, ");
    assert.is((await fetch(dev.url)).status, 404);
    assert.is(await get(dev.url.replace("/api/", "/v2/")), "0");
    assert.equal(await dev.end(), [0, ""]);
  });
});

test("errors at the start are waited out, and a browser waits as well", async () => {
  await withFiles({ ...project, "counter.ts": `${handlers}\nconst = 1;\n` }, async (folder) => {
    const dev = startHproc(folder, ["dev", "--port", "0"]);
    const printed = await dev.printed("waiting for a change. Ctrl-C stops the node");
    const [, base = ""] = /the node is at (\S+)/.exec(printed) ?? [];
    const url = `${base}/counter:counter:template.os/api/total`;
    const page = await fetch(url, { headers: { accept: "text/html" } });
    assert.equal([page.status, page.headers.get("refresh")], [503, "1"]);
    assert.is((await fetch(url)).status, 404);
    await save(folder, "counter.ts", handlers);
    await dev.printed("Counter runs at ");
    assert.is(await get(url), "0");
    dev.child.kill("SIGINT");
    assert.is((await dev.ended).code, 0);
  });
});

test("`--no-watch` runs what was there at the start", async () => {
  await withFiles(project, async (folder) => {
    const dev = await startDev(folder, "--no-watch");
    await save(folder, "counter.ts", doubling);
    await post(dev.url, "5");
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.is(await get(dev.url), "5");
    assert.equal(await dev.end(), [0, ""]);
  });
});

test.run();

async function startDev(folder: string, ...words: readonly string[]) {
  const program = startHproc(folder, ["dev", "--port", "0", ...words]);
  const stdout = await program.printed("Ctrl-C stops the node");
  return {
    printed: (text: string) => program.printed(text),
    /** As `printed`, for a pattern. */
    saw: async (pattern: RegExp): Promise<void> => {
      for (;;) {
        if (pattern.test(await program.printed(""))) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    stdout,
    url: /curl (http:[^\s"]+)/.exec(stdout)?.[1] ?? "",
    /** Its exit code and what it has printed on stderr. */
    async end() {
      program.child.kill("SIGINT");
      const { code, stderr } = await program.ended;
      return [code, stderr] as const;
    },
  };
}

async function save(folder: string, file: string, text: string): Promise<void> {
  assert.is.not(await readFile(join(folder, file), "utf8"), text);
  await writeFile(join(folder, file), text);
}

async function get(url: string): Promise<string> {
  return (await fetch(url)).text();
}

async function post(url: string, body: string): Promise<string> {
  return (await fetch(url, { method: "POST", body })).text();
}

/** Asks again until the answer is the expected one, for ten seconds; gives the last one. */
async function until(ask: () => Promise<string>, expected: string): Promise<string> {
  const endMs = performance.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer === expected || performance.now() > endMs) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
