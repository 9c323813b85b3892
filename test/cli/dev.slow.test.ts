/** `hproc dev` in its direct form: a node that runs, and everything that keeps it from running. */

import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openStateStore } from "../../runtime/node/services/state-store.js";
import { withFiles } from "../component/temporary-project.js";
import { readFolder } from "../support/golden.js";
import { readJsonLines } from "../support/json-lines.js";
import { handlers, project, schema } from "./counter-project.js";
import { hproc, startHproc } from "./run-hproc.js";

const test = suite("dev");

const home = ".hproc/node";
const states = `${home}/kernel`;
const processId = "counter:counter:template.os";

test("starts, prints a URL and a curl path that work, keeps state, and ends at Ctrl-C with nothing left behind", async () => {
  await withFiles(project, async (folder) => {
    const first = await startDev(folder);
    assert.match(first.url, /^http:\/\/localhost:\d+\/counter:counter:template\.os\/api\/total$/);
    assert.is(await get(first.url), "0");
    assert.is(await get(first.url, { method: "POST", body: "5" }), "5");

    const meanwhile = await hproc(folder, "dev");
    assert.is(meanwhile.code, 1);
    assert.match(
      meanwhile.stderr,
      /^hproc: a node runs in .*\/\.hproc\/node already \(process \d+\); stop it, or choose another `--home`\n$/,
    );

    const ended = await first.end("SIGINT");
    assert.equal([ended.code, ended.stderr], [0, ""]);
    assert.equal(
      readFolder(join(folder, home)).map(({ path }) => path.replace(/[0-9a-f]{32}/, "<hash>").replace(/\d[-:\d]*\.log/, "<time>.log")),
      [
        ".terminal_logs/<time>.log",
        "cache/bundles/<hash>.mjs",
        "cache/bundles/<hash>.mjs.map",
        "kernel/state.mdb",
        "kernel/state.mdb-lock",
        "net-key",
        "session-key",
      ],
    );

    // As a node that was killed leaves it: no process has this number.
    await writeFile(join(folder, home, "pid"), "4194305\n");
    const second = await startDev(folder, "--json");
    assert.is(await get(second.url), "5");
    const { code, stdout } = await second.end("SIGTERM");
    assert.is(code, 0);
    const lines = readJsonLines(stdout);
    const kinds = new Set(lines.map(({ kind }) => kind));
    assert.equal([...kinds], ["line", "serving", "log"]);
    assert.equal(lines.find(({ kind }) => kind === "serving"), {
      kind: "serving",
      node: "fake.os",
      process: processId,
      url: second.url.replace("/api/total", ""),
    });
  });
});

const relay = {
  "relay.hproc": `package relay:template.os@0.1.0

process Relay {
  endpoint http "/api" { authenticated false }
  uses relay:relay:template.os as relay
  http POST "/api/ask"  ask(node: NodeId) -> string
  http GET "/api/our", remote  whoAsks() -> Address
}
`,
  "relay.ts": `import { relay } from "./generated/relay.js";

export default relay.process({
  async ask({ call }, node) {
    const outcome = await call.relay.whoAsks({ node });
    return outcome.tag === "ok" ? \`\${outcome.val.node} \${outcome.val.process.processName}\` : outcome.tag;
  },
  whoAsks({ log, source }) {
    log.info("was asked");
    return source;
  },
});
`,
};

test("several nodes reach each other, each by its own name, port and folder", async () => {
  await withFiles(relay, async (folder) => {
    const { child, printed, ended } = startHproc(folder, ["dev", "--port", "0", "--nodes", "alice.os,bob.os"]);
    const stdout = await printed("Ctrl-C stops the nodes\n");
    const announced = /alice\.os: Relay runs at (.+)\n  curl .+\nbob\.os: Relay runs at (.+)\n  curl .+\n/.exec(stdout);
    const [alice = "", bob = ""] = announced?.slice(1) ?? [];
    const ask = (base: string, node: string) => get(`${base}/api/ask`, { method: "POST", body: JSON.stringify(node) });
    assert.is(await ask(alice, "bob.os"), '"alice.os relay"');
    assert.is(await ask(bob, "alice.os"), '"bob.os relay"');
    assert.is(await ask(bob, "carol.os"), '"offline"');
    await printed("bob.os: relay:template.os: info [#1 remote whoAsks] was asked");

    const meanwhile = await hproc(folder, "dev", "--nodes", "carol.os,bob.os");
    assert.is(meanwhile.code, 1);
    assert.match(meanwhile.stderr, /^hproc: a node runs in .*\/\.hproc\/nodes\/bob\.os already/);

    child.kill("SIGINT");
    const { code, stderr } = await ended;
    assert.equal([code, stderr], [0, ""]);
    const left = readFolder(join(folder, ".hproc/nodes")).map(({ path }) => path);
    assert.equal(left.filter((path) => /pid|session-key/.test(path)), ["alice.os/session-key", "bob.os/session-key"]);
  });
});

test("of several nodes none runs when a process does not start on one", async () => {
  const failing = handlers.replace("process({", `process({\n  init({ our }) {\n    if (our.node === "bob.os") throw new Error("not here");\n  },`);
  const files = { "counter.hproc": schema.replace("save every message", "init"), "counter.ts": failing };
  await withFiles(files, async (folder) => {
    const { code, stdout, stderr } = await hproc(folder, "dev", "--port", "0", "--nodes", "alice.os,bob.os");
    assert.equal([code, stderr], [1, "hproc: a process did not start, so the nodes have stopped\n"]);
    assert.match(stdout, /^bob\.os: process bob\.os@counter:counter:template\.os ended with error:\n[^]*not here/m);
  });
});

