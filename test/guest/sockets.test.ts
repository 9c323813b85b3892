/** WebSockets of a process: what the http-server is told, and what its messages set off. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { json, string, u32, type Codec, type ProcessTable, type SocketTable } from "../../runtime/contract/index.js";
import type { Frame, RawMessage, Socket, SocketChannel } from "../../runtime/guest/index.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import { FakeKernel, type ScriptedModule } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner, type RunningGuest } from "../../runtime/testing/guest-runner.js";
import { Actor } from "../support/host-world.js";
import { defineSubject, type SubjectContext, type SubjectHandlers } from "./subject.js";

type SocketContext = SubjectContext & {
  readonly channel: SocketChannel<unknown>;
  readonly sockets: { readonly live: Socket<unknown> };
};

interface LiveHandlers {
  open?(context: SocketContext): unknown;
  message?(context: SocketContext, message: unknown): unknown;
  pong?(context: SocketContext, bytes: Uint8Array): unknown;
  close?(context: SocketContext): unknown;
}

interface World {
  readonly kernel: FakeKernel;
  readonly runner: GuestRunner;
  readonly subject: RunningGuest;
  readonly server: ScriptedModule;
  open(channelId?: number, path?: string): Promise<void>;
  frame(text: string | Uint8Array, options?: { channelId?: number; kind?: string }): Promise<void>;
  close(channelId?: number): Promise<void>;
  /** What the http-server got since the last look: action and content. */
  sent(): string[];
  lines(): string[];
}

const live: SocketTable = { name: "live", path: "/ws", endpoint: "/ws", receives: u32, sends: string };
const openTo = { path: "/ws", authenticated: false, secureSubdomain: false, extension: false };

interface WorldOptions {
  readonly socket?: Partial<SocketTable>;
  readonly handlers?: SubjectHandlers;
  readonly table?: Partial<ProcessTable<object>>;
  /** Default false: nothing comes from other nodes. */
  readonly isNetworked?: boolean;
}

async function createWorld(own: LiveHandlers, options: WorldOptions = {}): Promise<World> {
  const kernel = new FakeKernel();
  const confirm = (message: KernelMessage): void => {
    const isExpected = message.message.tag === "request" && message.message.val.expectsResponse !== undefined;
    if (isExpected) server.respond(message, new TextEncoder().encode('{"Ok":null}'));
  };
  const server = kernel.module("http-server:distro:sys", confirm);
  const runner = new GuestRunner(kernel);
  const table = { sockets: [{ ...live, ...options.socket }], socketEndpoints: [openTo], ...options.table };
  const { isNetworked = false } = options;
  const subject = await runner.start(defineSubject(options.handlers ?? {}, table, { live: own }), { isNetworked });
  await runner.pump();
  let seen = 0;
  const send = async (message: unknown, blob?: Uint8Array): Promise<void> => {
    const extra = blob ? { blob: { mime: undefined, bytes: blob } } : {};
    server.request(kernel.address("g:test:test.os"), new TextEncoder().encode(JSON.stringify(message)), extra);
    await runner.pump();
  };
  return {
    kernel,
    runner,
    subject,
    server,
    open: (channelId = 7, path = "/ws") =>
      send({ WebSocketOpen: { path, channel_id: channelId, source_socket_addr: "127.0.0.1:1", forwarded_for: null } }),
    frame: (content, { channelId = 7, kind = "Text" } = {}) =>
      send(
        { WebSocketPush: { channel_id: channelId, message_type: kind } },
        typeof content === "string" ? new TextEncoder().encode(content) : content,
      ),
    close: (channelId = 7) => send({ WebSocketClose: channelId }),
    sent() {
      const fresh = server.received.slice(seen);
      seen = server.received.length;
      return fresh.map(describe);
    },
    lines: () => kernel.lines.map(({ text }) => text),
  };
}

function describe({ message, blob }: KernelMessage): string {
  if (message.tag !== "request") return "response";
  const { body, expectsResponse } = message.val;
  const text = new TextDecoder().decode(body);
  const content = blob ? ` ${new TextDecoder().decode(blob.bytes)}` : "";
  return `${text}${content}${expectsResponse === undefined ? "" : ` expects ${expectsResponse}`}`;
}

const push = (text: string, channelId = 7): string =>
  `{"WebSocketPush":{"channel_id":${channelId},"message_type":"Text"}} ${text}`;

