/** Commands to a running `hproc dev`, from its standard input and from other programs, and the files that it leaves for them. */

import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFiles } from "../component/temporary-project.js";
import { readJsonLines } from "../support/json-lines.js";
import { handlers, project as counter, schema } from "./counter-project.js";
import { hproc, startHproc } from "./run-hproc.js";

const test = suite("tell");

const project = { ...counter, "counter.hproc": schema.replace('total"  ', 'total", local  ').replace('total" add', 'total", local add') };
const id = "counter:counter:template.os";

test("the same commands typed and told, as text and as JSON, until the run quits", async () => {
  await withFiles({ ...project, "sub/empty.txt": "" }, async (folder) => {
    const words = ["dev", "--port", "0", "--json", "--chaos", "--seed", "7", "--trace", "out.jsonl", "--ports-file", "ports.json"];
    const { child, printed, ended } = startHproc(folder, words, {}, { hasInput: true });
    await printed("Ctrl-C stops the node");
    const url = /"url":"([^"]+)"/.exec(await printed("serving"))?.[1] ?? "";
    assert.equal(JSON.parse(await readFile(join(folder, "ports.json"), "utf8")), { "fake.os": Number(new URL(url).port) });
    assert.is((await stat(join(folder, ".hproc/node/dev.sock"))).mode & 0o777, 0o600);

    const count = "m counter {\"Add\": 18446744073709551615}";
    child.stdin?.write(`seed\n\n${count}\nkil counter\n`);
    await printed("did you mean");
    const told = await hproc(folder, "tell", "m", "counter", '{"Total":null}', "--json");
    assert.equal(readJsonLines(told.stdout), [{ kind: "reply", command: "m", result: { body: 18446744073709551615 } }]);
    assert.match(told.stdout, '"body":18446744073709551615}');
    const below = await hproc(join(folder, "sub"), "tell", "seed");
    assert.equal([below.code, below.stdout], [0, "the seed is 7\n"]);
    const wrong = await hproc(folder, "tell", "pss");
    assert.equal([wrong.code, wrong.stderr], [2, "hproc: there is no command `pss`; did you mean `ps`?\n"]);
    const refused = await hproc(folder, "tell", "start", "counter", "--in", ".");
    assert.equal([refused.code, refused.stderr], [1, "hproc: `counter` is running; `restart counter` ends it first\n"]);
    assert.is((await hproc(folder, "tell", "quit")).stdout, "stopping\n");

    const { code, stdout, stderr } = await ended;
    assert.equal([code, stderr], [0, ""]);
    const lines = readJsonLines(stdout);
    assert.equal(
      lines.filter(({ kind }) => kind === "seed" || kind === "reply" || kind === "error"),
      [
        { kind: "seed", seed: 7 },
        { kind: "reply", command: "seed", result: { seed: 7 } },
        { kind: "reply", command: "m", result: { body: 18446744073709551615 } },
        { kind: "error", text: "there is no command `kil`; did you mean `kill`?" },
      ],
    );
    const traced = (await readFile(join(folder, "out.jsonl"), "utf8")).trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.equal(
      traced.filter(({ source }) => source === "fake.os@terminal:terminal:sys").map(({ kind, target, expects, outcome, body }) => [kind, target, expects, outcome, Object.keys(body)]),
      [
        ["request", `fake.os@${id}`, 5, "delivered", ["Add"]],
        ["request", `fake.os@${id}`, 5, "delivered", ["Total"]],
      ],
    );
    assert.equal((await readdir(folder)).includes("ports.json"), false);
    assert.equal((await readdir(join(folder, ".hproc/node"))).filter((name) => /sock|pid/.test(name)), []);
  });
});

test("the lines of a run as they come, each once, until Ctrl-C or its end", async () => {
  const logging = { ...project, "counter.ts": handlers.replace("add({ state }, amount) {", "add({ state, log }, amount) {\n    log.info(`adds ${amount}`);") };
  await withFiles(logging, async (folder) => {
    const run = startHproc(folder, ["dev", "--port", "0"]);
    await run.printed("Ctrl-C stops the node");
    const add = (amount: number) => hproc(folder, "tell", "m", "counter", `{"Add":${amount}}`);
    await add(1);
    const followers = [["logs", "counter", "1"], ["logs", "--json"]].map((words) => startHproc(folder, ["tell", ...words, "--follow"]));
    await Promise.all(followers.map(({ printed }) => printed("adds 1")));
    await add(2);
    await add(3);
    await Promise.all(followers.map(({ printed }) => printed("adds 3")));
    const [text, json] = followers;
    text?.child.kill("SIGINT");
    const stopped = await text?.ended;
    assert.equal([stopped?.code, stopped?.stderr], [0, ""]);
    assert.equal(
      stopped?.stdout.trimEnd().split("\n").map((line) => line.replace(/^\d\d:\d\d:\d\d /, "")),
      ["adds 1", "adds 2", "adds 3"].map((line, index) => `counter:template.os: info [#${index + 1} local add] ${line}`),
    );
    run.child.kill("SIGINT");
    await run.ended;
    const ended = await json?.ended;
    assert.is(ended?.code, 1);
    const lines = readJsonLines(ended?.stdout ?? "");
    assert.equal(lines.filter(({ text: line }) => /adds/.test(line)).map(({ kind, node, source, verbosity }) => [kind, node, source, verbosity]), Array(3).fill(["log", "fake.os", id, 2]));
    assert.equal(lines.at(-1), { kind: "error", text: "hproc: no `hproc dev` runs in this folder; start one, or name its folder with `--in`" });
    assert.equal(await outcomeOf(folder, "tell", "ps", "--follow"), [2, "hproc: `--follow` is for `logs`; found `ps`\n"]);
  });
});

