/** What clients that are too large, too slow or too many can cost a node: each is refused in words, and bounded. */

import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import WebSocket from "ws";
import type { GatewayLimits } from "../../runtime/node/gateway-limits.js";
import { openGateway, type Gateway } from "../../runtime/node/gateway.js";
import type { ClientSocket } from "../../runtime/node/services/http-server/client-socket.js";
import type { HttpAnswer, HttpRequest } from "../../runtime/node/services/http-server/exchange.js";
import { exchange, getText, openConnection, readAnswer } from "../support/raw-http.js";

const ok: HttpAnswer = { status: 200, headers: [["content-type", "text/plain"]], body: Buffer.from("hello") };

interface World {
  readonly gateway: Gateway;
  readonly requests: HttpRequest[];
  readonly tooMany: number[];
}

const open: Gateway[] = [];

async function createWorld(limits: Partial<GatewayLimits>, handle: () => Promise<HttpAnswer> = async () => ok): Promise<World> {
  const requests: HttpRequest[] = [];
  const tooMany: number[] = [];
  const gateway = await openGateway({
    port: 0,
    host: "127.0.0.1",
    limits,
    handle(request) {
      requests.push(request);
      return handle();
    },
    onTooMany: (count) => tooMany.push(count),
  });
  open.push(gateway);
  return { gateway, requests, tooMany };
}

