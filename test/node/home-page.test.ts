/** `homepage:homepage:sys`: what processes say of themselves, who may take others away, and what it serves at the root of the node. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { closeTestNodes, createTestNode, type TestNode, testProcess } from "../support/test-node.js";

const test = suite("home page");
test.after.each(closeTestNodes);

/** Sends each body that it is told to the home page, and gives back the answer: `{"body": …, "capability": "RemoveOther"}`. */
const teller = `export function init() {
  const page = local("homepage", "homepage", "sys");
  for (;;) {
    const [, message] = standard.receive();
    if (message.tag !== "request") continue;
    const { body, capability, waits } = JSON.parse(text(message.val.body));
    const capabilities = capability ? [{ issuer: page, params: JSON.stringify(capability) }] : [];
    if (capability) standard.saveCapabilities(capabilities);
    const told = { ...request(typeof body === "string" && body.startsWith("raw ") ? body.slice(4) : JSON.stringify(body), waits ? 5n : undefined), capabilities };
    if (!waits) { standard.sendRequest(page, told, undefined, undefined); respond("null"); continue; }
    const [, answer] = standard.sendAndAwaitResponse(page, told, undefined);
    respond(text(answer.val[0].body));
  }
}`;

const homepageRights = { request_capabilities: ["homepage:homepage:sys"], grant_capabilities: ["homepage:homepage:sys"] };
const icon = "data:image/svg+xml,%3Csvg/%3E";

test("an app is added, added again, and removed, by its own process", async () => {
  const world = await createWorld(["a", "b"]);
  await world.tell("b", { Add: { label: "B", icon, path: "/", widget: "<p>b" } });
  await world.tell("a", { Add: { label: "A" } });
  const app = { package_name: "test", publisher: "test.os" };
  const a = { id: "a:test:test.os", process: "a", ...app, path: null, label: "A", base64_icon: null, widget: null, order: 1, favorite: false };
  const b = { id: "b:test:test.os", process: "b", ...app, path: "/b:test:test.os/", label: "B", base64_icon: icon, widget: "<p>b", order: 0, favorite: false };
  assert.equal(await world.apps(), [a, b]);
  assert.equal(await world.ask("a", "GetApps"), { GetApps: [a, b] });
  await world.tell("b", { Add: { label: "New", icon: null, path: "deep/down", widget: null } });
  assert.equal(await world.apps(), [a, { ...b, label: "New", base64_icon: null, path: "/b:test:test.os/deep/down", widget: null, order: 2 }]);
  await world.tell("b", "Remove");
  await world.tell("a", { Remove: null });
  assert.equal(await world.apps(), []);
  assert.equal(await world.ask("a", "GetPushSubscription"), { PushSubscription: null });
});

test("what it cannot read is dropped without an answer, and changes nothing", async () => {
  const world = await createWorld(["a"]);
  for (const body of [{ Add: {} }, { Add: { label: 1 } }, { Add: { label: "A", icon: 5 } }, { Add: { label: "A", path: [] } }, { Remove: 1 }, "constructor", { Nope: null }, "raw {", 5, null]) {
    await world.tell("a", body);
  }
  assert.equal(await world.apps(), []);
});

test("others are removed, and the stylesheet is set, only with the capability attached", async () => {
  const world = await createWorld(["a", "b"]);
  await world.tell("b", { Add: { label: "B" } });
  await world.tell("a", { RemoveOther: "b:test:test.os" });
  await world.tell("a", { SetStylesheet: "body{}" });
  await world.printed("homepage: SetStylesheet of a:test:test.os is ignored: it lacks the capability");
  assert.is((await world.apps()).length, 1);
  assert.is(await world.text("/hyperware.css"), "");
  await world.tell("a", { SetStylesheet: "body{}" }, "SetStylesheet");
  assert.is(await world.text("/hyperware.css"), "body{}");
  await world.tell("a", { RemoveOther: "b:test:test.os" }, "RemoveOther");
  assert.equal(await world.apps(), []);
});

