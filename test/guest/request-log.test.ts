/** The line that each request gets when it is over: what ran, how it ended, where, and how long it took. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { secretOf, string, u32, type HandlerTable, type ProcessTable } from "../../runtime/contract/index.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner } from "../../runtime/testing/guest-runner.js";
import { addMemoryFiles } from "../../runtime/testing/memory-files.js";
import { Actor } from "../support/host-world.js";
import { defineSubject, type SubjectHandlers } from "./subject.js";

const logged = { terminal: "debug", file: "debug", requests: "debug" } as const;

function httpHandler(name: string, pieces: readonly string[], parameters: HandlerTable["parameters"]): HandlerTable {
  const path = pieces.map((piece) =>
    piece.startsWith("{") ? ({ kind: "parameter", name: piece.slice(1, -1) } as const) : ({ kind: "literal", text: piece } as const),
  );
  return {
    name,
    wireName: name[0]?.toUpperCase() + name.slice(1),
    local: false,
    remote: false,
    http: { methods: ["POST"], path, endpoints: ["/api"], catchAll: false },
    parameters,
    returns: { kind: "json", codec: u32, status: undefined },
  };
}

const inBody = { name: "count", from: "body", codec: u32, fallback: undefined } as const;
const inPath = { name: "key", from: "path", codec: secretOf(string), fallback: undefined, key: "key", text: secretOf(string) } as const;

const httpTable: Partial<ProcessTable<object>> = {
  endpoints: [{ path: "/api", authenticated: false, localOnly: false, secureSubdomain: false }],
  handlers: [httpHandler("count", ["api", "count"], [inBody]), httpHandler("open", ["api", "open", "{key}"], [inPath])],
};

interface World {
  readonly runner: GuestRunner;
  http(method: string, path: string, boundPath: string, body?: string): Promise<void>;
  ask(body: string, from?: "local" | "remote"): Promise<void>;
  /** Lines of requests since the last look, without times and ids. */
  lines(): readonly string[];
  /** The `fields` of the same in the file. */
  fields(): readonly unknown[];
}

async function createWorld(
  handlers: SubjectHandlers,
  table: Partial<ProcessTable<object>> = {},
  others: object = {},
): Promise<World> {
  const kernel = new FakeKernel();
  const files = addMemoryFiles(kernel);
  const server = kernel.module("http-server:distro:sys", (message) => {
    const isRequest = message.message.tag === "request" && message.message.val.expectsResponse !== undefined;
    if (isRequest) server.respond(message, new TextEncoder().encode('{"Ok":null}'));
  });
  const runner = new GuestRunner(kernel);
  const running = await runner.start(defineSubject(handlers, { log: logged, ...table }, others), { isNetworked: true });
  const subject = new Actor(running.process, kernel);
  const asker = new Actor(kernel.process("a:test:test.os"), kernel);
  await runner.pump();
  const own = (text: string): boolean => / (ok|refused|failed|timeout|\d\d\d)( in|, )/.test(text);
  const clean = (text: string): string => text.replace(/^test:test\.os: /, "").replace(/\d+\.\d ms/, "N ms");
  return {
    runner,
    async http(method, path, boundPath, body = "") {
      const prefix = "/g:test:test.os";
      const url = `http://localhost${prefix}${path}`;
      const http = { source_socket_addr: "127.0.0.1:4000", method, url, bound_path: prefix + boundPath, headers: {}, url_params: {}, query_params: {} };
      const blob = { mime: undefined, bytes: new TextEncoder().encode(body) };
      server.request(running.process.our, new TextEncoder().encode(JSON.stringify({ Http: http })), { expectsResponse: 15n, blob });
      await runner.pump();
    },
    async ask(body, from = "local") {
      if (from === "local") asker.ask(subject, body);
      else {
        const request = { inherit: false, expectsResponse: 30n, body: new TextEncoder().encode(body), metadata: undefined, capabilities: [] };
        kernel.inject({ source: "b.os@a:test:test.os", target: "test.os@g:test:test.os", request });
      }
      await runner.pump();
    },
    lines() {
      const found = kernel.lines.map(({ text }) => text).filter(own).map(clean);
      kernel.lines.length = 0;
      return found;
    },
    fields() {
      const text = new TextDecoder().decode(files.get("/test:test.os/log/g.log"));
      const all = text.trim().split("\n").map((line) => JSON.parse(line) as { fields: { duration_ms?: number; message: string } });
      return all.filter(({ fields }) => own(` ${fields.message}`)).map(({ fields: { message, duration_ms, ...rest } }) => {
        assert.type(duration_ms, "number");
        return rest;
      });
    },
  };
}

const test = suite("one line for each request");

