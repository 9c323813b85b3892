/** `hproc dev` while files are saved: what runs afterwards, with which state and WebSockets, and what is said about it. */

import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { WebSocket, WebSocketServer } from "ws";
import { handlers, project, schema } from "./counter-project.js";
import { delay, get, post, until, withDev } from "./run-dev.js";

const test = suite("reload");

const doubling = handlers.replace("return state.total;", "return state.total * 2n;");

test("a saved handler answers from then on, with the state of before", async () => {
  await withDev(project, [], async ({ url, printed, save, end }) => {
    await post(url, "5");
    await save("counter.ts", doubling);
    await printed("reloaded Counter, ");
    assert.is(await get(url), "10");
    await post(url, "1");
    assert.is(await get(url), "12");
    await save("counter.ts", handlers);
    await printed(/(reloaded Counter, [^]*){2}/);
    assert.is(await get(url), "6");
    assert.equal(await end(), [0, ""]);
  });
});

test("a save with an error is told, and the code before serves until it is repaired", async () => {
  await withDev(project, [], async ({ url, printed, save, end }) => {
    await post(url, "5");
    await save("counter.ts", `${handlers}\nconst = 1;\n`);
    await printed("counter.hproc: the code of the last good save runs on; waiting for a change\n");
    assert.is(await get(url), "5");
    await save("counter.hproc", schema.replace("total() -> u64", "total() -> u63"));
    await printed(/(waiting for a change\n[^]*){2}/);
    await save("counter.ts", handlers);
    assert.is(await get(url), "5");
    await save("counter.hproc", schema);
    await printed("counter.hproc: all is well again\n");
    await save("counter.ts", doubling);
    await printed("reloaded Counter, ");
    assert.is(await get(url), "10");
    const [code, stderr] = await end();
    assert.is(code, 0);
    assert.match(stderr, /^error project\/build: .*\n +--> counter\.ts:12:7\n/);
    assert.match(stderr, "no type is named `u63`");
  });
});

test("what TypeScript finds is told, and runs", async () => {
  await withDev(project, [], async ({ url, printed, complained, save, end }) => {
    await save("counter.ts", doubling.replace("return state.total * 2n", 'return state.total * 2n as unknown as "two"'));
    await printed("reloaded Counter, ");
    await complained("counter.ts:4:3");
    assert.is(await get(url), "0");
    await save("counter.ts", doubling);
    await printed("the handlers are right by TypeScript again\n");
    assert.is((await end())[0], 0);
  });
});

test("a field with a default is added and the state stays; a type that the state does not fit leaves the old code", async () => {
  await withDev(project, [], async ({ url, printed, save, end }) => {
    await post(url, "5");
    await save("counter.hproc", schema.replace("total: u64", "total: u64, step: u64 = 3"));
    await save("counter.ts", handlers.replace("return state.total;", "return state.total * state.step;"));
    await until(() => get(url), "15");

    await save("counter.hproc", schema.replace("total: u64", "total: string, step: u64 = 3"));
    await printed("state.total: expected string, found number 5");
    assert.is(await get(url), "15");
    await post(url, "1");
    assert.is(await get(url), "18");
    const [code, stderr] = await end();
    assert.is(code, 0);
    assert.match(stderr, "hproc: the code of Counter before this save runs on\n");
  });
});

test("what no policy has stored yet is handed over", async () => {
  const files = { ...project, "counter.hproc": schema.replace("save every message", "save every 10 messages") };
  await withDev(files, [], async ({ url, printed, save, end }) => {
    await post(url, "5");
    await save("counter.ts", doubling);
    await printed("reloaded Counter, ");
    assert.is(await get(url), "10");
    assert.equal(await end(), [0, ""]);
  });
});

