/** What pages of the web may have a browser do to a node of its user, on which any password is right. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import WebSocket from "ws";
import { isFromForeignPage, isOwnHost } from "../../runtime/node/services/http-server/visitors.js";
import { exchange, getText, readAnswer } from "../support/raw-http.js";
import { closeTestNodes, createTestNode, type TestNode } from "../support/test-node.js";

const hosts = suite("the Host header");

for (const [host, isOwn] of [
  ["localhost", true],
  ["localhost:8080", true],
  ["LOCALHOST", true],
  ["localhost.", true],
  ["app.localhost:8080", true],
  ["127.0.0.1:8080", true],
  ["[::1]:8080", true],
  ["192.168.1.7:8080", true],
  [undefined, true],
  ["my-app.example.com", true],
  ["evil.com", false],
  ["evil.com:8080", false],
  ["localhost.evil.com", false],
  ["evil-localhost", false],
  ["127.0.0.1.evil.com", false],
  ["2130706433", false],
  ["0x7f000001", false],
  ["a b.localhost", false],
  ["localhost:80:80", false],
  ["user@localhost", false],
  ["", false],
] as const) {
  hosts(`${String(host)} is ${isOwn ? "the node" : "not the node"}`, () => {
    assert.is(isOwnHost(host, ["my-app.example.com"]), isOwn);
  });
}

hosts.run();

const origins = suite("the Origin header");

for (const [headers, isForeign] of [
  [{}, false],
  [{ Origin: "http://localhost:5173" }, false],
  [{ Origin: "http://127.0.0.1:3000" }, false],
  [{ Origin: "http://[::1]:3000" }, false],
  [{ Origin: "http://app.localhost" }, false],
  [{ Origin: "http://192.168.1.7:8080" }, false],
  [{ Origin: "https://my-app.example.com" }, false],
  [{ Origin: "http://192.168.1.7:9090" }, true],
  [{ Origin: "http://192.168.1.8:8080" }, true],
  [{ Origin: "https://evil.com" }, true],
  [{ Origin: "http://localhost.evil.com" }, true],
  [{ Origin: "null" }, true],
  [{ Origin: "file://" }, true],
  [{ Origin: "chrome-extension://localhost" }, true],
  [{ Origin: "" }, true],
  [{ "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" }, true],
  [{ "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" }, false],
  [{ "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors" }, false],
] as const) {
  origins(`${JSON.stringify(headers)} is ${isForeign ? "somebody else's page" : "nothing foreign"}`, () => {
    const request = { method: "GET", target: "/", host: "192.168.1.7:8080", client: undefined, body: new Uint8Array(0) };
    assert.is(isFromForeignPage({ ...request, headers: Object.entries(headers) }, ["my-app.example.com"]), isForeign);
  });
}

origins.run();

const node = suite("a page of the web");
node.after.each(closeTestNodes);

/** Binds a public path, one behind the login, one for this machine alone, and a WebSocket of the first two kinds. */
const app = `
const act = (action) => standard.sendAndAwaitResponse(system("http-server"), request(JSON.stringify(action), 5n), undefined);
export function init() {
  const bindPath = (path, authenticated, local_only) => act({ Bind: { path, authenticated, local_only, cache: false } });
  bindPath("/public", false, false);
  bindPath("/private", true, false);
  bindPath("/local", false, true);
  act({ WebSocketBind: { path: "/public", authenticated: false, extension: false } });
  act({ WebSocketBind: { path: "/private", authenticated: true, extension: false } });
  for (;;) {
    const [, message] = standard.receive();
    if (message.tag !== "request") continue;
    const body = JSON.parse(text(message.val.body));
    print("got " + (body.Http ? body.Http.bound_path : Object.keys(body)[0]));
    if (body.Http) answer("reached");
  }
}`;

const refusedHost =
  "this node does not go by the name in the Host header: reach it as localhost or by an address, or start it with --allow-host and this name\n";
const refusedPage =
  "a page of another origin may not ask this of the node: its own pages and those of this machine may, and those of names that --allow-host gives\n";

async function createApp(options: Parameters<typeof createTestNode>[0] = {}): Promise<TestNode & { port: number; cookie: string }> {
  const world = await createTestNode(options);
  await world.install(app);
  const login = await fetch(`${world.node.url}/login`, { method: "POST", body: '{"password_hash":"0x00"}' });
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  return { ...world, port: Number(new URL(world.node.url).port), cookie };
}

