/** How calls end, by what answers: an error is never a result, and nothing throws unless it is asked to. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Fetch, HttpOutcome } from "../../runtime/client/index.js";
import { loadClient, type AnyClient } from "../support/client.js";
import { createProject } from "../support/project.js";

const test = suite("outcomes of a client's calls");

const project = await createProject("test/cases/subject/project");
const { create } = await loadClient(project, "subject");

/** A client whose `fetch` gives this. */
function answering(fetch: Fetch): AnyClient {
  return create("http://node.test", { fetch });
}

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
}

function toResponse({ status = 200, type, body = "" }: Answer): Response {
  const response = new Response(new TextEncoder().encode(body), { status });
  if (type !== undefined) response.headers.set("content-type", type);
  return response;
}

const page = "<!doctype html>\n<title>Log in</title>";
const failed = '{"error":{"code":"handler/failed","message":"it failed","id":"k3"}}';
const misfit =
  '{"error":{"code":"request/does-not-fit","message":"no","problems":[{"path":"body","expected":"u8","found":"null"}],"handlers":[]}}';
const unexpected = (status: number, message: string): HttpOutcome<unknown> => ({
  tag: "rejected", status, code: "client/unexpected-answer", message, problems: [], id: undefined,
});
const neither = (status: number): HttpOutcome<unknown> =>
  unexpected(status, `neither the handler nor its process answered: status ${status}`);
const login = {
  tag: "rejected",
  status: 200,
  code: "client/login-needed",
  message: "the node asks for a login: open a page of the node and log in",
  problems: [],
  id: undefined,
};
const item = '{"id":18446744073709551615,"label":"x","tags":[],"note":null}';

/** `getItem` gives a `result`, `greeting` a string, `echo` JSON, `newestItem` an option, `secret` asks for a login. */
const rows: readonly (readonly [title: string, name: string, answer: Answer, outcome: unknown])[] = [
  ["a string", "greeting", { body: '"hello"' }, { tag: "ok", val: "hello" }],
  ["every digit", "getItem", { body: `{"Ok":${item}}` }, { tag: "ok", val: { tag: "ok", val: { id: 18446744073709551615n, label: "x", tags: [], note: undefined } } }],
  ["another good status", "greeting", { status: 201, body: '"hello"' }, { tag: "ok", val: "hello" }],
  ["an error with its status", "getItem", { status: 404, body: '{"Err":{"Missing":7}}' }, { tag: "ok", val: { tag: "err", val: { tag: "Missing", val: 7n } } }],
  ["an error with a status that the handler has set", "getItem", { status: 409, body: '{"Err":"Busy"}' }, { tag: "ok", val: { tag: "err", val: { tag: "Busy" } } }],
  ["an error without a status", "getItem", { body: '{"Err":"Busy"}' }, { tag: "ok", val: { tag: "err", val: { tag: "Busy" } } }],
  ["an error of another type", "getItem", { status: 404, body: '{"Err":"Lost"}' }, { tag: "decode", problems: [{ path: "Err", expected: "one of Missing, Refused, Busy", found: 'string "Lost"' }] }],
  ["another type", "greeting", { body: "7" }, { tag: "decode", problems: [{ path: "", expected: "string", found: "number 7" }] }],
  ["no JSON", "greeting", { body: "hello" }, { tag: "decode", problems: [{ path: "", expected: "string", found: "no JSON: expected a value, found `h`" }] }],
  ["nothing", "greeting", {}, { tag: "decode", problems: [{ path: "", expected: "string", found: "no JSON: expected a value, found the end of the text" }] }],
  ["an error of the handler", "greeting", { status: 500, body: failed }, { tag: "rejected", status: 500, code: "handler/failed", message: "it failed", problems: [], id: "k3" }],
  ["a refusal", "echo", { status: 400, body: misfit }, { tag: "rejected", status: 400, code: "request/does-not-fit", message: "no", problems: [{ path: "body", expected: "u8", found: "null" }], id: undefined }],
  ["an error of ours as JSON of the author's, by its status", "echo", { body: failed }, { tag: "ok", val: { error: { code: "handler/failed", message: "it failed", id: "k3" } } }],
  ["a result with a bad status is none", "newestItem", { status: 502, body: "null" }, neither(502)],
  ["nor JSON with one", "echo", { status: 500, body: '{"Err":1}' }, neither(500)],
  ["an `Ok` with a bad status", "getItem", { status: 500, body: `{"Ok":${item}}` }, neither(500)],
  ["nothing is there", "greeting", { status: 404 }, unexpected(404, "the node has no process at this URL")],
  ["not from here", "greeting", { status: 403 }, unexpected(403, "the node takes this only from its own machine, or from its own subdomain")],
  ["the node has given up", "greeting", { status: 408 }, { tag: "timeout" }],
  ["the process has given up", "greeting", { status: 408, body: '{"error":{"code":"handler/timeout","message":"late"}}' }, { tag: "rejected", status: 408, code: "handler/timeout", message: "late", problems: [], id: undefined }],
  ["the login page", "secret", { body: page }, login],
  ["the login page with a type", "secret", { type: "text/html", body: `\n ${page}` }, login],
  ["a page where no login is asked for", "greeting", { body: page }, unexpected(200, "a page came instead of the handler's answer, with status 200")],
  ["a page of a proxy", "secret", { status: 502, body: page }, unexpected(502, "a page came instead of the handler's answer, with status 502")],
];

