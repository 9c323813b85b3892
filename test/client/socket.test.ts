/** Sockets of a client on a platform whose connections the test opens and closes. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ReconnectingSocket, type SocketOptions } from "../../runtime/client/client-socket.js";
import type { ClientSocketTable } from "../../runtime/client/client-table.js";
import { findSocketClass, type PlatformSocket } from "../../runtime/client/platform-socket.js";
import { retryDelayMs } from "../../runtime/client/retry-delay.js";
import { string, u64 } from "../../runtime/contract/index.js";

const test = suite("sockets of a client");

class FakeSocket implements PlatformSocket {
  binaryType = "blob";
  isClosed = false;
  readonly sent: unknown[] = [];
  readonly url: string;
  readonly #listeners = new Map<string, (event: never) => void>();
  constructor(url: string) {
    this.url = url;
    connections.push(this);
  }
  send(data: unknown): void {
    this.sent.push(data);
  }
  close(): void {
    this.isClosed = true;
  }
  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, listener);
  }
  emit(type: string, event: object = {}): void {
    this.#listeners.get(type)?.(event as never);
  }
  end(code = 1006, reason = ""): void {
    this.emit("close", { code, reason });
  }
}

let connections: FakeSocket[] = [];

/** The newest. */
function connection(): FakeSocket {
  const newest = connections.at(-1);
  if (!newest) throw new Error("nothing has connected");
  return newest;
}

const typed: ClientSocketTable = { name: "live", path: "/live", receives: u64, sends: string };
const url = "ws://node.test/live";
const soon = { firstMs: 2, maxMs: 4 };

function open(options: SocketOptions<unknown> = {}, table = typed): ReconnectingSocket {
  connections = [];
  return new ReconnectingSocket(url, table, FakeSocket, options);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test("messages are typed on both sides", async () => {
  const received: unknown[] = [];
  const socket = open({ onMessage: (message) => received.push(message) });
  assert.equal([connection().url, connection().binaryType, socket.state], [url, "arraybuffer", "connecting"]);
  connection().emit("open");
  assert.is(await socket.whenOpen(), true);
  assert.is(socket.send(18446744073709551615n), true);
  connection().emit("message", { data: '"hello"' });
  assert.equal([connection().sent, received], [["18446744073709551615"], ["hello"]]);
  assert.throws(() => socket.send(-1n), /^value: expected u64, found number -1/);
  socket.close();
});

test("frames without types are text and bytes", async () => {
  const received: unknown[] = [];
  const table = { ...typed, receives: undefined, sends: undefined };
  const socket = open({ onMessage: (message) => received.push(message) }, table);
  connection().emit("open");
  socket.send("text");
  socket.send(new Uint8Array([1]));
  assert.throws(() => socket.send({}), /^a frame is a string or a Uint8Array/);
  // Nothing of ours comes on such a socket.
  connection().emit("message", { data: '{"error":{"code":"a/b","message":"c"}}' });
  connection().emit("message", { data: new Uint8Array([2]).buffer });
  assert.equal(connection().sent, ["text", new Uint8Array([1])]);
  assert.equal(received, ['{"error":{"code":"a/b","message":"c"}}', new Uint8Array([2])]);
  socket.close();
});

const refusal = { code: "request/does-not-fit", message: "no", problems: [{ path: "", expected: "u64", found: "null" }] };

for (const [title, table, data, problem] of [
  ["an error of the process", typed, JSON.stringify({ error: refusal }), { tag: "rejected", ...refusal, id: undefined }],
  ["an error of a handler", { ...typed, sends: undefined }, '{"error":{"code":"handler/failed","message":"m","id":"k"}}', { tag: "rejected", code: "handler/failed", message: "m", problems: [], id: "k" }],
  ["a frame of another type", typed, "7", { tag: "decode", problems: [{ path: "", expected: "string", found: "number 7" }] }],
  ["a frame without JSON", typed, "x", { tag: "decode", problems: [{ path: "", expected: "string", found: "no JSON" }] }],
  ["a binary frame", typed, new ArrayBuffer(2), { tag: "decode", problems: [{ path: "", expected: "string", found: "a binary frame" }] }],
] as const) {
  test(`${title} is a problem, and no message`, () => {
    const received: unknown[] = [];
    const problems: unknown[] = [];
    const socket = open({ onMessage: (message) => received.push(message), onProblem: (found) => problems.push(found) }, table);
    connection().emit("open");
    connection().emit("message", { data });
    assert.equal([received, problems], [[], [problem]]);
    socket.close();
  });
}

test("nothing is sent, or kept, while it is not open", () => {
  const socket = open();
  assert.is(socket.send(1n), false);
  connection().emit("open");
  assert.equal(connection().sent, []);
  socket.close();
  assert.is(socket.send(1n), false);
});

test("it opens again after it was lost, and tells each time", async () => {
  const events: unknown[] = [];
  const socket = open({
    reconnect: soon,
    onOpen: () => events.push("open"),
    onClose: ({ code, reason, wasOpen, retryInMs }) => events.push([code, reason, wasOpen, retryInMs !== undefined]),
  });
  connection().emit("open");
  connection().end(1001, "going away");
  assert.is(socket.state, "waiting");
  assert.is(socket.send(1n), false);
  await pause(15);
  assert.equal([connections.length, socket.state], [2, "connecting"]);
  connection().emit("error");
  connection().end();
  await pause(15);
  connection().emit("open");
  assert.equal([connections.length, socket.state], [3, "open"]);
  assert.equal(events, ["open", [1001, "going away", true, true], [1006, "", false, true], "open"]);
  socket.close();
  connection().end(1005);
  await pause(15);
  assert.equal([connections.length, socket.state], [3, "closed"]);
  assert.equal(events.slice(4), [[1005, "", true, false]]);
});

test("without reconnecting the first end is the last", async () => {
  const socket = open({ reconnect: false });
  const opened = socket.whenOpen();
  connection().end();
  assert.equal([await opened, socket.state, await socket.whenOpen()], [false, "closed", false]);
  await pause(5);
  assert.is(connections.length, 1);
});

test("a signal closes it, also while it waits, and before it begins", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const first = open({ signal });
  const waiting = open({ signal, reconnect: soon });
  connection().end();
  controller.abort();
  assert.equal([first.state, waiting.state], ["closed", "closed"]);
  await pause(15);
  assert.is(connections.length, 1);
  assert.is(open({ signal }).state, "closed");
  assert.equal(connections, []);
});

