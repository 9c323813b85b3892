/** The http-server without sockets: bindings, checks, messages and answers. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Received } from "../../runtime/contract/standard.js";
import type { HttpAnswer, HttpRequest } from "../../runtime/node/services/http-server/exchange.js";
import { HttpServer } from "../../runtime/node/services/http-server/server.js";
import type { HttpServerOptions } from "../../runtime/node/services/http-server/server.js";
import { createToken } from "../../runtime/node/services/http-server/session.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import type { FakeProcess } from "../../runtime/testing/fake-kernel.js";
import { bytes, describe, textOf } from "../support/host-world.js";

const secret = bytes("a secret of at least thirty-two bytes");
const prefix = "/p:k:b.os";

interface World {
  readonly kernel: FakeKernel;
  readonly server: HttpServer;
  readonly process: FakeProcess;
}

function createWorld(options: Partial<HttpServerOptions> = {}, id = "p:k:b.os"): World {
  const kernel = new FakeKernel();
  const server = new HttpServer(kernel.kernel, kernel.clock, {
    secret,
    exposeLocal: true,
    timeoutSeconds: 15,
    ...options,
  });
  return { kernel, server, process: kernel.process(id, { mayMessage: ["http-server:distro:sys"] }) };
}

/** Sends an action and returns the reply. */
function act({ kernel, process }: World, action: unknown, blob?: { mime: string | undefined; text: string }): string {
  const body = typeof action === "string" ? action : JSON.stringify(action);
  const message = request({ body, expectsResponse: 5n });
  const sent = blob && { mime: blob.mime, bytes: bytes(blob.text) };
  process.host.sendRequest(kernel.address("http-server:distro:sys"), message, undefined, sent);
  return describe(process.receive());
}

function bind(world: World, path: string, settings: { authenticated?: boolean; local_only?: boolean } = {}): void {
  const { authenticated = false, local_only = false } = settings;
  assert.is(act(world, { Bind: { path, authenticated, local_only, cache: false } }), 'response {"Ok":null}');
}

function bindCached(world: World, path: string, mime: string | undefined, text: string): void {
  const action = { Bind: { path, authenticated: false, local_only: false, cache: true } };
  assert.is(act(world, action, { mime, text }), 'response {"Ok":null}');
}

type RequestFields = Partial<Omit<HttpRequest, "body" | "target">> & { readonly body?: string };

function httpRequest(target: string, fields: RequestFields = {}): HttpRequest {
  const { body = "", method = "GET", host = "localhost:8080", headers = [], ...others } = fields;
  return { method, target, host, headers, client: { address: "127.0.0.1", port: 4711 }, ...others, body: bytes(body) };
}

/** What the process gets for a request, and the promise of the answer. */
function ask(
  world: World,
  target: string,
  fields: RequestFields = {},
): { received: Received; answer: Promise<HttpAnswer> } {
  const answer = world.server.handle(httpRequest(target, fields));
  return { received: world.process.receive(), answer };
}

function bodyOf(received: Received): Record<string, unknown> {
  assert.ok(received.tag === "ok" && received.val[1].tag === "request");
  const { Http } = JSON.parse(textOf(received.val[1].val.body)) as { Http: Record<string, unknown> };
  return Http;
}

function respond({ kernel, process }: World, answer: unknown, blob?: string): void {
  const body = bytes(typeof answer === "string" ? answer : JSON.stringify(answer));
  process.host.sendResponse(
    { inherit: false, body, metadata: undefined, capabilities: [] },
    blob === undefined ? undefined : { mime: "text/ignored", bytes: bytes(blob) },
  );
  kernel.pump();
}

async function status(world: World, target: string, fields: RequestFields = {}): Promise<number> {
  return (await world.server.handle(httpRequest(target, fields))).status;
}

/** Whether a request gets as far as the process. */
async function reaches(world: World, target: string, fields: RequestFields = {}): Promise<boolean> {
  const answer = world.server.handle(httpRequest(target, fields));
  world.kernel.kernel.pump();
  const hasArrived = world.process.host.tryReceive() !== undefined;
  if (hasArrived) respond(world, { status: 200, headers: {} });
  await answer;
  return hasArrived;
}