test("HTTP: by method and path, with the status", async () => {
  const { http, lines, fields } = await createWorld(
    {
      count: (_, count) => {
        if (String(count) === "1") throw new Error("one is none");
        return String(count) === "2" ? "two is a text" : count;
      },
      open: () => 1,
    },
    httpTable,
  );
  await http("POST", "/api/count", "/api/count", "7");
  await http("POST", "/api/count", "/api/count", "1");
  await http("POST", "/api/count", "/api/count", "2");
  await http("POST", "/api/count", "/api/count", "{");
  await http("POST", "/api/count", "/api/count", '"x"');
  await http("GET", "/api/count", "/api/count");
  await http("OPTIONS", "/api/count", "/api/count");
  await http("GET", "/api/none", "/api/*");
  assert.equal(lines(), [
    "debug [#1 POST /api/count] Count: 200 in N ms",
    "debug [#2 POST /api/count] Count: 500 in N ms, handler/failed (handler)",
    "debug [#3 POST /api/count] Count: 500 in N ms, handler/failed (encode)",
    "debug [#4 POST /api/count] Count: 400 in N ms, request/not-json (decode)",
    "debug [#5 POST /api/count] Count: 400 in N ms, request/does-not-fit (decode)",
    "debug [#6 GET /api/count] 405 in N ms, route/method-not-allowed (route)",
    "debug [#7 OPTIONS /api/count] 204 in N ms",
    "debug [#8 GET /api/none] 404 in N ms, route/not-found (route)",
  ]);
  const withoutId = fields().map((each) => ({ ...(each as object), failure_id: undefined }));
  assert.equal(withoutId, [
    { outcome: "ok", status: 200 },
    { outcome: "failed", status: 500, code: "handler/failed", phase: "handler" },
    { outcome: "failed", status: 500, code: "handler/failed", phase: "encode" },
    { outcome: "refused", status: 400, code: "request/not-json", phase: "decode" },
    { outcome: "refused", status: 400, code: "request/does-not-fit", phase: "decode" },
    { outcome: "refused", status: 405, code: "route/method-not-allowed", phase: "route" },
    { outcome: "ok", status: 204 },
    { outcome: "refused", status: 404, code: "route/not-found", phase: "route" },
  ].map((each) => ({ ...each, failure_id: undefined })));
});

test("a secret in a path is not in its line, however the request ends", async () => {
  const { http, lines } = await createWorld({ count: () => 1, open: () => 1 }, httpTable);
  await http("POST", "/api/open/hunter2", "/api/open/:key");
  await http("PUT", "/api/open/hunter2", "/api/open/:key");
  await http("OPTIONS", "/api/open/hunter2", "/api/open/:key");
  await http("POST", "/api/open/hunter2", "/api/open/:key", "{");
  const found = lines();
  assert.equal(found.map((line) => /\] (?:\w+: )?(\d+)/.exec(line)?.[1]), ["200", "405", "204", "400"]);
  for (const line of found) {
    assert.ok(line.includes("/api/open/{key}"), line);
    assert.not.ok(line.includes("hunter2"), line);
  }
});

test("calls of processes: by where they come from", async () => {
  const { ask, lines, runner } = await createWorld(
    { add: (_, text) => text, fail: () => Promise.reject(new Error("no")), hang: () => new Promise(() => {}) },
    { timeoutMs: 2000 },
  );
  await ask('{"add":"1"}');
  await ask('{"add":"1"}', "remote");
  await ask('{"fail":"1"}');
  await ask('{"add":["1","2"]}');
  await ask('{"other":"1"}');
  await ask("no json");
  await ask('{"hang":""}');
  await runner.advance(3000);
  assert.equal(lines(), [
    "debug [#1 local add] ok in N ms",
    "debug [#2 remote add] ok in N ms",
    "debug [#3 local fail] failed in N ms, handler/failed (handler)",
    "debug [#4 local add] ok in N ms",
    "debug [#5 local] refused in N ms, call/unknown-handler (route)",
    "debug [#6 local] refused in N ms, request/not-json (decode)",
    "debug [#7 local hang] timeout in N ms, handler/timeout (handler)",
  ]);
});

test("`init`, timers and messages of WebSockets", async () => {
  const { lines, runner } = await createWorld(
    { init: ({ sleep }) => sleep(20), add: () => null },
    { timers: [{ name: "sweep", periodMs: 1000 }] },
    {
      sweep: () => {
        throw new Error("no");
      },
    },
  );
  await runner.advance(2500);
  assert.equal(lines(), [
    "debug [init] ok in N ms",
    "debug [sweep 1] failed in N ms, handler/failed (handler)",
    "debug [sweep 2] failed in N ms, handler/failed (handler)",
  ]);
});

test("a state that cannot be stored is the end of the request, in the phase `save`", async () => {
  let isBroken = false;
  const state = {
    schemaHash: "v1",
    initial: () => ({}),
    decode: () => ({}),
    encode: () => {
      if (isBroken) throw new Error("not encodable");
      return "{}";
    },
  };
  const { ask, lines } = await createWorld({ add: () => (isBroken = true) }, { state, save: { kind: "every-message" } });
  await ask('{"add":"1"}');
  assert.equal(lines(), ["debug [#1 local add] failed in N ms, handler/failed (save)"]);
});

test("none where nobody wants them", async () => {
  for (const log of [
    { terminal: "debug", file: "debug", requests: "none" },
    { terminal: "info", file: "info", requests: "debug" },
  ] as const) {
    const { ask, lines } = await createWorld({ add: () => null }, { log });
    await ask('{"add":"1"}');
    assert.equal(lines(), [], JSON.stringify(log));
  }
});

test.run();