test("where nothing runs, and a socket that a killed run has left", async () => {
  await withFiles(project, async (folder) => {
    const none = "hproc: no `hproc dev` runs in this folder; start one, or name its folder with `--in`\n";
    assert.equal(await outcomeOf(folder, "tell", "ps"), [1, none]);
    const { child, printed, ended } = startHproc(folder, ["dev", "--port", "0"]);
    await printed("Ctrl-C stops the node");
    child.kill("SIGKILL");
    await ended;
    assert.equal((await readdir(join(folder, ".hproc/node"))).filter((name) => /sock|pid/.test(name)), ["dev.sock", "pid"]);
    assert.equal(await outcomeOf(folder, "tell", "ps"), [1, none]);
    const next = startHproc(folder, ["dev", "--port", "0"]);
    await next.printed("Ctrl-C stops the node");
    assert.match((await hproc(folder, "tell", "ps")).stdout, /^counter:counter:template\.os {2}running/);
    next.child.kill("SIGINT");
    assert.is((await next.ended).code, 0);
  });
});

test("a home whose path is too long for a socket, and two runs of one project", async () => {
  await withFiles(project, async (folder) => {
    const home = join(folder, "long".repeat(20), "home");
    const one = startHproc(folder, ["dev", "--port", "0", "--home", home]);
    const other = startHproc(folder, ["dev", "--port", "0", "--nodes", "alice.os,bob.os"]);
    await Promise.all([one.printed("Ctrl-C stops the node"), other.printed("Ctrl-C stops the nodes")]);
    assert.match((await hproc(folder, "tell", "ps", "--home", home)).stdout, /^counter:/);
    assert.match((await hproc(folder, "tell", "ps")).stdout, /^alice\.os {2}counter:[^]*^bob\.os {4}counter:/m);
    assert.is(await readFile(join(home, "dev.sock"), "utf8").then((path) => path.endsWith("/dev.sock")), true);
    for (const { child } of [one, other]) child.kill("SIGTERM");
    assert.equal([(await one.ended).code, (await other.ended).code], [0, 0]);
  });
});

test("--fresh takes away what nodes have stored, and nothing else; not while one runs", async () => {
  await withFiles({ ...project, "home/mine.txt": "mine" }, async (folder) => {
    const dev = (...words: readonly string[]) => startHproc(folder, ["dev", "--port", "0", "--home", "home", ...words]);
    const first = dev();
    await first.printed("Ctrl-C stops the node");
    await hproc(folder, "tell", "--home", "home", "m", "counter", '{"Add":5}');
    const meanwhile = await dev("--fresh", "--yes").ended;
    assert.equal([meanwhile.code, /already \(process \d+\)/.test(meanwhile.stderr)], [1, true]);
    first.child.kill("SIGINT");
    await first.ended;

    const second = dev();
    await second.printed("Ctrl-C stops the node");
    assert.is((await hproc(folder, "tell", "--home", "home", "m", "counter", '{"Total":null}')).stdout, "5\n");
    second.child.kill("SIGINT");
    await second.ended;

    const third = dev("--fresh", "--yes");
    await third.printed("deleted what was stored in home\n");
    await third.printed("Ctrl-C stops the node");
    assert.is((await hproc(folder, "tell", "--home", "home", "m", "counter", '{"Total":null}')).stdout, "0\n");
    third.child.kill("SIGINT");
    await third.ended;
    assert.is(await readFile(join(folder, "home/mine.txt"), "utf8"), "mine");
  });
});

test("homes that are one folder by a link, and a claim whose number another program has by now", async () => {
  await withFiles(project, async (folder) => {
    await mkdir(join(folder, ".hproc/nodes/alice.os"), { recursive: true });
    await symlink("alice.os", join(folder, ".hproc/nodes/bob.os"));
    const [code, stderr] = await outcomeOf(folder, "dev", "--port", "0", "--nodes", "alice.os,bob.os");
    assert.is(code, 1);
    assert.match(stderr, /^hproc: .*\/alice\.os and .*\/bob\.os are one folder; each node has its own\n$/);
    assert.equal(await readdir(join(folder, ".hproc/nodes/alice.os")), []);

    // This program runs, and has not started at that time.
    await mkdir(join(folder, ".hproc/node"));
    await writeFile(join(folder, ".hproc/node/pid"), `${process.pid} 1\n`);
    const { child, printed, ended } = startHproc(folder, ["dev", "--port", "0"]);
    await printed("Ctrl-C stops the node");
    child.kill("SIGINT");
    assert.is((await ended).code, 0);
    await writeFile(join(folder, ".hproc/node/pid"), `${process.pid}\n`);
    const taken = await outcomeOf(folder, "dev", "--port", "0");
    assert.match(taken[1], new RegExp(`already \\(process ${process.pid}\\)`));
  });
});

test("a trace that cannot be written", async () => {
  await withFiles(project, async (folder) => {
    const [code, stderr] = await outcomeOf(folder, "dev", "--port", "0", "--trace", "missing/out.jsonl");
    assert.equal([code, stderr], [1, "hproc: missing/out.jsonl: no such file or directory (open, ENOENT)\n"]);
  });
});

test.run();

async function outcomeOf(folder: string, ...words: readonly string[]): Promise<readonly [number | null, string]> {
  const { code, stderr } = await hproc(folder, ...words);
  return [code, stderr];
}