const actions = suite("http-server actions");

for (const [action, reply] of [
  ["nonsense", '{"Err":"MalformedRequest"}'],
  ['{"Bind":{"path":"/a","authenticated":true,"local_only":false}}', '{"Err":"MalformedRequest"}'],
  ['{"Unbind":{}}', '{"Err":"MalformedRequest"}'],
  ['{"WebSocketOpen":{"path":"/","channel_id":1}}', '{"Err":"MalformedRequest"}'],
  ['{"Bind":{"path":"/a","authenticated":true,"local_only":false,"cache":true}}', '{"Err":"NoBlob"}'],
  ['{"SecureBind":{"path":"/a","cache":false}}', '{"Ok":null}'],
  ['{"SecureBind":{"path":"/a"}}', '{"Err":"MalformedRequest"}'],
  ['{"SecureBind":{"path":"/a","cache":true}}', '{"Err":"NoBlob"}'],
  ['{"WebSocketBind":{"path":"/ws","authenticated":true,"extension":false}}', '{"Ok":null}'],
  ['{"WebSocketBind":{"path":"/ws","authenticated":true}}', '{"Err":"MalformedRequest"}'],
  ['{"WebSocketSecureBind":{"path":"/ws","extension":false}}', '{"Ok":null}'],
  ['{"WebSocketUnbind":{"path":"/never/bound"}}', '{"Ok":null}'],
  ['{"WebSocketClose":7}', '{"Ok":null}'],
  ['{"WebSocketClose":-7}', '{"Err":"MalformedRequest"}'],
  ['{"WebSocketClose":4294967296}', '{"Err":"MalformedRequest"}'],
  ['{"WebSocketPush":{"channel_id":7,"message_type":"Text"}}', '{"Err":"NoBlob"}'],
  ['{"WebSocketPush":{"channel_id":7,"message_type":"Other"}}', '{"Err":"MalformedRequest"}'],
  ['{"WebSocketExtPushOutgoing":{"channel_id":7,"message_type":"Binary","desired_reply_type":"Request"}}', '{"Err":"MalformedRequest"}'],
  ['{"Unbind":{"path":"/never/bound"}}', '{"Ok":null}'],
] as const) {
  actions(`${action} is answered with ${reply}`, () => {
    assert.is(act(createWorld(), action), `response ${reply}`);
  });
}

actions("what this node does not have is also said on the terminal", () => {
  const world = createWorld();
  act(world, { WebSocketExtPushOutgoing: { channel_id: 7, message_type: "Binary", desired_reply_type: "Request" } });
  assert.is(
    world.kernel.lines[0]?.text,
    "http-server: WebSocketExtPushOutgoing of p:k:b.os is refused: this node has no such thing",
  );
});

actions("a secure path is refused, and the terminal says once why", async () => {
  const world = createWorld();
  act(world, { SecureBind: { path: "/a", cache: false } });
  act(world, { WebSocketSecureBind: { path: "/ws", extension: false } });
  const reason = "p:k:b.os has paths on the secure subdomain k-b-os, and this node has no subdomains";
  const answer = await world.server.handle(httpRequest(`${prefix}/a`));
  assert.equal([answer.status, textOf(answer.body)], [501, `${reason}\n`]);
  const told = world.kernel.lines.filter(({ text }) => text.includes("subdomain"));
  assert.equal(told.map(({ verbosity, text }) => [verbosity, text]), [[0, `http-server: ${reason}; requests are refused with 501`]]);
});

actions("a process with characters that are not allowed cannot bind", () => {
  const world = createWorld({}, "P_1:k:b.os");
  const action = { Bind: { path: "/a", authenticated: false, local_only: false, cache: false } };
  assert.is(act(world, action), 'response {"Err":"InvalidSourceProcess"}');
});

actions("errors are sent even if nothing is expected, success is not", () => {
  const world = createWorld();
  const server = world.kernel.address("http-server:distro:sys");
  world.process.host.sendRequest(server, request({ body: '{"Unbind":{"path":"/a"}}' }), undefined, undefined);
  world.kernel.kernel.pump();
  assert.is(world.process.waitingCount, 0);
  world.process.host.sendRequest(server, request({ body: "nonsense" }), undefined, undefined);
  world.kernel.kernel.pump();
  assert.is(world.process.waitingCount, 1);
});

