/** A process that makes way for a successor: when it says so, what it hands over, and what the successor does with it. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeHandover, string, u32, type Handover, type ProcessTable, type SocketTable } from "../../runtime/contract/index.js";
import type { Socket } from "../../runtime/guest/index.js";
import { askForHandover, handOver, type KernelQuestion } from "../../runtime/node/handover-messages.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import { FakeKernel, type ScriptedModule } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner } from "../../runtime/testing/guest-runner.js";
import { defineSubject, type SubjectContext, type SubjectHandlers } from "./subject.js";

const test = suite("handover");

const live: SocketTable = { name: "live", path: "/ws", endpoint: "/ws", receives: u32, sends: string };
const sockets = {
  sockets: [live],
  socketEndpoints: [{ path: "/ws", authenticated: false, secureSubdomain: false, extension: false }],
};

interface World {
  readonly kernel: FakeKernel;
  readonly runner: GuestRunner;
  readonly server: ScriptedModule;
  /** What the http-server has been asked and has not answered. */
  readonly unanswered: KernelMessage[];
  readonly asker: ScriptedModule;
  /** Gives what the process has answered so far. */
  ask<Answer>(question: KernelQuestion<Answer>): Promise<() => Answer | undefined>;
  finish(): Promise<() => Handover | undefined>;
  adopt(handover: Handover): Promise<() => true | undefined>;
  open(channelId: number): Promise<void>;
  call(name: string): Promise<void>;
}

async function createWorld(handlers: SubjectHandlers, own: object, table: Partial<ProcessTable<object>> = sockets): Promise<World> {
  const kernel = new FakeKernel();
  const unanswered: KernelMessage[] = [];
  const server = kernel.module("http-server:distro:sys", (message) => void unanswered.push(message));
  const asker = kernel.module("asker:test:test.os");
  const runner = new GuestRunner(kernel);
  const our = kernel.address("g:test:test.os");
  await runner.start(defineSubject(handlers, table, own));
  await runner.pump();
  const world: World = {
    kernel,
    runner,
    server,
    unanswered,
    asker,
    async ask({ request, readAnswer }) {
      kernel.kernel.post(request);
      await runner.pump();
      return () => kernel.trace.map(({ message }) => readAnswer(message)).find((answer) => answer !== undefined);
    },
    finish: () => world.ask(askForHandover(our)),
    adopt: (handover) => world.ask(handOver(our, handover)),
    async open(channelId) {
      const open = { path: "/ws", channel_id: channelId, source_socket_addr: "127.0.0.1:1", forwarded_for: null };
      server.request(our, new TextEncoder().encode(JSON.stringify({ WebSocketOpen: open })));
      await runner.pump();
    },
    async call(name) {
      asker.request(our, new TextEncoder().encode(JSON.stringify({ [name]: "" })), { expectsResponse: 60n });
      await runner.pump();
    },
  };
  return world;
}

test("without handlers that run it hands over at once: the open channels in the order in which they came", async () => {
  const { open, finish } = await createWorld({}, { live: { message() {} } });
  await open(9);
  await open(7);
  assert.equal((await finish())(), [
    { id: 9, path: "/ws" },
    { id: 7, path: "/ws" },
  ]);
});

test("what a handler has closed is handed over as such, and the successor hears of its end only", async () => {
  const handlers = {
    hangUp({ sockets: { live } }: SubjectContext & { readonly sockets: { readonly live: Socket<unknown> } }) {
      live.channels.get(7)?.close();
      return null;
    },
  } as unknown as SubjectHandlers;
  const { open, call, finish } = await createWorld(handlers, { live: { message() {} } });
  await open(9);
  await open(7);
  await call("hangUp");
  const handover = (await finish())();
  assert.equal(handover, [
    { id: 9, path: "/ws" },
    { id: 7, path: "/ws", isClosing: true },
  ]);

  const log: string[] = [];
  const own = { live: { message: (_: unknown, value: unknown) => log.push(`message ${value}`), close: ({ channel }: { readonly channel: { readonly id: number } }) => log.push(`close ${channel.id}`) } };
  const next = await createWorld(handlers, own);
  next.unanswered.length = 0;
  await next.adopt([...(handover ?? []), { id: 5, path: "/gone", isClosing: true }]);
  const blob = { mime: undefined, bytes: new TextEncoder().encode("5") };
  const our = next.kernel.address("g:test:test.os");
  next.server.request(our, new TextEncoder().encode('{"WebSocketPush":{"channel_id":7,"message_type":"Text"}}'), { blob });
  for (const id of [7, 5, 9]) next.server.request(our, new TextEncoder().encode(`{"WebSocketClose":${id}}`));
  await next.runner.pump();
  assert.equal(log, ["close 7", "close 9"]);
  assert.equal(next.unanswered, []);
});

