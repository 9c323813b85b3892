/** Clients of real processes, over real connections to a local node. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import WebSocket from "ws";
import type { PlatformSocketClass, SocketEnd, SocketProblem } from "../../runtime/client/index.js";
import { loadClient, type AnyClient } from "../support/client.js";
import { createProject, type Project } from "../support/project.js";
import { prepareInstallations, runProject } from "../support/run-project.js";

const test = suite("clients of a local node");

const projects: Project[] = [];

/** Processes of the subject that have no code. */
const neverInstalled = ["absent", "liar"];

async function start(source: string, process: string) {
  const project = await createProject(source);
  projects.push(project);
  const node = await runProject(project, "direct", {}, neverInstalled);
  const loaded = await loadClient(project, process);
  return { node, project, loaded, client: loaded.create(node.url, { WebSocket }) };
}

const [subject, todo, counter] = await Promise.all([
  start("test/cases/subject/project", "subject"),
  start("examples/todo", "todo"),
  start("examples/counter", "counter"),
]);

/** The result of a call that must have one. */
async function call(client: AnyClient, name: string, ...values: unknown[]): Promise<unknown> {
  const outcome = await client[name]?.(...values);
  if (outcome?.tag !== "ok") throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  return outcome.val;
}

test("counter: numbers with every digit", async () => {
  const { client } = counter;
  assert.is(await call(client, "total"), 0n);
  assert.is(await call(client, "add"), 1n);
  assert.is(await call(client, "add", 2n ** 64n - 2n), 2n ** 64n - 1n);
  assert.is(await call(client, "total"), 18446744073709551615n);
});

test("todo: results, errors by status and by body, and changes as they happen", async () => {
  const { client } = todo;
  assert.equal(await call(client, "listTasks"), []);
  const task = { id: 1n, title: "é, \"x\"", done: false, due: undefined };
  assert.equal(await call(client, "createTask", { title: task.title }), { tag: "ok", val: task });
  assert.equal(await call(client, "createTask", { title: " " }), {
    tag: "err",
    val: { tag: "Invalid", val: "the title is only white space" },
  });
  assert.equal(await call(client, "getTask", 1n), { tag: "ok", val: task });
  assert.equal(await call(client, "getTask", 7n), { tag: "err", val: { tag: "NotFound", val: 7n } });
  assert.equal(await call(client, "listTasks", "Done"), []);
  assert.equal(await call(client, "removeTask", 1n), { tag: "ok", val: undefined });
});

test("todo: a WebSocket behind the login, which a program proves by a cookie", async () => {
  const { node, loaded } = todo;
  const login = await fetch(`${node.url}/login`, { method: "POST", body: '{"password_hash":"0x00"}' });
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  const withCookie = class extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie } });
    }
  } satisfies PlatformSocketClass;
  const client = loaded.create(node.url, { WebSocket: withCookie });
  const live = loaded.socket(client, "live")();
  assert.is(await live.whenOpen(), true);
  const created = call(client, "createTask", { title: "seen" });
  for await (const change of live) {
    assert.equal(change, { tag: "Added", val: { id: 2n, title: "seen", done: false, due: undefined } });
    break;
  }
  await created;
  // Without it the node answers the request to upgrade as an ordinary one.
  const ends: SocketEnd[] = [];
  const refused = loaded.socket(todo.client, "live")({ reconnect: false, onClose: (end) => ends.push(end) });
  assert.is(await refused.whenOpen(), false);
  assert.equal(ends.map(({ wasOpen, retryInMs }) => [wasOpen, retryInMs]), [[false, undefined]]);
});

const item = { id: 18446744073709551610n, label: "ünï", tags: ["a,b", ""], note: undefined };
const look = { mode: "Newest", tags: [], range: [1, 2n], words: new Set(["w"]), last: { tag: "Busy" }, hint: item };

