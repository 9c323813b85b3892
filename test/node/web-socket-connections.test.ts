/** WebSockets over real connections, with a client that is not ours. */

import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import WebSocket from "ws";
import { exchange } from "../support/raw-http.js";
import { closeTestNodes, createTestNode, testProcess, type TestNode } from "../support/test-node.js";

/** Binds `/ws` and `/private`, says what it gets, and sends each text back in capitals. */
const echo = `
const bindSocket = (path, authenticated) =>
  standard.sendAndAwaitResponse(system("http-server"),
    request(JSON.stringify({ WebSocketBind: { path, authenticated, extension: false } }), 5n), undefined);
export function init() {
  bind("/");
  bindSocket("/ws", false);
  bindSocket("/private", true);
  for (;;) {
    const [, message] = standard.receive();
    if (message.tag !== "request") continue;
    const blob = standard.getBlob();
    const body = JSON.parse(text(message.val.body));
    if (body.Http) { answer(body.Http.method + " " + (blob ? text(blob.bytes) : "")); continue; }
    print("got " + Object.keys(body)[0] + (body.WebSocketPush ? " " + body.WebSocketPush.message_type + " " + blob.bytes.length : ""));
    if (body.WebSocketPush?.message_type !== "Text" && body.WebSocketPush?.message_type !== "Binary") continue;
    const channel_id = body.WebSocketPush.channel_id;
    if (text(blob.bytes) === "close") {
      standard.sendRequest(system("http-server"), request(JSON.stringify({ WebSocketClose: channel_id })), undefined, undefined);
      continue;
    }
    const push = { WebSocketPush: { channel_id, message_type: body.WebSocketPush.message_type } };
    const bytes = body.WebSocketPush.message_type === "Text" ? new TextEncoder().encode(text(blob.bytes).toUpperCase()) : blob.bytes;
    standard.sendRequest(system("http-server"), request(JSON.stringify(push)), undefined, { mime: undefined, bytes });
  }
}`;

/** A client whose events are awaited one by one. */
class Client {
  readonly #socket: WebSocket;
  readonly #events: string[] = [];
  #wake: () => void = () => {};