test("a request that runs ends on the old code, one that comes meanwhile waits for the new", async () => {
  // The handler waits for this server, and the server for the test.
  const waiting: ServerResponse[] = [];
  const server = createServer((_, response) => void waiting.push(response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const asked = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const files = {
    "counter.hproc": schema.replace("save every message", "save every message\n  needs fetch"),
    "counter.ts": handlers.replace("add({ state }, amount) {", `async add({ state, fetch }, amount) {\n    await fetch("${asked}");`),
  };
  try {
    await withDev(files, [], async ({ url, save, end }) => {
      const adding = post(url, "5");
      await until(async () => waiting.length, 1);
      await save("counter.ts", doubling);
      // As long as the old code is asked, it answers at once; it has nothing to tell of yet.
      let last: Promise<string>;
      do last = get(url);
      while ((await Promise.race([last, delay(2000)])) === "0");
      waiting[0]?.end("go on");
      assert.is(await adding, "5");
      assert.is(await last, "10");
      assert.equal(await end(), [0, ""]);
    });
  } finally {
    server.close();
  }
});

const rooms = {
  "room.hproc": `package room:template.os@0.1.0

process Room {
  save never
  ui "./ui" { authenticated false }
  endpoint ws "/ws" { authenticated false }
  endpoint http "/api" { authenticated false }
  http GET "/api/count" count() -> u32
  ws "/ws" live(receives string, sends string)
}
`,
  "room.ts": `import { room } from "./generated/room.js";

export default room.process({
  count: ({ sockets }) => sockets.live.channels.size,
  live: {
    open: ({ channel }) => channel.send("welcome"),
    message({ channel, sockets }, text) {
      if (text === "bye") channel.close();
      else sockets.live.broadcast(\`1: \${text}\`);
    },
  },
});
`,
  "ui/index.html": "<p>one</p>\n",
};

test("a WebSocket stays open: the new code hears and sends on it, and `open` does not run again", async () => {
  await withDev(rooms, [], async ({ base, printed, save, end }) => {
    const socket = new WebSocket(`${base.replace("http", "ws")}/ws`);
    const got: string[] = [];
    socket.on("message", (text) => void got.push(String(text)));
    const closed = once(socket, "close");
    await until(async () => got.length, 1);
    await save("room.ts", rooms["room.ts"].replace("1: ", "2: "));
    await printed("reloaded Room, ");
    assert.is(await get(`${base}/api/count`), "1");
    socket.send('"hello"');
    await until(async () => got.length, 2);
    await save("room.hproc", rooms["room.hproc"].replace('ws "/ws" live', 'ws "/ws" everybody'));
    await save("room.ts", rooms["room.ts"].replace("1: ", "3: ").replaceAll("live", "everybody"));
    await until(async () => {
      socket.send('"again"');
      return got.at(-1);
    }, '"3: again"');
    assert.equal(got.slice(0, 2), ['"welcome"', '"2: hello"']);
    socket.send('"bye"');
    await closed;
    await until(() => get(`${base}/api/count`), "0");
    assert.is((await end())[0], 0);
  });
});

test("a WebSocket to a server is closed, and the new code opens its own", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const all: WebSocket[] = [];
  server.on("connection", (socket) => void all.push(socket));
  const files = {
    "feed.hproc": `package feed:template.os@0.1.0

process Feed {
  save never
  endpoint http "/api" { authenticated false }
  init
  ws client feed(receives string, sends string)
  http GET "/api/count" count() -> u32
}
`,
    "feed.ts": `import { feed } from "./generated/feed.js";

export default feed.process({
  async init({ clients }) {
    await clients.feed.connect("ws://127.0.0.1:${(server.address() as AddressInfo).port}/");
  },
  count: ({ clients }) => clients.feed.channels.size,
  feed: { message() {} },
});
`,
  };
  try {
    await withDev(files, [], async ({ base, printed, save, end }) => {
      await until(() => get(`${base}/api/count`), "1");
      await save("feed.ts", files["feed.ts"].replace("message() {}", "message({ log }) { log.info('new') }"));
      await printed("reloaded Feed, ");
      await until(async () => all.map(({ readyState }) => readyState).join(), "3,1");
      assert.is(await get(`${base}/api/count`), "1");
      assert.is((await end())[0], 0);
    });
  } finally {
    server.close();
  }
});

test("a WebSocket whose path the schema has no more is closed", async () => {
  await withDev(rooms, [], async ({ base, printed, save, end }) => {
    const socket = new WebSocket(`${base.replace("http", "ws")}/ws`);
    const closed = once(socket, "close");
    await once(socket, "message");
    await save("room.hproc", rooms["room.hproc"].replaceAll('ws "/ws"', 'ws "/talk"'));
    await printed("closed channel ");
    await closed;
    assert.is((await end())[0], 0);
  });
});

test("a file of the user interface is served as it was saved, also a new one; one that is gone is not", async () => {
  await withDev(rooms, [], async ({ folder, base, printed, save, end }) => {
    await until(() => get(`${base}/`), "<p>one</p>\n");
    await save("ui/index.html", "<p>two</p>\n");
    await printed("reloaded Room, ");
    assert.is(await get(`${base}/`), "<p>two</p>\n");
    await writeFile(join(folder, "ui/more.txt"), "more\n");
    await until(() => get(`${base}/more.txt`), "more\n");
    await rm(join(folder, "ui/more.txt"));
    // As for any path that nothing is bound at: what is bound at the process itself.
    await until(() => get(`${base}/more.txt`), "<p>two</p>\n");
    assert.equal(await end(), [0, ""]);
  });
});

test("a program that does not load, or does not start, leaves the old code", async () => {
  await withDev(project, [], async ({ url, printed, save, end }) => {
    await post(url, "5");
    await save("counter.ts", `${doubling}\nthrow new Error("too early");\n`);
    await printed("Error: too early");
    assert.is(await get(url), "5");
    await save("counter.ts", doubling);
    await printed("reloaded Counter, ");
    assert.is(await get(url), "10");
    assert.equal(await end(), [0, "hproc: the code of Counter before this save runs on\n"]);
  });
});

test("of saves that come fast the last one counts", async () => {
  await withDev(project, [], async ({ url, save, end }) => {
    for (let factor = 1; factor <= 20; factor++) {
      await save("counter.ts", handlers.replace("return state.total;", `return ${factor}n;`));
      if (factor % 3 === 0) await get(url);
    }
    await until(() => get(url), "20");
    assert.equal(await end(), [0, ""]);
  });
});

test("the end comes at once, also in the middle of a swap", async () => {
  for (const delayMs of [0, 15, 40]) {
    await withDev(project, [], async ({ save, end }) => {
      await save("counter.ts", doubling);
      await delay(delayMs);
      assert.equal(await end(), [0, ""], `after ${delayMs} ms`);
    });
  }
});

test("all nodes get the new code, each with its own state", async () => {
  await withDev(project, ["--nodes", "alice.os,bob.os"], async ({ started, printed, save, end }) => {
    const [, alice = "", bob = ""] = /curl (\S+)[^]*curl (\S+)/.exec(started) ?? [];
    await post(alice, "5");
    await post(bob, "7");
    await save("counter.ts", doubling);
    await printed("reloaded Counter, ");
    assert.equal([await get(alice), await get(bob)], ["10", "14"]);
    assert.equal(await end(), [0, ""]);
  });
});

test("a path that the schema has no more is gone, and a new one is there", async () => {
  await withDev(project, [], async ({ url, printed, save, end }) => {
    await save("counter.hproc", schema.replaceAll('"/api', '"/v2'));
    await printed("reloaded Counter, ");
    assert.is((await fetch(url)).status, 404);
    assert.is(await get(url.replace("/api/", "/v2/")), "0");
    assert.equal(await end(), [0, ""]);
  });
});

test("a process that comes is started, one that goes is ended", async () => {
  await withDev(project, [], async ({ folder, url, printed, save, end }) => {
    const other = schema.slice(schema.indexOf("process")).replace("Counter", "Other");
    await writeFile(join(folder, "other.ts"), handlers.replaceAll("counter", "other"));
    await save("counter.hproc", `${schema}\n${other}`);
    await printed("reloaded Other, ");
    const otherUrl = url.replace("/counter:", "/other:");
    assert.is(await post(otherUrl, "3"), "3");
    assert.is(await post(url, "5"), "5");
    await save("counter.hproc", schema);
    await until(async () => (await fetch(otherUrl)).status, 404);
    assert.is(await get(url), "5");
    assert.equal(await end(), [0, ""]);
  });
});

test("with `--watch` errors at the start are waited out: pages and programs are told of them", async () => {
  const wrong = `${handlers}\nconst = "<b>";\n`;
  await withDev({ ...project, "counter.ts": wrong }, ["--watch"], async ({ started, printed, save, end }) => {
    assert.match(started, "counter.hproc: nothing runs yet; waiting for a change\n");
    const url = `${/the node is at (\S+)/.exec(started)?.[1]}/counter:counter:template.os/api/total`;
    const answer = await fetch(url);
    assert.equal([answer.status, answer.headers.get("content-type")], [503, "application/json"]);
    const { error } = (await answer.json()) as { readonly error: Readonly<Record<string, string>> };
    assert.equal([error["code"], error["message"]], ["dev/not-running", "nothing runs yet: the project has errors"]);
    assert.match(error["problems"] ?? "", /^error project\/build: .*\n +--> counter\.ts:12:7\n[^]*const = "<b>";/);
    const page = await fetch(url, { headers: { accept: "text/html,*/*" } });
    assert.equal([page.status, page.headers.get("content-type")], [503, "text/html; charset=utf-8"]);
    assert.match(await page.text(), 'const = "&lt;b&gt;";');

    await save("counter.ts", `${handlers}\nthrow new Error("too early");\n`);
    await printed("Error: too early");
    await until(async () => (await get(url)).includes("Error: too early"), true);

    await save("counter.ts", handlers);
    await printed("Counter runs at ");
    assert.is(await get(url), "0");
    const [code, stderr] = await end();
    assert.is(code, 0);
    assert.match(stderr, "hproc: Counter did not start; waiting for a change\n");
  });
});

test("`--no-watch` runs what was there at the start", async () => {
  await withDev(project, ["--no-watch"], async ({ url, save, end }) => {
    await save("counter.ts", doubling);
    await post(url, "5");
    await delay(500);
    assert.is(await get(url), "5");
    assert.equal(await end(), [0, ""]);
  });
});

test.run();