const rows: readonly (readonly [name: string, values: readonly unknown[], result: unknown])[] = [
  ["addItem", ["ünï", ["a,b", ""]], item],
  ["getItem", [item.id], { tag: "ok", val: item }],
  ["newestItem", [], item],
  ["listItems", ["Newest", 1], [item]],
  ["putItem", [item.id, item], { tag: "ok", val: undefined }],
  ["putItem", [1n, item], { tag: "err", val: { tag: "Missing", val: 1n } }],
  ["removeItem", [1n], { tag: "err", val: { tag: "Missing", val: 1n } }],
  // Words that name the handler are words.
  ["refuse", ["Refuse"], { tag: "err", val: { tag: "Refused", val: "Refuse" } }],
  ["refuse", [""], { tag: "err", val: { tag: "Busy" } }],
  ["echo", [{ Echo: [1, { a: 2n ** 64n }] }], { Echo: [1, { a: 2n ** 64n }] }],
  ["search", [["a,b", "", "c"], new Set([2n ** 64n - 1n, 1n])], { tags: ["a,b", "", "c"], ids: [2n ** 64n - 1n, 1], modes: null, words: ["a", "b,c"] }],
  ["search", [[""], new Set([1n]), ["Oldest", "Newest"], []], { tags: [""], ids: [1], modes: ["Oldest", "Newest"], words: [] }],
  ["whoAmI", [7, "en", "Oldest"], "7 en Oldest"],
  ["whoAmI", [7], "7 * Newest"],
  ["readCode", ["AB12"], "AB12"],
  ["order", ["a/b c?#%é"], "a/b c?#%é"],
  ["putLook", [look], look],
  ["putEntry", [{ title: "t", count: 1, ok: true, labels: ["l"], due: 5, modes: new Set(["Newest"]), secret: undefined }], { title: "t", count: 1, ok: true, labels: ["l"], due: 5, modes: new Set(["Newest"]), secret: undefined }],
  ["putPair", ["left"], ["left", 7]],
  ["putPair", ["left", 9], ["left", 9]],
  ["digest", [new Uint8Array([1, 2, 255])], [3, 258]],
];

for (const [name, values, result] of rows) {
  test(`${name} gives back what it was given`, async () => assert.equal(await call(subject.client, name, ...values), result));
}

test("handlers that answer themselves give the platform's response", async () => {
  const page = (await call(subject.client, "page")) as Response;
  assert.equal([page.status, page.headers.get("x-page"), await page.text()], [203, "1", "<p>é</p>"]);
  const upload = (await call(subject.client, "upload", { body: new Uint8Array([1, 2]) })) as Response;
  assert.equal(new Uint8Array(await upload.arrayBuffer()), new Uint8Array([2, 1]));
});

test("what goes wrong has its outcome", async () => {
  const { client, node, loaded } = subject;
  const outcomeOf = async (name: string, ...values: unknown[]): Promise<unknown> => {
    const outcome = await client[name]?.(...values);
    return outcome?.tag === "rejected" ? [outcome.status, outcome.code] : outcome?.tag;
  };
  assert.equal(await outcomeOf("fail"), [500, "handler/failed"]);
  assert.equal(await outcomeOf("wrongResult"), [500, "handler/failed"]);
  assert.equal(await outcomeOf("secret"), [200, "client/login-needed"]);
  assert.equal(await outcomeOf("nap", 10_000, { timeoutMs: 50 }), "timeout");
  const absent = loaded.create(`${node.url}/absent:test:test.os`);
  const outcome = await absent["greeting"]?.();
  assert.equal(outcome?.tag === "rejected" && [outcome.status, outcome.code], [404, "client/unexpected-answer"]);
  const nobody = loaded.create("http://127.0.0.1:9");
  assert.is((await nobody["greeting"]?.())?.tag, "offline");
});

test("an authenticated handler answers who has logged in", async () => {
  const { node, loaded } = subject;
  const login = await fetch(`${node.url}/login`, { method: "POST", body: '{"password_hash":"0x00"}' });
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  const outcome = await loaded.create(node.url, { headers: { cookie } })["secret"]?.();
  assert.is(outcome?.tag, "ok");
});