  constructor(node: TestNode, path: string, headers: Record<string, string> = {}) {
    this.#socket = new WebSocket(`${node.node.url.replace("http", "ws")}/p:test:test.os${path}`, { headers });
    const note = (event: string): void => {
      this.#events.push(event);
      this.#wake();
    };
    this.#socket.on("open", () => note("open"));
    this.#socket.on("message", (data: Buffer, isBinary) => note(`${isBinary ? "binary" : "text"} ${data.length > 20 ? data.length : String(data)}`));
    this.#socket.on("pong", (data) => note(`pong ${String(data)}`));
    this.#socket.on("close", (code) => note(`close ${code}`));
    this.#socket.on("error", () => {});
    this.#socket.on("unexpected-response", (_, response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += String(chunk)));
      response.on("end", () => note(`${response.statusCode} ${body.slice(0, 15)}`));
    });
  }

  async next(): Promise<string> {
    while (this.#events.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#events.shift() ?? "";
  }

  send(data: string | Uint8Array): void {
    this.#socket.send(data);
  }

  get unsentBytes(): number {
    return this.#socket.bufferedAmount;
  }

  ping(data: string): void {
    this.#socket.ping(data);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /** Breaks the connection off without a close frame. */
  terminate(): void {
    this.#socket.terminate();
  }
}

function portOf({ node }: TestNode): number {
  return Number(new URL(node.url).port);
}

const test = suite("WebSocket connections");

test.after.each(closeTestNodes);

async function createEcho(): Promise<TestNode> {
  const node = await createTestNode();
  await node.install(echo);
  return node;
}

test("texts, bytes and pings both ways, then the client closes", async () => {
  const node = await createEcho();
  const client = new Client(node, "/ws");
  assert.is(await client.next(), "open");
  client.send("grüße");
  assert.is(await client.next(), "text GRÜSSE");
  client.send(new Uint8Array([1, 2, 255]));
  assert.match(await client.next(), /^binary /);
  client.ping("p");
  assert.is(await client.next(), "pong p");
  client.close(4000, "bye");
  assert.is(await client.next(), "close 4000");
  await node.printed("got WebSocketClose");
  const got = node.lines.filter((line) => line.includes("got ")).map((line) => line.replace(/^.*got /, ""));
  assert.equal(got, [
    "WebSocketOpen",
    "WebSocketPush Text 7",
    "WebSocketPush Binary 3",
    "WebSocketPush Ping 1",
    "WebSocketPush Close 3",
    "WebSocketClose",
  ]);
});

test("the process closes", async () => {
  const node = await createEcho();
  const client = new Client(node, "/ws");
  await client.next();
  client.send("close");
  assert.is(await client.next(), "close 1005");
  await node.printed("got WebSocketClose");
});

test("a connection that breaks off is told without a close frame", async () => {
  const node = await createEcho();
  const client = new Client(node, "/ws");
  await client.next();
  client.terminate();
  await node.printed("got WebSocketClose");
  assert.not(node.lines.some((line) => line.includes("Push Close")));
});

test("a message of megabytes", async () => {
  const client = new Client(await createEcho(), "/ws");
  await client.next();
  client.send(new Uint8Array(5_000_000));
  assert.is(await client.next(), "binary 5000000");
});

test("several clients at once, each with its own channel", async () => {
  const node = await createEcho();
  const clients = Array.from({ length: 10 }, () => new Client(node, "/ws"));
  await Promise.all(clients.map((client) => client.next()));
  clients.forEach((client, index) => client.send(`client ${index}`));
  const answers = await Promise.all(clients.map((client) => client.next()));
  assert.equal(answers, clients.map((_, index) => `text CLIENT ${index}`));
});

test("what opens no WebSocket is an ordinary request", async () => {
  const node = await createEcho();
  // The process's root takes it, as every path below it that is not bound.
  assert.is(await new Client(node, "/nothing").next(), "200 GET ");
  assert.match(await new Client(node, "/private").next(), /^200 GET/);
  const login = await fetch(`${node.node.url}/login`, { method: "POST", body: '{"password_hash":"0x"}' });
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  assert.is(await new Client(node, "/private", { cookie }).next(), "open");
});

test("a request for another protocol is answered with its body, and the connection ends", async () => {
  const node = await createEcho();
  const head = "POST /p:test:test.os/a HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 4\r\n\r\n";
  const answer = await exchange(portOf(node), `${head}body`);
  assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(answer, /\r\nconnection: close\r\n/i);
  assert.match(answer, /\r\n\r\nPOST body$/);
});

test("a handshake without its key is an ordinary request too", async () => {
  const node = await createEcho();
  const head = "GET /p:test:test.os/ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  assert.match(await exchange(portOf(node), head), /\r\n\r\nGET $/);
});

test("clients of a process that is removed, or of a node that stops, are closed", async () => {
  const node = await createEcho();
  const client = new Client(node, "/ws");
  await client.next();
  await node.node.remove(testProcess("p"));
  assert.is(await client.next(), "close 1005");
  await node.install(echo);
  const second = new Client(node, "/ws");
  await second.next();
  await node.node.stop();
  assert.match(await second.next(), /^close/);
});

/** Takes nothing for a while, then counts what has come. */
const counting = `
export function init() {
  bind("/");
  standard.sendAndAwaitResponse(system("http-server"),
    request(JSON.stringify({ WebSocketBind: { path: "/ws", authenticated: false, extension: false } }), 5n), undefined);
  let count = 0;
  for (;;) {
    const [, message] = standard.receive();
    if (message.tag !== "request") continue;
    const body = JSON.parse(text(message.val.body));
    if (!body.WebSocketPush) continue;
    const { channel_id, message_type } = body.WebSocketPush;
    if (message_type === "Binary") { count++; continue; }
    if (message_type !== "Text") continue;
    const asked = text(standard.getBlob().bytes);
    if (asked === "sleep") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
    const push = { WebSocketPush: { channel_id, message_type: "Text" } };
    const bytes = new TextEncoder().encode(asked + " " + count);
    standard.sendRequest(system("http-server"), request(JSON.stringify(push)), undefined, { mime: undefined, bytes });
  }
}`;

test("a client that sends more than its process takes has to wait, and nothing is lost", async () => {
  const node = await createTestNode();
  await node.install(counting);
  const client = new Client(node, "/ws");
  assert.is(await client.next(), "open");
  client.send("sleep");
  const frame = new Uint8Array(64 * 1024);
  for (let count = 0; count < 2000; count++) client.send(frame);
  client.send("sent");
  await sleep(700);
  // Of 125 MiB; the rest is with the client, or on its way in buffers of the system.
  assert.ok(client.unsentBytes > 60 * 2 ** 20, `${client.unsentBytes} bytes are not sent yet`);
  assert.is(await client.next(), "text sleep 0");
  assert.is(await client.next(), "text sent 2000");
  client.close(1000, "");
});

test.run();
