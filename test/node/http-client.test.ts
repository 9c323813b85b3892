/** The http-client without a network: what processes ask for, and what they are told. */

import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { HttpClient } from "../../runtime/node/services/http-client/client.js";
import type { HttpResult } from "../../runtime/node/services/http-client/http-exchange.js";
import type { OutgoingRequest } from "../../runtime/node/services/http-client/messages.js";
import type { OpenSocket, ServerListener, ServerSocket, SocketRequest } from "../../runtime/node/services/http-client/server-socket.js";
import { FakeKernel, request, type FakeProcess } from "../../runtime/testing/fake-kernel.js";
import { bytes, describe, textOf } from "../support/host-world.js";

/** A server that a process wants to reach. */
class Server implements ServerSocket {
  readonly got: string[] = [];
  readonly request: SocketRequest;
  readonly listener: ServerListener;
  readonly settle: (socket: ServerSocket | undefined) => void;

  constructor(...[request, listener, settle]: Parameters<OpenSocket>) {
    this.request = request;
    this.listener = listener;
    this.settle = settle;
  }

  send(kind: string, content: Uint8Array): void {
    this.got.push(`${kind} [${textOf(content)}]`);
  }

  close(): void {
    this.got.push("close");
  }

  terminate(): void {
    this.got.push("terminate");
  }

  pause(): void {
    this.got.push("pause");
  }

  resume(): void {
    this.got.push("resume");
  }
}

class World {
  readonly kernel = new FakeKernel();
  readonly servers: Server[] = [];
  readonly requests: { request: OutgoingRequest; body: string; settle: (result: HttpResult) => void }[] = [];
  readonly client = new HttpClient(this.kernel.kernel, {
    openSocket: (opening, listener, settle) => {
      const server = new Server(opening, listener, settle);
      this.servers.push(server);
      return () => server.got.push("given up");
    },
    exchange: (outgoing, body) =>
      new Promise((settle) => this.requests.push({ request: outgoing, body: textOf(body), settle })),
  });
  readonly process = this.addProcess("p:k:b.os");

  addProcess(id: string): FakeProcess {
    return this.kernel.process(id, { mayMessage: ["http-client:distro:sys"] });
  }

  ask(action: unknown, blob?: string, { process = this.process, expects = true } = {}): void {
    const body = typeof action === "string" ? action : JSON.stringify(action);
    const message = request(expects ? { body, expectsResponse: 5n } : { body });
    const sent = blob === undefined ? undefined : { mime: undefined, bytes: bytes(blob) };
    process.host.sendRequest(this.kernel.address("http-client:distro:sys"), message, undefined, sent);
    this.kernel.kernel.pump();
  }

  /** Asks and returns the reply. */
  act(action: unknown, blob?: string, process = this.process): string {
    this.ask(action, blob, { process });
    return describe(process.receive()).replace("response ", "");
  }

  /** Connects the process. */
  open(channelId = 5, process = this.process): Server {
    this.ask(opening(channelId), undefined, { process });
    const server = this.servers.at(-1);
    if (!server) throw new Error("nothing was opened");
    server.settle(server);
    assert.is(describe(process.receive()), `response ${ack}`);
    return server;
  }

  /** Everything that the process got: body, and mime and content in brackets. */
  received(process = this.process): string[] {
    const lines: string[] = [];
    for (;;) {
      this.kernel.kernel.pump();
      const received = process.host.tryReceive();
      if (!received) return lines;
      assert.ok(received.tag === "ok" && received.val[1].tag === "request");
      assert.is(received.val[1].val.expectsResponse, undefined);
      const blob = process.host.getBlob();
      lines.push(`${textOf(received.val[1].val.body)}${blob ? ` ${blob.mime} [${textOf(blob.bytes)}]` : ""}`);
    }
  }
}

const ack = '{"Ok":"WebSocketAck"}';
const opening = (channelId: number) => ({ WebSocketOpen: { url: "wss://s/feed", headers: { a: "b" }, channel_id: channelId } });
const push = (kind: string, channelId = 5) => ({ WebSocketPush: { channel_id: channelId, message_type: kind } });
const close = (channelId = 5) => ({ WebSocketClose: { channel_id: channelId } });

const sockets = suite("WebSockets of the http-client");

sockets("a process opens one with its own id and is told what comes", () => {
  const world = new World();
  const { request: asked, listener, got } = world.open();
  assert.equal(asked, { url: "wss://s/feed", headers: { a: "b" } });
  listener.frame("Text", bytes("hello"));
  listener.frame("Binary", bytes("raw"));
  listener.frame("Ping", bytes("?"));
  listener.frame("Pong", bytes("!"));
  listener.closed();
  assert.equal(world.received(), [
    '{"WebSocketPush":{"channel_id":5,"message_type":"Text"}} text/plain [hello]',
    '{"WebSocketPush":{"channel_id":5,"message_type":"Binary"}} application/octet-stream [raw]',
    '{"WebSocketPush":{"channel_id":5,"message_type":"Ping"}}',
    '{"WebSocketPush":{"channel_id":5,"message_type":"Pong"}}',
    '{"WebSocketClose":{"channel_id":5}}',
  ]);
  assert.equal(got, []);
  assert.is(world.act(push("Text"), "too late"), '{"Err":{"WsPushUnknownChannel":{"channel_id":5}}}');
});