test("a process that is taken off the node is taken off the page", async () => {
  const world = await createWorld(["a"]);
  await world.tell("a", { Add: { label: "A" } });
  await world.node.node.kill(testProcess("a"));
  assert.is((await world.apps()).length, 1);
  await world.node.node.remove(testProcess("a"));
  assert.equal(await world.apps(), []);
});

test("what needs no login: who the node is", async () => {
  const world = await createWorld([]);
  const served = async (path: string) => {
    const answer = await fetch(`${world.node.node.url}${path}`);
    return [answer.status, answer.headers.get("content-type"), await answer.text()];
  };
  assert.equal(await served("/our"), [200, "text/html", "test.os"]);
  assert.equal(await served("/our.js"), [200, "application/javascript", "window.our = {}; window.our.node = 'test.os';"]);
  assert.equal(await served("/amionline"), [200, "text/html", "yes"]);
  for (const path of ["/", "/apps", "/version", "/favorite", "/order"]) {
    assert.match(String((await served(path))[2]), "Development node: any password works", path);
  }
  assert.equal((await served("/nothing"))[0], 404);
});

test("the page, favorites and the order, which outlives a restart", async () => {
  const world = await createWorld(["a", "b"]);
  for (const name of ["a", "b"]) await world.tell(name, { Add: { label: name } });
  assert.match(await world.text("/"), "<title>test.os</title>");
  assert.is(await world.status("/version"), 425);
  const post = (path: string, body: string) => world.status(path, { method: "POST", body });
  assert.equal([await world.status("/favorite"), await world.status("/order")], [405, 405]);
  for (const body of ["", "{}", '["a"]', '["a", 1]', "[1, true]"]) assert.is(await post("/favorite", body), 400, body);
  for (const body of ["", '[["a"]]', '[["a", -1]]', '[["a", 4294967296]]']) assert.is(await post("/order", body), 400, body);
  assert.equal([await post("/favorite", '["b:test:test.os", true]'), await post("/favorite", '["nobody", true]')], [200, 200]);
  assert.is(await post("/order", '[["a:test:test.os", 7], ["b:test:test.os", 3]]'), 200);
  const places = async () => (await world.apps()).map(({ label, order, favorite }) => [label, order, favorite]);
  assert.equal(await places(), [["a", 7, false], ["b", 3, true]]);
  await world.node.node.restart();
  for (const name of ["a", "b"]) await world.tell(name, { Add: { label: name } });
  assert.equal(await places(), [["a", 7, false], ["b", 3, false]]);
});

test("the version is told once there are four apps and three widgets", async () => {
  const names = ["a", "b", "c", "d"];
  const world = await createWorld(names);
  for (const name of names) await world.tell(name, { Add: { label: name, widget: name === "d" ? null : "<p>" } });
  assert.equal([await world.status("/version"), await world.text("/version")], [200, "1.9.2"]);
});

test.run();

interface AppJson {
  readonly label: string;
  readonly order: number;
  readonly favorite: boolean;
}

async function createWorld(names: readonly string[]) {
  const node: TestNode = await createTestNode({ verbosity: 1 });
  for (const name of names) await node.install(teller, homepageRights, name);
  const login = await fetch(`${node.node.url}/login`, { method: "POST", body: '{"password_hash":"0x"}' });
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  const get = (path: string, init: RequestInit = {}) => fetch(`${node.node.url}${path}`, { ...init, headers: { cookie } });
  const send = async (name: string, message: object): Promise<unknown> => {
    const answer = await node.node.ask({ node: "test.os", process: testProcess(name) }, new TextEncoder().encode(JSON.stringify(message)), 5);
    assert.is(answer.kind, "response");
    return answer.kind === "response" ? JSON.parse(new TextDecoder().decode(answer.body)) : undefined;
  };
  return {
    node,
    printed: node.printed,
    tell: (name: string, body: unknown, capability?: string) => send(name, { body, capability, waits: false }),
    ask: (name: string, body: unknown) => send(name, { body, waits: true }),
    text: async (path: string) => (await get(path)).text(),
    status: async (path: string, init?: RequestInit) => (await get(path, init)).status,
    apps: async () => (await (await get("/apps")).json()) as readonly AppJson[],
  };
}