node("reaches nothing by a name of its own that leads to this machine (DNS rebinding)", async () => {
  const { port, cookie, lines } = await createApp();
  for (const [method, path] of [
    ["GET", "/p:test:test.os/public"],
    ["GET", "/p:test:test.os/private"],
    ["GET", "/p:test:test.os/local"],
    ["GET", "/login"],
    ["POST", "/login"],
    ["POST", "/rpc:distro:sys/message"],
    ["GET", "/not/there"],
  ] as const) {
    const text = getText(path, { Host: `evil.com:${port}`, Cookie: cookie, "Content-Length": "0" }, method);
    assert.equal(readAnswer(await exchange(port, text)), ["HTTP/1.1 403 Forbidden", refusedHost], path);
  }
  assert.equal(lines.filter((line) => line.includes("got ")), []);
});

node("reaches public paths, and those behind the login only from this machine or the node itself", async () => {
  const { port, cookie } = await createApp();
  const ask = async (path: string, origin: string): Promise<readonly [string, string]> =>
    readAnswer(await exchange(port, getText(`/p:test:test.os${path}`, { Host: `localhost:${port}`, Origin: origin, Cookie: cookie })));
  const reached = ["HTTP/1.1 200 OK", "reached"];
  const refused = ["HTTP/1.1 403 Forbidden", refusedPage];
  for (const [path, origin, answer] of [
    ["/public", "https://evil.com", reached],
    ["/private", "https://evil.com", refused],
    ["/local", "https://evil.com", refused],
    ["/private", "null", refused],
    ["/private", `http://localhost:${port}`, reached],
    ["/private", "http://localhost:5173", reached],
    ["/local", "http://localhost:5173", reached],
  ] as const) {
    assert.equal(await ask(path, origin), answer, `${path} ${origin}`);
  }
});

node("cannot log its user in", async () => {
  const { port } = await createApp();
  const text = getText("/login", { Origin: "https://evil.com", "Content-Length": "24" }, "POST");
  assert.equal(readAnswer(await exchange(port, `${text}{"password_hash":"0x00"}`)), ["HTTP/1.1 403 Forbidden", refusedPage]);
});

node("a redirect after the login stays on the node", async () => {
  const { port } = await createApp();
  const redirectTo = async (target: string): Promise<string | undefined> => {
    const text = getText(`/login?redirect=${target}`, { Host: `localhost:${port}`, "Content-Length": "24" }, "POST");
    return /\r\nlocation: ([^\r]*)\r\n/i.exec(await exchange(port, `${text}{"password_hash":"0x00"}`))?.[1];
  };
  assert.is(await redirectTo("/p:test:test.os/"), `http://localhost:${port}/p:test:test.os/`);
  assert.is(await redirectTo("@evil.com/"), `http://localhost:${port}/@evil.com/`);
  assert.is(await redirectTo(".evil.com/"), `http://localhost:${port}/.evil.com/`);
  assert.is(await redirectTo("//evil.com/"), `http://localhost:${port}//evil.com/`);
});

node("sends no message through the RPC endpoint", async () => {
  const { port, lines, printed } = await createApp();
  const body = '{"process":"p:test:test.os","body":"{\\"Told\\":1}"}';
  for (const [headers, status] of [
    [{ Origin: "https://evil.com" }, "HTTP/1.1 403 Forbidden"],
    [{ Origin: "null" }, "HTTP/1.1 403 Forbidden"],
    [{ "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" }, "HTTP/1.1 403 Forbidden"],
    [{}, "HTTP/1.1 200 OK"],
  ] as const) {
    const text = getText("/rpc:distro:sys/message", { ...headers, "Content-Length": String(body.length) }, "POST");
    assert.equal(readAnswer(await exchange(port, text + body)), [status, ""]);
  }
  await printed("got Told");
  assert.is(lines.filter((line) => line.includes("got ")).length, 1);
});

node("opens no WebSocket that is behind the login", async () => {
  const { port, cookie } = await createApp();
  const open = (path: string, origin: string, host = `localhost:${port}`): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/p:test:test.os${path}`, { headers: { Origin: origin, Cookie: cookie, Host: host } });
      socket.on("open", () => (socket.terminate(), resolve("open")));
      socket.on("unexpected-response", (_, { statusCode }) => resolve(String(statusCode)));
      socket.on("error", () => {});
    });
  assert.equal(
    [
      await open("/private", `http://localhost:${port}`),
      await open("/private", "https://evil.com"),
      await open("/public", "https://evil.com"),
      await open("/public", "https://evil.com", "evil.com"),
    ],
    ["open", "403", "open", "403"],
  );
});

node("of a name that the node is given may do what its own may", async () => {
  const { port, cookie } = await createApp({ allowedHosts: ["My-App.example.com"] });
  const headers = { Host: "my-app.example.com", Origin: "https://my-app.example.com", Cookie: cookie };
  assert.equal(readAnswer(await exchange(port, getText("/p:test:test.os/private", headers))), ["HTTP/1.1 200 OK", "reached"]);
});

node.run();