actions.run();

const paths = suite("http-server paths");

for (const [bound, requested, isReached] of [
  ["/", prefix, true],
  ["/", `${prefix}/`, true],
  ["/", `${prefix}/anything/below`, true],
  ["/", "/other:k:b.os", false],
  ["/", "/", false],
  ["/api", `${prefix}/api`, true],
  ["api", `${prefix}/api/`, true],
  ["/api/", `${prefix}/api`, true],
  ["/api", `${prefix}/api//`, false],
  ["/api", `${prefix}/api/x`, false],
  ["/api", `${prefix}/API`, false],
  ["/api", `${prefix}/%61pi`, false],
  ["/api/:id", `${prefix}/api/7?x=1`, true],
  ["", prefix, false],
] as const) {
  paths(
    `bound at ${bound === "" ? "nothing" : bound}, ${requested} ${isReached ? "reaches the process" : "is not found"}`,
    async () => {
      const world = createWorld();
      bind(world, bound);
      assert.is(await reaches(world, requested), isReached);
    },
  );
}

paths("the homepage binds bare paths", async () => {
  const world = createWorld({}, "homepage:homepage:sys");
  bind(world, "/");
  bind(world, "/settings");
  assert.equal([await reaches(world, "/"), await reaches(world, "/settings")], [true, true]);
});

paths("an unbound path is not found, and does not fall back to the base path", async () => {
  const world = createWorld();
  bind(world, "/");
  bind(world, "/api");
  act(world, { Unbind: { path: "/api" } });
  assert.is(await status(world, `${prefix}/api`), 404);
  assert.is(await reaches(world, `${prefix}/other`), true);
  bind(world, "/api");
  assert.is(await reaches(world, `${prefix}/api`), true);
});

paths("forgetting a process forgets its paths and those it unbound, and no others", async () => {
  const world = createWorld();
  bind(world, "/");
  bind(world, "/api");
  act(world, { Unbind: { path: "/gone" } });
  const other = { ...world, process: world.kernel.process("q:k:b.os", { mayMessage: ["http-server:distro:sys"] }) };
  bind(other, "/");
  world.server.forget(world.process.our.process);
  assert.equal([await status(world, prefix), await status(world, `${prefix}/api`)], [404, 404]);
  assert.is(await reaches(other, "/q:k:b.os/x"), true);
  bind(world, "/");
  assert.is(await reaches(world, `${prefix}/gone`), true);
});

paths.run();

const messages = suite("http-server messages");

messages("carry method, url without port and query, bound path, parameters, headers and the body as blob", async () => {
  const world = createWorld();
  bind(world, "/items/:id");
  const { received, answer } = ask(world, `${prefix}/items/4%2F2/?q=two+words&q=last%20wins&empty`, {
    method: "POST",
    headers: [
      ["Host", "localhost:8080"],
      ["X-Two", "1"],
      ["x-two", "2"],
      ["X-Odd", "ü"],
    ],
    body: "content",
  });
  assert.equal(bodyOf(received), {
    source_socket_addr: "127.0.0.1:4711",
    method: "POST",
    url: `http://localhost${prefix}/items/4%2F2`,
    bound_path: `${prefix}/items/:id`,
    headers: { host: "localhost:8080", "x-two": "2", "x-odd": "" },
    url_params: { id: "4%2F2" },
    query_params: { q: "last wins", empty: "" },
  });
  assert.equal(world.process.host.getBlob(), { mime: undefined, bytes: bytes("content") });
  assert.ok(received.tag === "ok" && received.val[1].tag === "request");
  const [source, { val }] = received.val;
  assert.equal(
    [source, val.expectsResponse, val.inherit, val.metadata],
    [world.kernel.address("http-server:distro:sys"), 15n, false, undefined],
  );
  respond(world, { status: 200, headers: {} });
  await answer;
});