sockets("what it pushes reaches the server; pings and pongs are empty", () => {
  const world = new World();
  const { got } = world.open();
  for (const [kind, blob] of [["Text", "hello"], ["Binary", "raw"], ["Ping", "left out"], ["Pong", undefined], ["Close", undefined]] as const) {
    assert.is(world.act(push(kind), blob), ack);
  }
  assert.equal(got, ["Text [hello]", "Binary [raw]", "Ping []", "Pong []", "close"]);
  assert.is(world.act(push("Text")), '{"Err":"WsPushNoBlob"}');
  assert.is(world.act(push("Binary")), '{"Err":"WsPushNoBlob"}');
  world.ask(push("Text"), undefined);
  assert.is(describe(world.process.receive()), 'response {"Err":"WsPushNoBlob"}');
  assert.is(world.act(push("Text", 6), "x"), '{"Err":{"WsPushUnknownChannel":{"channel_id":6}}}');
});

sockets("text that is no UTF-8 is refused", () => {
  const world = new World();
  const { got } = world.open();
  const blob = { mime: undefined, bytes: new Uint8Array([0xff]) };
  const message = request({ body: JSON.stringify(push("Text")), expectsResponse: 5n });
  world.process.host.sendRequest(world.kernel.address("http-client:distro:sys"), message, undefined, blob);
  assert.is(describe(world.process.receive()), 'response {"Err":"WsPushBadText"}');
  assert.equal(got, []);
});

sockets("a server that is not there is an error with the URL", () => {
  const world = new World();
  world.ask(opening(5));
  world.servers[0]?.settle(undefined);
  assert.is(describe(world.process.receive()), 'response {"Err":{"WsOpenFailed":{"url":"wss://s/feed"}}}');
  assert.is(world.act(push("Text"), "x"), '{"Err":{"WsPushUnknownChannel":{"channel_id":5}}}');
});

sockets("a close forgets the channel at once, and tells of the server's answer", () => {
  const world = new World();
  const { got, listener } = world.open();
  assert.is(world.act(close()), ack);
  assert.equal(got, ["close"]);
  assert.is(world.act(close()), '{"Err":{"WsCloseFailed":{"channel_id":5}}}');
  listener.closed();
  assert.equal(world.received(), ['{"WebSocketClose":{"channel_id":5}}']);
});

sockets("an id that is opened again closes and replaces the former connection", () => {
  const world = new World();
  const first = world.open();
  const second = world.open();
  assert.equal(first.got, ["close"]);
  first.listener.closed();
  assert.equal(world.received(), ['{"WebSocketClose":{"channel_id":5}}']);
  assert.is(world.act(push("Text"), "to the second"), ack);
  assert.equal(second.got, ["Text [to the second]"]);
});

sockets("ids are of a process: two may have the same, and neither reaches the other's", () => {
  const world = new World();
  const other = world.addProcess("q:k:b.os");
  const ours = world.open();
  const theirs = world.open(5, other);
  assert.is(world.act(push("Text"), "a", other), ack);
  assert.equal([ours.got, theirs.got], [[], ["Text [a]"]]);
  theirs.listener.frame("Text", bytes("b"));
  assert.equal(world.received(), []);
  assert.equal(world.received(other).length, 1);
});

sockets("a server is not read while more than 1000 of its frames wait for the process", async () => {
  const world = new World();
  const { listener, got } = world.open();
  const tell = (count: number): void => {
    for (let each = 0; each < count; each++) {
      listener.frame("Text", bytes("x"));
      world.kernel.kernel.pump();
    }
  };
  // What comes is looked at before it is delivered itself.
  tell(1001);
  assert.equal(got, []);
  tell(1);
  assert.equal(got, ["pause"]);
  assert.is(world.received().length, 1002);
  await sleep(50);
  assert.equal(got, ["pause", "resume"]);
});

sockets("while one opens, all others wait, in order", () => {
  const world = new World();
  world.ask(opening(5));
  const other = world.addProcess("q:k:b.os");
  world.ask(opening(1), undefined, { process: other });
  world.ask(close());
  world.ask({ Http: { method: "GET", url: "http://s/", headers: {} } });
  assert.equal([world.servers.length, world.requests.length], [1, 0]);
  world.servers[0]?.settle(world.servers[0]);
  assert.is(world.servers.length, 2);
  assert.equal(world.servers[0]?.got, []);
  world.servers[1]?.settle(undefined);
  assert.equal(world.servers[0]?.got, ["close"]);
  assert.is(world.requests.length, 1);
});