test("closing while it connects ends the connection", () => {
  const socket = open({ onOpen: () => assert.unreachable() });
  socket.close();
  assert.is(connection().isClosed, true);
  connection().emit("open");
  assert.is(socket.state, "closed");
});

test("a loop gets the messages of all connections, until the socket is closed", async () => {
  const socket = open({ reconnect: soon });
  const taken: unknown[] = [];
  const loop = (async () => {
    for await (const message of socket) taken.push(message);
  })();
  connection().emit("open");
  connection().emit("message", { data: '"a"' });
  connection().emit("message", { data: '"b"' });
  await pause(1);
  connection().end();
  await pause(15);
  connection().emit("open");
  connection().emit("message", { data: '"c"' });
  socket.close();
  await loop;
  assert.equal(taken, ["a", "b", "c"]);
  // Another one after the end has nothing to wait for.
  for await (const _ of socket) assert.unreachable();
});

test("the first loop gets what came before it, unless somebody else did", async () => {
  const first = open();
  connection().emit("open");
  connection().emit("message", { data: '"a"' });
  const loop = first[Symbol.asyncIterator]();
  first.close();
  assert.equal([await loop.next(), await loop.next()], [{ value: "a", done: false }, { value: undefined, done: true }]);
  const heard: unknown[] = [];
  const second = open({ onMessage: (message) => heard.push(message) });
  connection().emit("open");
  connection().emit("message", { data: '"b"' });
  const late = second[Symbol.asyncIterator]();
  second.close();
  assert.equal([heard, await late.next()], [["b"], { value: undefined, done: true }]);
});

test("leaving a loop closes the socket", async () => {
  const socket = open();
  connection().emit("open");
  setTimeout(() => connection().emit("message", { data: '"a"' }), 1);
  for await (const message of socket) {
    assert.is(message, "a");
    break;
  }
  assert.equal([socket.state, connection().isClosed], ["closed", true]);
});

test("a loop that is too slow ends with an error", async () => {
  const socket = open();
  const loop = socket[Symbol.asyncIterator]();
  connection().emit("open");
  for (let count = 0; count <= 10_000; count++) connection().emit("message", { data: '"a"' });
  const error: unknown = await loop.next().catch((thrown: unknown) => thrown);
  assert.ok(error instanceof RangeError);
  assert.is(error.message, "more than 10000 messages waited for this loop");
  socket.close();
});

test("the time between two tries doubles up to its limit, less a part by chance", () => {
  for (const [failureCount, wholeMs] of [[1, 500], [2, 1000], [3, 2000], [7, 30_000], [2000, 30_000]] as const) {
    const delays = Array.from({ length: 200 }, () => retryDelayMs(failureCount, {}));
    assert.ok(delays.every((delay) => delay >= wholeMs / 2 && delay <= wholeMs), `${failureCount}`);
    assert.ok(new Set(delays).size > 100);
  }
});

test("a platform without WebSockets says so", () => {
  const present = Object.getOwnPropertyDescriptor(globalThis, "WebSocket");
  if (present) Reflect.deleteProperty(globalThis, "WebSocket");
  assert.throws(() => findSocketClass(undefined), /^this platform has no WebSocket: give the client one/);
  if (present) Object.defineProperty(globalThis, "WebSocket", present);
  assert.is(findSocketClass(FakeSocket), FakeSocket);
});

test.run();