function postText(length: number, body: string): string {
  return `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

const bodies = suite("bodies");
bodies.after.each(closeAll);

const tooLarge = ["HTTP/1.1 413 Payload Too Large", "the body has more than the 1 KiB that this node takes\n"];

bodies("as long as may be is taken, one byte more is 413", async () => {
  const { gateway, requests } = await createWorld({ bodyBytes: 1024 });
  assert.equal(readAnswer(await exchange(gateway.port, postText(1024, "x".repeat(1024)))), ["HTTP/1.1 200 OK", "hello"]);
  assert.equal(readAnswer(await exchange(gateway.port, postText(1025, "x".repeat(1025)))), tooLarge);
  assert.is(requests.length, 1);
});

bodies("413 comes before a client that says how long its body is has sent it", async () => {
  const { gateway } = await createWorld({ bodyBytes: 1024 });
  const { socket, answer } = openConnection(gateway.port, postText(10 ** 12, ""));
  await once(socket, "data");
  socket.end();
  assert.equal(readAnswer(await answer), tooLarge);
});

bodies("a body in chunks is counted as it comes", async () => {
  const { gateway, requests } = await createWorld({ bodyBytes: 1024 });
  const head = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
  const chunk = `200\r\n${"x".repeat(512)}\r\n`;
  assert.equal(readAnswer(await exchange(gateway.port, `${head}${chunk.repeat(2)}0\r\n\r\n`)), ["HTTP/1.1 200 OK", "hello"]);
  assert.equal(readAnswer(await exchange(gateway.port, `${head}${chunk.repeat(3)}0\r\n\r\n`)), tooLarge);
  assert.is(requests.length, 1);
});

bodies("a client that sends for ever is read without being kept, for two seconds", async () => {
  const { gateway } = await createWorld({ bodyBytes: 1024 });
  const { socket, answer } = openConnection(gateway.port, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  const megabyte = `100000\r\n${"x".repeat(2 ** 20)}\r\n`;
  let sentBytes = 0;
  const before = process.memoryUsage().rss;
  const sending = setInterval(() => {
    if (socket.writableLength > 2 ** 20) return;
    socket.write(megabyte);
    sentBytes += megabyte.length;
  }, 1);
  const text = await answer;
  clearInterval(sending);
  assert.equal(readAnswer(text), tooLarge);
  assert.ok(sentBytes > 20 * 2 ** 20, `${sentBytes} bytes were sent`);
  assert.ok(process.memoryUsage().rss - before < sentBytes, "what was sent has been kept");
});

bodies("a request for another protocol has no longer body than others", async () => {
  const { gateway, requests } = await createWorld({ bodyBytes: 1024 });
  const upgrade = (length: number): string =>
    `POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: ${length}\r\n\r\n${"x".repeat(length)}`;
  assert.equal(readAnswer(await exchange(gateway.port, upgrade(1024))), ["HTTP/1.1 200 OK", "hello"]);
  assert.is(requests[0]?.body.length, 1024);
  assert.equal(readAnswer(await exchange(gateway.port, upgrade(1025))), tooLarge);
});

bodies("all together are bounded: 503 for what is too much, until others are answered", async () => {
  let answerFirst = (_: HttpAnswer): void => {};
  const first = new Promise<HttpAnswer>((resolve) => (answerFirst = resolve));
  const { gateway } = await createWorld({ bodyBytes: 1024, heldBytes: 1500 }, () => first);
  const waiting = exchange(gateway.port, postText(1024, "x".repeat(1024)));
  const second = readAnswer(await exchange(gateway.port, postText(1024, "x".repeat(1024))));
  assert.equal(second, ["HTTP/1.1 503 Service Unavailable", "this node has as many requests to answer as it takes; try again\n"]);
  answerFirst(ok);
  assert.equal(readAnswer(await waiting), ["HTTP/1.1 200 OK", "hello"]);
  assert.equal(readAnswer(await exchange(gateway.port, postText(1024, "x".repeat(1024)))), ["HTTP/1.1 200 OK", "hello"]);
});

bodies("requests without a body that wait for an answer are bounded too", async () => {
  let answerAll = (_: HttpAnswer): void => {};
  const all = new Promise<HttpAnswer>((resolve) => (answerAll = resolve));
  const { gateway, requests } = await createWorld({ requestCount: 2 }, () => all);
  const waiting = [exchange(gateway.port, getText("/")), exchange(gateway.port, getText("/"))];
  while (requests.length < 2) await sleep(1);
  const third = await exchange(gateway.port, getText("/"));
  assert.equal(readAnswer(third)[0], "HTTP/1.1 503 Service Unavailable");
  assert.match(third, /\r\nretry-after: 1\r\n/i);
  answerAll(ok);
  for (const answer of await Promise.all(waiting)) assert.is(readAnswer(answer)[0], "HTTP/1.1 200 OK");
  assert.is(readAnswer(await exchange(gateway.port, getText("/")))[0], "HTTP/1.1 200 OK");
});

bodies("what a client that leaves has sent is not counted any longer", async () => {
  const { gateway, requests } = await createWorld({ bodyBytes: 1024, heldBytes: 1024 });
  const { socket } = openConnection(gateway.port, postText(1024, "x".repeat(1000)));
  await sleep(50);
  socket.destroy();
  await sleep(50);
  assert.is(readAnswer(await exchange(gateway.port, postText(1024, "x".repeat(1024))))[0], "HTTP/1.1 200 OK");
  assert.is(requests.length, 1);
});

bodies.run();

const heads = suite("heads");
heads.after.each(closeAll);

for (const [name, text] of [
  ["a header", getText("/", { "X-Long": "x".repeat(16 * 1024) })],
  ["many headers", getText("/", Object.fromEntries(Array.from({ length: 4000 }, (_, index) => [`X-${index}`, "1"])))],
  ["a path", getText(`/${"x".repeat(16 * 1024)}`)],
] as const) {
  heads(`${name} that is too long is 431`, async () => {
    const { gateway, requests } = await createWorld({});
    const answer = readAnswer(await exchange(gateway.port, text));
    assert.equal(answer, ["HTTP/1.1 431 Request Header Fields Too Large", "the head of the request has more than 16 KiB\n"]);
    assert.is(requests.length, 0);
  });
}

for (const [name, text] of [
  ["no HTTP", "hello\r\n\r\n"],
  ["a header with a space in its name", "GET / HTTP/1.1\r\nHost: a\r\nX Y: 1\r\n\r\n"],
  ["two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx"],
  ["a length and chunks", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
  ["a length that is none", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"],
] as const) {
  heads(`${name} is 400, and reaches nobody`, async () => {
    const { gateway, requests } = await createWorld({});
    assert.equal(readAnswer(await exchange(gateway.port, text)), ["HTTP/1.1 400 Bad Request", "this is not HTTP\n"]);
    assert.is(requests.length, 0);
  });
}

heads.run();

const slow = suite("slow clients");
slow.after.each(closeAll);

const late = ["HTTP/1.1 408 Request Timeout", "the head of a request takes at most 0.2 s, all of it 0.5 s\n"];
const hurry = { headMs: 200, requestMs: 500, silenceMs: 300 };

slow("a connection on which nothing is said ends", async () => {
  const { gateway } = await createWorld(hurry);
  assert.equal(readAnswer(await openConnection(gateway.port).answer), late);
});

slow("a head that comes byte by byte is given up", async () => {
  const { gateway, requests } = await createWorld(hurry);
  const { socket, answer } = openConnection(gateway.port, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
  const trickle = setInterval(() => socket.write("x"), 20);
  assert.equal(readAnswer(await answer), late);
  clearInterval(trickle);
  assert.is(requests.length, 0);
});

slow("a body that comes byte by byte is given up", async () => {
  const { gateway, requests } = await createWorld(hurry);
  const { socket, answer } = openConnection(gateway.port, postText(1000, ""));
  const trickle = setInterval(() => socket.write("x"), 20);
  assert.is(readAnswer(await answer)[0], late[0]);
  clearInterval(trickle);
  assert.is(requests.length, 0);
});

slow("a process may take its time all the same", async () => {
  const { gateway } = await createWorld(hurry, () => sleep(1200, ok));
  assert.equal(readAnswer(await exchange(gateway.port, getText("/"))), ["HTTP/1.1 200 OK", "hello"]);
});

slow("a client that does not read its answer loses its connection", async () => {
  const { gateway } = await createWorld(hurry, async () => ({ ...ok, body: new Uint8Array(32 * 2 ** 20) }));
  const { socket, answer } = openConnection(gateway.port, getText("/"));
  socket.pause();
  await sleep(1500);
  socket.resume();
  assert.ok((await answer).length < 32 * 2 ** 20);
});

slow("a WebSocket whose client does not read is closed when 16 MiB wait for it", async () => {
  let client: ClientSocket | undefined;
  let closed = (): void => {};
  const isClosed = new Promise<void>((resolve) => (closed = resolve));
  const gateway = await openGateway({
    port: 0,
    host: "127.0.0.1",
    handle: async () => ok,
    acceptSocket: () => (accepted) => {
      client = accepted;
      return { frame() {}, closed };
    },
  });
  open.push(gateway);
  const socket = new WebSocket(`ws://localhost:${gateway.port}/`);
  await once(socket, "open");
  socket.pause();
  const megabyte = new Uint8Array(2 ** 20);
  let sentCount = 0;
  let isOpen = true;
  void isClosed.then(() => (isOpen = false));
  while (isOpen && sentCount < 200) {
    client?.send("Binary", megabyte);
    sentCount++;
    await sleep(1);
  }
  await isClosed;
  // What the system's buffers take comes on top.
  assert.ok(sentCount >= 16 && sentCount < 64, `${sentCount} MiB were sent`);
  socket.terminate();
});

slow.run();

const many = suite("many connections");
many.after.each(closeAll);

many("one more than may be is closed at once, and it is said once; others come in when one has gone", async () => {
  const { gateway, tooMany } = await createWorld({ connectionCount: 3 });
  const held = [1, 2, 3].map(() => openConnection(gateway.port));
  await Promise.all(held.map(({ socket }) => once(socket, "connect")));
  await sleep(20);
  assert.equal([await openConnection(gateway.port).answer, await openConnection(gateway.port).answer], ["", ""]);
  assert.equal(tooMany, [3]);
  held[0]?.socket.end();
  await held[0]?.answer;
  assert.is(readAnswer(await exchange(gateway.port, getText("/")))[0], "HTTP/1.1 200 OK");
  for (const { socket } of held) socket.destroy();
});

many.run();

async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map((gateway) => gateway.close()));
}