sockets("what comes has the id of the request that opened it", () => {
  const world = new World();
  const { listener } = world.open();
  listener.frame("Text", bytes("hello"));
  world.kernel.kernel.pump();
  const ids = world.kernel.trace.map(({ message: { id, source } }) => `${source.process.processName} ${id}`);
  const [asked, , told] = ids;
  assert.is(told, asked?.replace("p ", "http-client "));
});

sockets("answers come although nobody has asked for them", () => {
  const world = new World();
  world.ask(push("Text"), "x", { expects: false });
  world.kernel.kernel.pump();
  const answers = world.kernel.trace.filter(({ message }) => message.message.tag === "response");
  assert.is(answers.length, 1);
});

sockets("actions that are none", () => {
  const world = new World();
  const wrong = [
    "{",
    '"WebSocketOpen"',
    { WebSocketOpen: { url: "ws://s", channel_id: 5 } },
    { WebSocketOpen: { url: "ws://s", headers: {}, channel_id: -1 } },
    { WebSocketPush: { channel_id: 5, message_type: "Shout" } },
    { WebSocketClose: 5 },
    { WebSocketClose: { channel_id: 2 ** 32 } },
    { Http: { method: "GET", url: "http://s" } },
    { Http: { method: "GET", url: "http://s", headers: { a: 1 } } },
    { Http: { method: "GET", version: 2, url: "http://s", headers: {} } },
  ];
  assert.equal(wrong.map((action) => world.act(action)), wrong.map(() => '{"Err":"MalformedRequest"}'));
  world.ask("{", undefined, { expects: false });
  assert.equal(world.received(), []);
});

sockets("without the right to message it a process gets nothing from it", () => {
  const world = new World();
  const stranger = world.kernel.process("s:k:b.os");
  world.ask(opening(5), undefined, { process: stranger });
  assert.match(describe(stranger.receive()), /^timeout of \{"WebSocketOpen"/);
  assert.equal(world.servers, []);
});

sockets("another node has no part in it", () => {
  const world = new World();
  const body = JSON.stringify(opening(5));
  world.kernel.inject({ source: "other.os@p:k:b.os", target: "test.os@http-client:distro:sys", request: request({ body, expectsResponse: 5n }) });
  world.kernel.kernel.pump();
  assert.equal(world.servers, []);
});

sockets("a process that is removed has none left and is told nothing; at the end all are ended", () => {
  const world = new World();
  const other = world.addProcess("q:k:b.os");
  const ours = world.open();
  const theirs = world.open(5, other);
  world.client.forget(world.process.our.process);
  ours.listener.closed();
  assert.equal([ours.got, theirs.got, world.received()], [["close"], [], []]);
  world.ask(opening(6), undefined, { process: other });
  world.client.close();
  assert.equal([theirs.got, world.servers[2]?.got], [["close", "terminate"], ["given up"]]);
});

sockets.run();

const http = suite("HTTP of the http-client");

http("the request goes out as it is, its answer has head and blob", async () => {
  const world = new World();
  world.ask({ Http: { method: "POST", version: null, url: "http://s/a?b=c", headers: { "X-A": "1" } } }, "content");
  const [asked] = world.requests;
  assert.equal(asked?.request, { method: "POST", version: undefined, url: "http://s/a?b=c", headers: { "X-A": "1" } });
  assert.is(asked?.body, "content");
  asked?.settle({ kind: "answer", status: 404, headers: { "Content-Type": "text/html" }, body: bytes("<p>") });
  await Promise.resolve();
  assert.is(describe(world.process.receive()), 'response {"Ok":{"Http":{"status":404,"headers":{"Content-Type":"text/html"}}}}');
  assert.is(textOf(world.process.host.getBlob()?.bytes ?? bytes("none")), "<p>");
});

http("requests run beside each other, errors are told to those who wait", async () => {
  const world = new World();
  world.ask({ Http: { method: "GET", url: "http://s/1", headers: {} } });
  world.ask({ Http: { method: "GET", url: "http://s/2", headers: {} } }, undefined, { expects: false });
  world.ask({ Http: { method: "GET", url: "http://s/3", headers: {} } });
  const error: HttpResult = { kind: "error", error: { BadUrl: { url: "x" } } };
  for (const { settle } of [...world.requests].reverse()) settle(error);
  await Promise.resolve();
  assert.is(describe(world.process.receive()), 'response {"Err":{"BadUrl":{"url":"x"}}}');
  assert.is(describe(world.process.receive()), 'response {"Err":{"BadUrl":{"url":"x"}}}');
  assert.equal(world.received(), []);
});

http.run();