test("a typed WebSocket: messages, errors of frames and of handlers, the end by the process", async () => {
  const { client, loaded } = subject;
  const problems: SocketProblem[] = [];
  const ends: SocketEnd[] = [];
  const socket = loaded.socket(client, "live")({
    reconnect: { firstMs: 5, maxMs: 10 },
    onProblem: (problem) => problems.push(problem),
    onClose: (end) => ends.push(end),
  });
  const messages = socket[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => (await messages.next()).value;
  assert.is(await socket.whenOpen(), true);
  assert.equal(await next(), { tag: "Welcome", val: 1 });
  socket.send({ tag: "Double", val: 2n ** 62n });
  assert.equal(await next(), { tag: "Doubled", val: 2n ** 63n });
  socket.send({ tag: "Fail" });
  socket.send({ tag: "Say", val: "after" });
  assert.equal(await next(), { tag: "Said", val: "after" });
  const [failed] = problems;
  assert.ok(failed?.tag === "rejected");
  assert.equal([failed.code, failed.id !== undefined], ["handler/failed", true]);
  // The process closes; the socket opens again, and the loop goes on.
  socket.send({ tag: "Leave" });
  assert.equal(await next(), { tag: "Welcome", val: 1 });
  assert.equal(ends.map(({ wasOpen, retryInMs }) => [wasOpen, retryInMs !== undefined]), [[true, true]]);
  socket.close();
  assert.equal(await messages.next(), { value: undefined, done: true });
});

test("a WebSocket without types: text and bytes", async () => {
  const socket = subject.loaded.socket(subject.client, "raw")();
  const messages = socket[Symbol.asyncIterator]();
  await socket.whenOpen();
  socket.send("é");
  socket.send(new Uint8Array([1, 2, 3]));
  assert.equal([(await messages.next()).value, (await messages.next()).value], ["text é", new Uint8Array([3, 2, 1])]);
  socket.close();
});

test("a socket outlives the process that it talks to", async () => {
  const { project, node, loaded, client } = subject;
  const socket = loaded.socket(client, "live")({ reconnect: { firstMs: 20, maxMs: 50 } });
  const messages = socket[Symbol.asyncIterator]();
  assert.equal((await messages.next()).value, { tag: "Welcome", val: 1 });
  await node.install(await prepareInstallations(project, "direct", neverInstalled));
  assert.equal((await messages.next()).value, { tag: "Welcome", val: 1 });
  socket.send({ tag: "Say", val: "again" });
  assert.equal((await messages.next()).value, { tag: "Said", val: "again" });
  socket.close();
});

/** Requests to the list, and where in its OpenAPI document the answer is described. */
const described: readonly (readonly [method: string, path: string, body: string | undefined, template: string, status: string])[] = [
  ["GET", "/api/tasks", undefined, "/api/tasks", "200"],
  ["GET", "/api/tasks/2", undefined, "/api/tasks/{id}", "200"],
  ["GET", "/api/tasks/99", undefined, "/api/tasks/{id}", "404"],
  ["GET", "/api/tasks/x", undefined, "/api/tasks/{id}", "400"],
  ["POST", "/api/tasks", '{"title":" "}', "/api/tasks", "200"],
  ["POST", "/api/tasks", '{"title":""}', "/api/tasks", "400"],
  ["DELETE", "/api/tasks/99", undefined, "/api/tasks/{id}", "404"],
];

test("todo: answers are what its OpenAPI document says", async () => {
  const { node, project } = todo;
  const document = JSON.parse(await readFile(join(project.folder, "api/todo.openapi.json"), "utf8"));
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, "api");
  for (const [method, path, body, template, status] of described) {
    const answer = await fetch(`${node.url}/todo:todo:template.os${path}`, { method, ...(body === undefined ? {} : { body }) });
    assert.is(String(answer.status), status, `${method} ${path}`);
    const { $ref } = document.paths[template][method.toLowerCase()].responses[status];
    const place = $ref ?? `#/paths/${template.replaceAll("/", "~1").replace("{id}", "%7Bid%7D")}/${method.toLowerCase()}/responses/${status}`;
    const validate = ajv.getSchema(`api${place}/content/application~1json/schema`);
    assert.ok(validate, place);
    const json: unknown = await answer.json();
    assert.ok(validate(json), `${method} ${path}: ${JSON.stringify(json)}: ${ajv.errorsText(validate.errors)}`);
    assert.not.ok(validate({ other: 1 }), `${place} takes anything`);
  }
});

test.after(async () => {
  await Promise.all([subject, todo, counter].map(({ node }) => node.stop()));
  await Promise.all(projects.map((project) => project.remove()));
});
test.run();