messages("have no rsvp, an empty blob for an empty body, and null for an unknown client", async () => {
  const world = createWorld();
  bind(world, "/");
  const { received, answer } = ask(world, prefix, { client: undefined, host: undefined });
  const http = bodyOf(received);
  assert.equal(
    [http["source_socket_addr"], http["url"], http["bound_path"]],
    [null, `http://localhost${prefix}`, prefix],
  );
  assert.is(world.process.host.getBlob()?.bytes.length, 0);
  assert.is(world.kernel.trace.at(-1)?.message.rsvp, undefined);
  respond(world, { status: 204, headers: {} });
  await answer;
});

messages("format the address of a client with IPv6", async () => {
  const world = createWorld();
  bind(world, "/");
  const { received, answer } = ask(world, prefix, { client: { address: "::1", port: 5 }, host: "[::1]:8080" });
  assert.equal([bodyOf(received)["source_socket_addr"], bodyOf(received)["url"]], ["[::1]:5", `http://[::1]${prefix}`]);
  respond(world, { status: 200, headers: {} });
  await answer;
});

messages("expect an answer within the seconds that the client asks for", async () => {
  const world = createWorld();
  bind(world, "/");
  for (const [header, seconds] of [
    ["3", 3n],
    ["0", 0n],
    ["many", 15n],
    ["-1", 15n],
    ["1.5", 15n],
    ["18446744073709551616", 15n],
  ] as const) {
    const { received, answer } = ask(world, prefix, { headers: [["X-Hyperware-Http-Server-Timeout", header]] });
    assert.ok(received.tag === "ok" && received.val[1].tag === "request");
    assert.is(received.val[1].val.expectsResponse, seconds, header);
    world.kernel.clock.advance(Number(seconds) * 1000);
    assert.is((await answer).status, 408);
  }
});

messages.run();

const answers = suite("http-server answers");

async function answerTo(world: World, response: unknown, blob?: string): Promise<HttpAnswer> {
  bind(world, "/");
  const { answer } = ask(world, prefix);
  respond(world, response, blob);
  return answer;
}

answers("take status and headers from the body and the content from the blob, whose mime is ignored", async () => {
  const answer = await answerTo(
    createWorld(),
    { status: 418, headers: { "X-A": "1", "Content-Type": "text/tea" } },
    "short and stout",
  );
  assert.is(answer.status, 418);
  assert.equal(answer.headers, [
    ["content-type", "text/tea"],
    ["x-a", "1"],
  ]);
  assert.is(textOf(answer.body), "short and stout");
});

answers("are application/octet-stream unless the process says otherwise", async () => {
  const answer = await answerTo(createWorld(), { status: 200, headers: {} });
  assert.equal([answer.headers, answer.body.length], [[["content-type", "application/octet-stream"]], 0]);
});

answers("leave out headers that HTTP does not allow", async () => {
  const headers = { "a b": "1", "x-line": "a\r\nb: c", "x-é": "1", "x-value": "é", "x-good": "fine", "": "empty" };
  const answer = await answerTo(createWorld(), { status: 200, headers });
  assert.equal(
    answer.headers.map(([name]) => name),
    ["content-type", "x-good"],
  );
});

for (const [response, expected] of [
  ["not json", 500],
  ["{}", 500],
  [{ status: 200 }, 500],
  [{ status: "200", headers: {} }, 500],
  [{ status: 200, headers: { a: 1 } }, 500],
  [{ status: 70000, headers: {} }, 500],
] as const) {
  answers(
    `${typeof response === "string" ? response : JSON.stringify(response)} is an error without content`,
    async () => {
      const answer = await answerTo(createWorld(), response, "content");
      assert.equal([answer.status, answer.body.length], [expected, 0]);
    },
  );
}

answers("a status that HTTP does not know is an error with the content of the process", async () => {
  for (const wrong of [0, 99, 1000]) {
    const answer = await answerTo(createWorld(), { status: wrong, headers: {} }, "content");
    assert.equal([answer.status, textOf(answer.body)], [500, "content"]);
  }
});

answers("only the first counts", async () => {
  const world = createWorld();
  bind(world, "/");
  const { answer } = ask(world, prefix);
  respond(world, { status: 201, headers: {} });
  respond(world, { status: 500, headers: {} });
  assert.is((await answer).status, 201);
  assert.is(world.kernel.clock.timerCount, 0);
});