test("ends when nobody reads what it prints any more", async () => {
  await withFiles(project, async (folder) => {
    const { url, child, ended } = await startDev(folder);
    child.stdout?.destroy();
    // The line about the request is the one that nobody reads; its answer may come too late.
    await get(url).catch(() => undefined);
    const { code, stderr } = await ended;
    assert.equal([code, stderr], [0, ""]);
  });
});

test("Ctrl-C works while a process takes for ever to start", async () => {
  const waiting = handlers.replace(
    "process({",
    "process({\n  init({ log }) {\n    log.info('waiting');\n    for (;;);\n  },",
  );
  const files = { "counter.hproc": schema.replace("save every message", "init"), "counter.ts": waiting };
  await withFiles(files, async (folder) => {
    const { child, printed, ended } = startHproc(folder, ["dev", "--port", "0"]);
    await printed("waiting");
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    assert.equal([code, stderr], [0, ""]);
  });
});

test("Ctrl-C before the node has started ends the program by that signal", async () => {
  await withFiles(project, async (folder) => {
    const { child, printed, ended } = startHproc(folder, ["dev"]);
    await printed("compiled");
    child.kill("SIGINT");
    const { signal, stderr } = await ended;
    assert.equal([signal, stderr], ["SIGINT", ""]);
  });
});

test("a port that is in use", async () => {
  await withFiles(project, async (folder) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    const { code, stderr } = await hproc(folder, "dev", "--port", String(port));
    other.close();
    assert.equal([code, stderr], [1, `hproc: port ${port} of 127.0.0.1 is in use by another program\n`]);
  });
});

test("state that the schema cannot read: the field is named, and the bytes stay", async () => {
  await withFiles(project, async (folder) => {
    const before = await startDev(folder);
    await get(before.url, { method: "POST", body: "5" });
    await before.end("SIGINT");
    const stored = await readState(folder);
    assert.match(stored, '"state":{"total":5}');

    await writeFile(join(folder, "counter.hproc"), schema.replace("total: u64", "total: string"));
    await writeFile(
      join(folder, "counter.ts"),
      handlers.replace("state.total;", "0n;").replace("(state.total += amount)", "amount"),
    );
    const { code, stdout, stderr } = await hproc(folder, "dev", "--port", "0");
    assert.equal([code, stderr], [1, "hproc: a process did not start, so the node has stopped\n"]);
    assert.match(stdout, `the stored state of ${processId} cannot be read: `);
    assert.match(stdout, "state.total: expected string, found number 5.");
    assert.is(await readState(folder), stored);
  });
});

test("a database of states that is none", async () => {
  const garbage = "no database".repeat(1000);
  await withFiles({ ...project, [`${states}/state.mdb`]: garbage }, async (folder) => {
    const { code, stderr } = await hproc(folder, "dev", "--port", "0");
    assert.is(code, 1);
    assert.is(
      stderr.replace(folder, "<>"),
      `hproc: the saved states in <>/${states}/state.mdb cannot be opened: it is not an LMDB database\n`,
    );
    assert.is(await readFile(join(folder, states, "state.mdb"), "utf8"), garbage);
  });
});

test("what TypeScript lets through and the bundler does not, with its place in the author's file", async () => {
  const text = `// @ts-expect-error: a process has no files.\nimport "node:fs";\n${handlers}`;
  await withFiles({ "project/counter.hproc": schema, "project/counter.ts": text }, async (folder) => {
    const { code, stderr } = await hproc(folder, "dev", "project");
    assert.fixture(
      stderr,
      `error project/build: a process has no Node, so there is no \`node:fs\`
 --> project/counter.ts:2:8
  |
2 | import "node:fs";
  |        ^^^^^^^^^
  |
  = help: use the context's \`vfs\`, for which the process \`needs vfs\`

1 error
`,
    );
    assert.is(code, 1);
  });
});

test("a program that throws while it is loaded, with its place in the author's file", async () => {
  await withFiles({ ...project, "counter.ts": `${handlers}\nthrow new Error("too early");\n` }, async (folder) => {
    const { code, stdout, stderr } = await hproc(folder, "dev", "--port", "0");
    assert.equal([code, stderr], [1, "hproc: a process did not start, so the node has stopped\n"]);
    assert.match(stdout, "Error: too early");
    assert.match(stdout, `${folder}/counter.ts:12:7`);
  });
});

test.run();

async function startDev(folder: string, ...words: readonly string[]) {
  const program = startHproc(folder, ["dev", "--port", "0", ...words]);
  const stdout = await program.printed("Ctrl-C stops the node");
  return {
    ...program,
    url: /curl (http:[^\s"]+)/.exec(stdout)?.[1] ?? "",
    end(signal: NodeJS.Signals) {
      program.child.kill(signal);
      return program.ended;
    },
  };
}

async function get(url: string, init: RequestInit = {}): Promise<string> {
  return (await fetch(url, init)).text();
}

async function readState(folder: string): Promise<string> {
  const store = openStateStore(join(folder, states), { isSynced: false });
  const bytes = store.get(processId);
  await store.close();
  return Buffer.from(bytes ?? []).toString();
}