test("handlers that run end first, with their answers sent, and `init` too", async () => {
  const log: string[] = [];
  const handlers: SubjectHandlers = {
    async init({ sleep }) {
      await sleep(100);
      log.push("init");
    },
    async slow({ sleep }) {
      await sleep(50);
      log.push("slow");
      return "done";
    },
  };
  const { runner, call, asker, finish } = await createWorld(handlers, { live: { message() {} } });
  const early = await finish();
  assert.is(early(), undefined);
  await call("slow");
  await runner.advance(120);
  assert.equal([log, early()], [["init"], undefined]);
  // Not in a tick of its own: its answer leaves with the next one.
  await runner.advance(60);
  assert.equal(early(), []);
  assert.equal(log, ["init", "slow"]);
  assert.equal(asker.received.map(({ message }) => message.tag), ["response"]);
});

test("the successor goes on with what it gets: `open` does not run again", async () => {
  const log: string[] = [];
  const handlers = {
    tell({ sockets: { live } }: SubjectContext & { readonly sockets: { readonly live: Socket<unknown> } }) {
      live.broadcast("news");
      return [...live.channels.keys()];
    },
  } as unknown as SubjectHandlers;
  const own = {
    live: { open: () => log.push("open"), message: (_: unknown, value: unknown) => log.push(`message ${value}`), close: () => log.push("close") },
  };
  const { kernel, runner, server, call, adopt, asker, unanswered } = await createWorld(handlers, own);
  unanswered.length = 0;
  await adopt([
    { id: 9, path: "/ws" },
    { id: 7, path: "/gone" },
  ]);
  await call("tell");
  const [answer] = asker.received;
  assert.is(answer?.message.tag === "response" && new TextDecoder().decode(answer.message.val[0].body), "[9]");
  const asked = unanswered.map(({ message, blob }) =>
    message.tag === "request" ? new TextDecoder().decode(message.val.body) + (blob ? new TextDecoder().decode(blob.bytes) : "") : "",
  );
  assert.equal(asked, ['{"WebSocketClose":7}', '{"WebSocketPush":{"channel_id":9,"message_type":"Text"}}"news"']);
  const frame = { WebSocketPush: { channel_id: 9, message_type: "Text" } };
  const blob = { mime: undefined, bytes: new TextEncoder().encode("5") };
  server.request(kernel.address("g:test:test.os"), new TextEncoder().encode(JSON.stringify(frame)), { blob });
  server.request(kernel.address("g:test:test.os"), new TextEncoder().encode('{"WebSocketClose":9}'));
  await runner.pump();
  assert.equal(log, ["message 5", "close"]);
});

test("a successor without WebSockets closes what it gets, and hands over nothing", async () => {
  const { adopt, finish, unanswered } = await createWorld({}, {}, {});
  unanswered.length = 0;
  await adopt([
    { id: 9, path: "/ws" },
    { id: 7, path: "/ws", isClosing: true },
  ]);
  const asked = unanswered.map(({ message }) => (message.tag === "request" ? new TextDecoder().decode(message.val.body) : ""));
  assert.equal(asked, ['{"WebSocketClose":9}']);
  assert.equal((await finish())(), []);
});

test("the successor answers once the http-server has confirmed what it binds", async () => {
  const { runner, server, unanswered, adopt } = await createWorld({}, { live: { message() {} } });
  const answered = await adopt([]);
  assert.is(answered(), undefined);
  for (const message of unanswered.splice(0)) server.respond(message, new TextEncoder().encode('{"Ok":null}'));
  await runner.pump();
  assert.is(answered(), true);
});

test("only the kernel of the own node can ask for it", async () => {
  const { kernel, runner, asker, open } = await createWorld({}, { live: { message() {} } });
  await open(7);
  const { request, readAnswer } = askForHandover(kernel.address("g:test:test.os"));
  if (request.message.tag !== "request") throw new Error("no request");
  const { val } = request.message;
  asker.request(kernel.address("g:test:test.os"), val.body, { expectsResponse: 5n });
  kernel.inject({ source: "b.os@kernel:distro:sys", target: "test.os@g:test:test.os", request: val });
  await runner.pump();
  assert.is(kernel.trace.some(({ message }) => readAnswer(message) !== undefined), false);
});

test("what is no handover is none", () => {
  const read = (text: string): Handover | undefined => decodeHandover(new TextEncoder().encode(text));
  assert.equal(read('{"HprocHandover":[{"id":4294967295,"path":"/ws"}]}'), [{ id: 4294967295, path: "/ws" }]);
  for (const text of ["", "null", "[]", '{"HprocHandover":{}}', '{"HprocHandover":[{"id":"1","path":"/"}]}', '{"HprocHandover":[1]}']) {
    assert.is(read(text), undefined, text);
  }
});

test.run();