const binding = suite("binding WebSockets");

binding("with the settings of the endpoint", async () => {
  assert.equal((await createWorld({ message: () => {} })).sent(), [
    '{"WebSocketBind":{"path":"/ws","authenticated":false,"extension":false}} expects 5',
  ]);
  const extension = { socketEndpoints: [{ ...openTo, authenticated: true, extension: true }] };
  assert.equal((await createWorld({ message: () => {} }, { table: extension })).sent(), [
    '{"WebSocketBind":{"path":"/ws","authenticated":true,"extension":true}} expects 5',
  ]);
  const secure = { socketEndpoints: [{ ...openTo, authenticated: true, secureSubdomain: true }] };
  assert.equal((await createWorld({ message: () => {} }, { table: secure })).sent(), [
    '{"WebSocketSecureBind":{"path":"/ws","extension":false}} expects 5',
  ]);
});

binding("a socket that receives needs a message handler, one that does not needs nothing", () => {
  const table = { sockets: [live], socketEndpoints: [openTo] };
  assert.throws(() => defineSubject({}, table, { live: {} }), /Subject lacks the handler live\.message/);
  assert.throws(() => defineSubject({}, table), /Subject lacks the handler live\.message/);
  const raw = { ...table, sockets: [{ ...live, receives: undefined }] };
  assert.is(defineSubject({}, raw, { live: {} }).sockets["live"]?.message, undefined);
});

binding.run();

const messages = suite("messages of WebSockets");

messages("open, message and close run in order, and pushes go to the channel", async () => {
  const log: string[] = [];
  const { open, frame, close, sent } = await createWorld({
    open: ({ channel, source }) => {
      log.push(`open ${channel.id} ${channel.path} ${source.process.processName}`);
      channel.send("welcome");
    },
    message: ({ channel }, value) => {
      log.push(`message ${String(value)}`);
      channel.send(`${Number(value) * 2}`);
    },
    close: ({ channel }) => {
      log.push(`close ${channel.id}`);
      channel.send("nobody hears this");
    },
  });
  sent();
  await open();
  await frame("21");
  await frame(" 4 ");
  await close();
  assert.equal(log, ["open 7 /ws http-server", "message 21", "message 4", "close 7"]);
  assert.equal(sent(), [push('"welcome"'), push('"42"'), push('"8"')]);
});

messages("an invalid message gets one error frame and does not reach the handler", async () => {
  const seen: unknown[] = [];
  const { open, frame, sent } = await createWorld({ message: (_, value) => seen.push(value) });
  await open();
  sent();
  await frame("-1");
  await frame("nonsense");
  await frame("");
  await frame(new Uint8Array([1, 2]), { kind: "Binary" });
  await frame("5");
  const errors = sent();
  assert.equal(errors.slice(0, 1), [
    push(
      '{"error":{"code":"request/does-not-fit","message":"the message does not fit u32: expected u32, found number -1",' +
        '"problems":[{"path":"","expected":"u32","found":"number -1"}]}}',
    ),
  ]);
  assert.equal(
    errors.slice(1).map((text) => /"code":"([^"]*)","message":"([^"]*)"/.exec(text)?.slice(1, 3).join(": ")),
    [
      "request/not-json: the message is not JSON: expected a value, found `n`",
      "request/not-json: live takes JSON in text frames, not empty ones",
      "request/not-json: live takes JSON in text frames, not binary ones",
    ],
  );
  assert.equal(seen, [5]);
});