answers("that do not come in time are 408 without content, and late ones are ignored", async () => {
  const world = createWorld({ timeoutSeconds: 2 });
  bind(world, "/");
  const { answer } = ask(world, prefix);
  world.kernel.clock.advance(2000);
  const { status: late, body } = await answer;
  assert.equal([late, body.length], [408, 0]);
  respond(world, { status: 200, headers: {} });
});

answers("of a process that has gone, or may not be messaged, are 408 after the whole time", async () => {
  const world = createWorld();
  bind(world, "/");
  world.process.port.remove({ revoke: true });
  const answer = world.server.handle(httpRequest(prefix));
  world.kernel.advance(14_999);
  const early = await Promise.race([answer.then(() => "answered"), Promise.resolve("waiting")]);
  assert.is(early, "waiting");
  world.kernel.advance(1);
  assert.is((await answer).status, 408);
});

answers("that wait when the server closes are 408", async () => {
  const world = createWorld();
  bind(world, "/");
  const { answer } = ask(world, prefix);
  world.server.close();
  assert.is((await answer).status, 408);
});

answers.run();

const cached = suite("http-server cache");

cached("answers GET with the blob and its mime, text/plain without one", async () => {
  const world = createWorld();
  bindCached(world, "/", "text/html", "<p>");
  bindCached(world, "/plain", undefined, "text");
  const page = await world.server.handle(httpRequest(prefix));
  assert.equal([page.status, page.headers, textOf(page.body)], [200, [["content-type", "text/html"]], "<p>"]);
  const plain = await world.server.handle(httpRequest(`${prefix}/plain`));
  assert.equal(plain.headers, [["content-type", "text/plain"]]);
});

cached("serves a cached base path for unknown paths below", async () => {
  const world = createWorld();
  bindCached(world, "/", "text/html", "<p>");
  assert.is(textOf((await world.server.handle(httpRequest(`${prefix}/some/page`))).body), "<p>");
});

cached("leaves every other method to the process", async () => {
  const world = createWorld();
  bindCached(world, "/", "text/html", "<p>");
  for (const method of ["HEAD", "POST", "OPTIONS", "DELETE"])
    assert.is(await reaches(world, prefix, { method }), true, method);
  assert.is(await reaches(world, prefix), false);
});

cached("a new binding without cache replaces the content", async () => {
  const world = createWorld();
  bindCached(world, "/a", "text/html", "<p>");
  bind(world, "/a");
  assert.is(await reaches(world, `${prefix}/a`), true);
});

cached.run();

const login = suite("http-server login");

function cookie(
  world: World,
  overrides: { node?: string; secret?: Uint8Array; nowMs?: number; subdomain?: string } = {},
): string {
  const { node = "test.os", nowMs = world.kernel.clock.now(), subdomain = null } = overrides;
  return `hyperware-auth_test.os=${createToken({ node, secret: overrides.secret ?? secret }, nowMs, subdomain)}`;
}

const halfYearMs = 26 * 7 * 24 * 3600 * 1000;

for (const [name, makeCookie, isLetIn] of [
  ["a valid token", cookie, true],
  ["a valid token among other cookies", (world: World) => `a=1; ${cookie(world)}; b=2`, true],
  ["no cookie", () => "", false],
  ["a cookie of another node", (world: World) => cookie(world).replace("test.os", "other.os"), false],
  ["a token for another node", (world: World) => cookie(world, { node: "other.os" }), false],
  ["a token for a subdomain", (world: World) => cookie(world, { subdomain: "p:k:b.os" }), false],
  ["a token signed by somebody else", (world: World) => cookie(world, { secret: bytes("x".repeat(32)) }), false],
  ["an expired token", (world: World) => cookie(world, { nowMs: -halfYearMs }), false],
  ["a token that is almost expired", (world: World) => cookie(world, { nowMs: 2000 - halfYearMs }), true],
  ["an entry with two equal signs", (world: World) => `${cookie(world)}=`, false],
  ["separators without space", (world: World) => `a=1;${cookie(world)}`, false],
  ["no token at all", () => "hyperware-auth_test.os=", false],
  ["something else than a token", () => "hyperware-auth_test.os=abc", false],
  ["a token without signature", (world: World) => cookie(world).replace(/\.[\w-]+$/, ".A"), false],
] as const) {
  login(`${name}: ${isLetIn ? "the process is asked" : "the login page with status 200"}`, async () => {
    const world = createWorld();
    bind(world, "/", { authenticated: true });
    const fields = { headers: [["Cookie", makeCookie(world)]] as const, method: "DELETE" };
    assert.is(await reaches(world, prefix, fields), isLetIn);
    if (isLetIn) return;
    const answer = await world.server.handle(httpRequest(prefix, fields));
    assert.equal([answer.status, answer.headers], [200, []]);
    assert.match(textOf(answer.body), '<form id="login">');
  });
}