for (const [title, name, answer, outcome] of rows) {
  test(title, async () => {
    const client = answering(() => Promise.resolve(toResponse(answer)));
    const values = name === "getItem" ? [1n] : name === "echo" ? [null] : [];
    assert.equal(await client[name]?.(...values), outcome);
  });
}

test("a handler that answers itself gives the platform's response, whatever its status", async () => {
  for (const [status, body] of [[200, page], [404, "gone"], [500, '{"error":1}']] as const) {
    const response = toResponse({ status, type: "application/json", body });
    const outcome = await answering(() => Promise.resolve(response))["page"]?.();
    assert.ok(outcome?.tag === "ok");
    assert.is(outcome.val, response);
    assert.is(await response.text(), body);
  }
});

test("but not the errors of its process and of the node", async () => {
  const outcomeOf = (answer: Answer) => answering(() => Promise.resolve(toResponse(answer)))["page"]?.();
  const rejected = await outcomeOf({ status: 500, type: "application/json", body: failed });
  assert.equal([rejected?.tag, rejected?.tag === "rejected" && rejected.id], ["rejected", "k3"]);
  assert.equal(await outcomeOf({ status: 408, type: "application/octet-stream" }), { tag: "timeout" });
});

test("no connection, and one that breaks off", async () => {
  const refused = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") });
  assert.equal(await answering(() => Promise.reject(refused))["greeting"]?.(), {
    tag: "offline",
    message: "fetch failed: connect ECONNREFUSED",
  });
  const broken = new ReadableStream({ start: (controller) => controller.error(new TypeError("terminated")) });
  assert.equal(await answering(() => Promise.resolve(new Response(broken)))["greeting"]?.(), {
    tag: "offline",
    message: "terminated",
  });
});

test("a call has its time, and the request ends with it", async () => {
  let signal: AbortSignal | null | undefined;
  const client = answering((_, init) => {
    signal = init.signal;
    return new Promise(() => {});
  });
  assert.equal(await client["greeting"]?.({ timeoutMs: 5 }), { tag: "timeout" });
  assert.is(signal?.aborted, true);
});

test("a call ends with its signal, while the answer is read too", async () => {
  const endless = new Response(new ReadableStream());
  const controller = new AbortController();
  const pending = answering(() => Promise.resolve(endless))["greeting"]?.({ signal: controller.signal });
  setTimeout(() => controller.abort(), 5);
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  assert.equal(await pending, { tag: "timeout" });
  assert.is(timers(), before - 2, "neither ours, which has run, nor that of the call");
  let isSent = false;
  const client = answering(() => {
    isSent = true;
    return Promise.resolve(new Response('"late"'));
  });
  assert.equal(await client["greeting"]?.({ signal: controller.signal }), { tag: "timeout" });
  assert.is(isSent, false);
});

test("nothing of a call stays with its signal", async () => {
  const controller = new AbortController();
  const added: unknown[] = [];
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...words: Parameters<typeof add>) => (added.push(words[1]), add(...words));
  signal.removeEventListener = (...words: Parameters<typeof remove>) => (added.splice(added.indexOf(words[1]), 1), remove(...words));
  await answering(() => Promise.resolve(new Response('"x"')))["greeting"]?.({ signal });
  assert.equal(added, []);
});

test("orThrow gives the result, or throws what the outcome was", async () => {
  assert.is(await answering(() => Promise.resolve(new Response('"x"')))["greeting"]?.().orThrow(), "x");
  const cases: readonly (readonly [Fetch, message: string])[] = [
    [() => Promise.resolve(toResponse({ status: 500, body: failed })), "GET /api/greeting: it failed (handler/failed)"],
    [() => Promise.resolve(new Response("1")), "GET /api/greeting: the answer does not fit: value: expected string, found number 1"],
    [() => Promise.resolve(toResponse({ status: 408 })), "GET /api/greeting: no answer in time"],
    [() => Promise.reject(new TypeError("no")), "GET /api/greeting: the node cannot be reached: no"],
  ];
  for (const [fetch, message] of cases) {
    const error: unknown = await answering(fetch)["greeting"]?.().orThrow().catch((thrown: unknown) => thrown);
    assert.ok(error instanceof Error);
    assert.equal([error.name, error.message], ["HttpCallError", message]);
  }
});

test.after(() => project.remove());
test.run();