messages("a handler that fails gets its client an id that the log repeats, and the channel goes on", async () => {
  const { open, frame, sent, lines } = await createWorld({
    message: async (_, value) => {
      if (value === 1) throw new Error("a secret detail");
    },
    open: () => {
      throw new Error("also");
    },
  });
  sent();
  await open();
  await frame("1");
  await frame("2");
  const [error, ...others] = sent();
  const id = /"code":"handler\/failed",.*"id":"([a-z0-9]{10})"/.exec(error ?? "")?.[1];
  assert.ok(id);
  assert.not.match(error ?? "", /secret detail/);
  assert.equal(others, []);
  const line = lines().find((text) => text.includes(id ?? "?"));
  assert.match(line ?? "", /error \[#\d+ live\.message channel 7\] the handler failed \(id [a-z0-9]{10}\) Error: a secret detail/);
});

messages("one client's handlers run one after the other, those of two clients beside each other", async () => {
  const log: string[] = [];
  const { open, frame, close, runner } = await createWorld({
    async open({ channel, sleep }) {
      await sleep(100);
      log.push(`${channel.id} open`);
    },
    async message({ channel, sleep }, value) {
      await sleep(value === 1 ? 50 : 1);
      log.push(`${channel.id} ${String(value)}`);
    },
    close: ({ channel }) => log.push(`${channel.id} close`),
  });
  await open(7);
  await frame("1", { channelId: 7 });
  await frame("2", { channelId: 7 });
  await close(7);
  await open(8);
  await frame("2", { channelId: 8 });
  await runner.advance(1000);
  assert.equal(log, ["7 open", "8 open", "8 2", "7 1", "7 2", "7 close"]);
});

messages("frames as they are, both ways, where the schema does not say what they hold", async () => {
  const frames: unknown[] = [];
  const out: RawMessage[] = ["a", new Uint8Array([98]), { kind: "text", text: "c" }, { kind: "binary", bytes: new Uint8Array([100]) }];
  const { open, frame, sent } = await createWorld(
    {
      message: ({ channel }, received) => {
        frames.push(received as Frame);
        for (const each of out) channel.send(each);
      },
    },
    { socket: { receives: undefined, sends: undefined } },
  );
  await open();
  sent();
  await frame("not JSON");
  assert.equal(sent(), [
    push("a"),
    '{"WebSocketPush":{"channel_id":7,"message_type":"Binary"}} b',
    push("c"),
    '{"WebSocketPush":{"channel_id":7,"message_type":"Binary"}} d',
  ]);
  await frame(new Uint8Array([0, 255]), { kind: "Binary" });
  assert.equal(frames, [{ kind: "text", text: "not JSON" }, { kind: "binary", bytes: new Uint8Array([0, 255]) }]);
});

messages("pings, pongs and close frames are no messages", async () => {
  const seen: unknown[] = [];
  const { open, frame, sent } = await createWorld({ message: (_, value) => seen.push(value) }, { socket: { receives: undefined } });
  await open();
  sent();
  for (const kind of ["Ping", "Pong", "Close"]) await frame("x", { kind });
  assert.equal([seen, sent()], [[], []]);
});

messages("a process without WebSockets closes those of a former version", async () => {
  const { frame, close, open, sent, lines } = await createWorld({}, { table: { sockets: [], socketEndpoints: [] } });
  sent();
  await frame("5", { channelId: 99 });
  assert.equal(sent(), ['{"WebSocketClose":99}']);
  await close(99);
  await frame("", { channelId: 99, kind: "Close" });
  await open(5, "/ws");
  assert.equal(sent(), ['{"WebSocketClose":5}']);
  assert.is(lines().filter((text) => /channel 99 is not known here/.test(text)).length, 1);
  assert.is(lines().filter((text) => /channel 5: no WebSocket has the path \/ws/.test(text)).length, 1);
});

messages("a channel that is not known is closed, so that its client comes again", async () => {
  const seen: unknown[] = [];
  const { frame, close, open, sent, lines } = await createWorld({ message: (_, value) => seen.push(value) });
  sent();
  await frame("5", { channelId: 99 });
  assert.equal(sent(), ['{"WebSocketClose":99}']);
  await close(99);
  await open(5, "/elsewhere");
  assert.equal(sent(), ['{"WebSocketClose":5}']);
  assert.equal(seen, []);
  assert.is(lines().filter((text) => /channel 99 is not known here/.test(text)).length, 1);
  assert.is(lines().filter((text) => /channel 5: no WebSocket has the path \/elsewhere/.test(text)).length, 1);
});

messages("a value that does not fit throws in the handler; nothing of it leaves", async () => {
  const { open, sent } = await createWorld({
    open: ({ channel }) => {
      assert.throws(() => channel.send(5), /expected string, found number 5/);
      channel.send("fits");
    },
    message: () => {},
  });
  sent();
  await open();
  assert.equal(sent(), [push('"fits"')]);
});

messages("this side closes: what the client says afterwards is nothing, and close runs when it has answered", async () => {
  const log: string[] = [];
  const { open, frame, close, sent } = await createWorld({
    message: ({ channel, sockets }) => {
      log.push("message");
      channel.send("bye");
      channel.close();
      channel.close();
      channel.send("too late");
      log.push(`${sockets.live.channels.size} open`);
    },
    close: () => log.push("close"),
  });
  await open();
  sent();
  await frame("1");
  await frame("2");
  assert.equal(sent(), [push('"bye"'), '{"WebSocketClose":7}']);
  await close();
  assert.equal(log, ["message", "0 open", "close"]);
});

messages("a client that is faster than its handlers is closed at 1024 messages", async () => {
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const log: string[] = [];
  const { open, frame, close, sent, runner } = await createWorld({
    message: async (_, value) => {
      log.push(String(value));
      await gate;
    },
    close: () => log.push("close"),
  });
  await open();
  sent();
  for (let index = 0; index < 1030; index++) await frame(String(index));
  assert.equal(sent(), ['{"WebSocketClose":7}']);
  await close();
  release();
  await runner.advance(10);
  assert.equal(log, ["0", "close"]);
});

messages("broadcasts go to all channels that are open, from every handler", async () => {
  const handlers: SubjectHandlers = {
    tell: (context, text) => {
      const { sockets } = context as unknown as SocketContext;
      sockets.live.broadcast(text);
      return [...sockets.live.channels.keys()];
    },
  };
  const { open, close, sent, kernel, subject, runner } = await createWorld({ message: () => {} }, { handlers });
  for (const id of [7, 8, 9]) await open(id);
  await close(8);
  sent();
  const asker = new Actor(kernel.process("a:test:test.os"), kernel);
  asker.ask(new Actor(subject.process, kernel), '{"tell":"news"}');
  await runner.pump();
  assert.equal(sent(), [push('"news"', 7), push('"news"', 9)]);
  assert.equal(asker.receiveAll(), ["response [7,9]"]);
});

messages("they wait for init", async () => {
  const log: string[] = [];
  const handlers: SubjectHandlers = {
    init: async ({ sleep }) => {
      await sleep(100);
      log.push("init");
    },
  };
  const { open, frame, runner } = await createWorld(
    { open: () => log.push("open"), message: (_, value) => log.push(String(value)) },
    { handlers },
  );
  await open();
  await frame("1");
  assert.equal(log, []);
  await runner.advance(200);
  assert.equal(log, ["init", "open", "1"]);
});

messages("only the http-server of the own node opens channels, and only what it sends is HTTP", async () => {
  const log: string[] = [];
  const { kernel, runner, subject } = await createWorld(
    { open: () => log.push("open"), message: () => {} },
    { isNetworked: true },
  );
  const open = { WebSocketOpen: { path: "/ws", channel_id: 1 } };
  const url = "/g:test:test.os/none";
  const http = { Http: { method: "GET", url: `http://localhost${url}`, bound_path: url, headers: {}, url_params: {}, query_params: {} } };
  const other = new Actor(kernel.process("a:test:test.os"), kernel);
  other.tell(new Actor(subject.process, kernel), JSON.stringify(open));
  await runner.pump();
  assert.equal(log, []);
  /** What the process answers, if anything. */
  const inject = async (source: string, body: object, expectsResponse?: bigint): Promise<string | undefined> => {
    const before = kernel.trace.length;
    kernel.inject({
      source,
      target: "test.os@g:test:test.os",
      request: {
        inherit: false, expectsResponse, body: new TextEncoder().encode(JSON.stringify(body)), metadata: undefined, capabilities: [],
      },
    });
    await runner.pump();
    const answer = kernel.trace.slice(before).find(({ message }) => message.message.tag === "response")?.message.message;
    return answer?.tag === "response" ? (answer.val[0].metadata ?? "http") : undefined;
  };
  await inject("other.os@http-server:distro:sys", open);
  assert.equal(log, []);
  assert.is(await inject("other.os@http-server:distro:sys", http, 5n), '"hproc:failure"');
  // The same messages, where they are believed.
  await inject("test.os@http-server:distro:sys", open);
  assert.equal(log, ["open"]);
  assert.is(await inject("test.os@http-server:distro:sys", http, 5n), "http");
});

messages("a ping carries up to 125 bytes, and the handler `pong` gets them", async () => {
  const log: string[] = [];
  const { open, frame, sent } = await createWorld({
    open: ({ channel }) => {
      channel.ping();
      channel.ping(new TextEncoder().encode("there?"));
      channel.ping(new Uint8Array(126));
    },
    message: () => {},
    pong: ({ channel }, bytes) => log.push(`${channel.id} ${new TextDecoder().decode(bytes)}`),
  });
  sent();
  await open();
  const ping = '{"WebSocketPush":{"channel_id":7,"message_type":"Ping"}} ';
  assert.equal(sent(), [ping, `${ping}there?`]);
  await frame("there?", { kind: "Pong" });
  await frame("there?", { kind: "Ping" });
  assert.equal(log, ["7 there?"]);
});

messages.run();

const saving = suite("WebSockets and the state");

const counted = (codec: Codec<unknown>): Partial<ProcessTable<object>> => ({
  save: { kind: "every-message" },
  state: {
    schemaHash: "v1",
    initial: () => ({ count: 0 }),
    decode: () => ({ count: 0 }),
    encode: (state) => `{"count":${codec.encode((state as { count: unknown }).count)}}`,
  },
});

saving("a push leaves after the change that it follows is stored", async () => {
  const { open, frame, kernel } = await createWorld(
    {
      message: ({ state, channel }, value) => {
        channel.send("stored");
        (state as { count: unknown }).count = value;
      },
    },
    { table: counted(u32) },
  );
  await open();
  await frame("5");
  const order = kernel.trace.map(({ message }) => describe(message));
  const stored = order.findIndex((text) => text.startsWith('{"SetState"'));
  assert.ok(stored >= 0 && stored < order.indexOf(push('"stored"')), order.join("\n"));
});

saving("a close leaves although the change beside it cannot be stored", async () => {
  const { open, frame, sent } = await createWorld(
    {
      message: ({ state, channel }) => {
        (state as { count: unknown }).count = "five";
        channel.close();
      },
    },
    { table: counted(u32) },
  );
  await open();
  sent();
  await frame("5");
  assert.equal(sent(), ['{"WebSocketClose":7}']);
});

saving("a push whose change cannot be stored does not leave; its client gets an error", async () => {
  const { open, frame, sent, lines } = await createWorld(
    {
      message: ({ state, channel }, value) => {
        channel.send("stored");
        (state as { count: unknown }).count = value === 5 ? "five" : value;
      },
    },
    { table: counted(u32) },
  );
  await open();
  sent();
  await frame("5");
  const [error, ...others] = sent();
  assert.match(error ?? "", /"code":"handler\/failed"/);
  assert.equal(others, []);
  assert.ok(lines().some((text) => text.includes("1 messages to WebSockets were dropped")));
  await frame("6");
  assert.equal(sent(), [push('"stored"')]);
});

saving("a client whose handler waited while its changes were undone gets an error", async () => {
  const { open, frame, sent, runner, lines } = await createWorld(
    {
      message: async ({ state, sleep }, value) => {
        (state as { count: unknown }).count = value === 5 ? "five" : value;
        if (value !== 5) await sleep(10);
      },
    },
    { table: counted(u32) },
  );
  await open(1);
  await open(2);
  await frame("7", { channelId: 1 });
  await frame("5", { channelId: 2 });
  sent();
  await runner.advance(10);
  const [error, ...others] = sent();
  assert.match(error ?? "", /"channel_id":1,.*"code":"handler\/failed"/);
  assert.equal(others, []);
  assert.ok(lines().some((text) => /\[#\d+ live\.message channel 1\] .* changes since the last one were undone/.test(text)));
});

saving.run();

const answering = suite("WebSockets beside requests");

answering("a socket's tick answers nobody, and what its handlers send delays nobody", async () => {
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const handlers: SubjectHandlers = {
    wait: async (_, text) => {
      await gate;
      return text;
    },
  };
  const { open, frame, runner, kernel, subject } = await createWorld(
    {
      message: async ({ sleep }) => {
        release();
        await sleep(3_600_000);
      },
    },
    { handlers, socket: { receives: json } },
  );
  const asker = new Actor(kernel.process("a:test:test.os"), kernel);
  asker.ask(new Actor(subject.process, kernel), '{"wait":"mine"}');
  await open();
  await frame("{}");
  assert.equal(asker.receiveAll(), []);
  await runner.advance(300);
  assert.equal(asker.receiveAll(), ['response "mine"']);
  assert.equal(subject.process.warnings, []);
});

answering.run();