login("is asked for before cached content", async () => {
  const world = createWorld();
  act(
    world,
    { Bind: { path: "/", authenticated: true, local_only: false, cache: true } },
    { mime: undefined, text: "private" },
  );
  assert.not.match(textOf((await world.server.handle(httpRequest(prefix))).body), "private");
});

login("GET /login is the page", async () => {
  const { status: ok, headers, body } = await createWorld().server.handle(httpRequest("/login"));
  assert.equal([ok, headers], [200, [["content-type", "text/html; charset=utf-8"]]]);
  assert.match(textOf(body), "any password works");
});

login("POST /login with any password gives a cookie that is accepted", async () => {
  const world = createWorld();
  bind(world, "/", { authenticated: true });
  const answer = await world.server.handle(
    httpRequest("/login", { method: "POST", body: '{"password_hash":"0x12","subdomain":""}' }),
  );
  assert.is(answer.status, 200);
  assert.type(JSON.parse(textOf(answer.body)), "string");
  const [, setCookie = ""] = answer.headers.find(([name]) => name === "set-cookie") ?? [];
  assert.match(setCookie, /^hyperware-auth_test\.os=[\w-]+\.[\w-]+\.[\w-]+; domain=\.localhost;$/);
  assert.is(await reaches(world, prefix, { headers: [["cookie", setCookie.split(";")[0] ?? ""]] }), true);
});

login("POST /login with a redirect answers 303", async () => {
  const target = "/login?redirect=/p:k:b.os/";
  const answer = await createWorld().server.handle(
    httpRequest(target, { method: "POST", body: '{"password_hash":"0x12"}' }),
  );
  assert.is(answer.status, 303);
  assert.equal(
    answer.headers.find(([name]) => name === "location"),
    ["location", "http://localhost:8080/p:k:b.os/"],
  );
});

login("POST /login refuses what is no login, and more than 16 KiB", async () => {
  const { server } = createWorld();
  for (const body of ["", "[]", "{}", '{"password_hash":1}']) {
    const answer = await server.handle(httpRequest("/login", { method: "POST", body }));
    assert.equal([answer.status, textOf(answer.body)], [400, '"Failed to parse login info"'], body);
  }
  assert.is((await server.handle(httpRequest("/login", { method: "POST", body: "x".repeat(16385) }))).status, 413);
});

login("other methods of /login are not found", async () => {
  assert.is(await status(createWorld(), "/login", { method: "PUT" }), 404);
});

login.run();

const local = suite("http-server local_only");

for (const [name, options, fields, isLetIn] of [
  ["loopback", {}, {}, true],
  ["IPv6 loopback", {}, { client: { address: "::1", port: 1 } }, true],
  ["mapped loopback", {}, { client: { address: "::ffff:127.0.0.1", port: 1 } }, true],
  ["another machine", {}, { client: { address: "192.168.0.7", port: 1 } }, false],
  ["an unknown client", {}, { client: undefined }, false],
  ["a proxy", {}, { headers: [["X-Forwarded-For", "1.2.3.4"]] }, false],
  ["a node without --expose-local", { exposeLocal: false }, {}, false],
] as const) {
  local(`${name}: ${isLetIn ? "the process is asked" : "403"}`, async () => {
    const world = createWorld(options);
    bind(world, "/", { local_only: true });
    assert.is(await reaches(world, prefix, fields), isLetIn);
    if (!isLetIn) assert.is(await status(world, prefix, fields), 403);
  });
}

local.run();
