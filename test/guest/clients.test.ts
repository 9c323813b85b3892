/** WebSockets that a process opens: what the http-client is told, and what its messages set off. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { string, u32, type ClientTable, type ProcessTable } from "../../runtime/contract/index.js";
import type { Client, ClientChannel, ConnectOutcome } from "../../runtime/guest/index.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import { FakeKernel, type ScriptedModule } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner, type RunningGuest } from "../../runtime/testing/guest-runner.js";
import { defineSubject, type SubjectContext } from "./subject.js";

type FeedContext = SubjectContext & {
  readonly channel: ClientChannel<unknown>;
  readonly clients: { readonly feed: Client<unknown> };
};

interface FeedHandlers {
  open?(context: FeedContext): unknown;
  message?(context: FeedContext, message: unknown): unknown;
  pong?(context: FeedContext, bytes: Uint8Array): unknown;
  close?(context: FeedContext): unknown;
}

interface World {
  readonly kernel: FakeKernel;
  readonly runner: GuestRunner;
  readonly subject: RunningGuest;
  readonly client: ScriptedModule;
  /** Lets the subject run code as one of its handlers. */
  act(work: (context: FeedContext) => unknown): Promise<void>;
  /** Answers the oldest attempt to connect that has no answer. */
  answer(body?: string): Promise<void>;
  /** Connects, is answered, and gives the channel. */
  connect(): Promise<ClientChannel<unknown>>;
  frame(content: string | Uint8Array | undefined, options?: { channelId?: number; kind?: string }): Promise<void>;
  close(channelId?: number): Promise<void>;
  /** What the http-client got since the last look: action and content. */
  sent(): string[];
  lines(): string[];
}

const feed: ClientTable = { name: "feed", receives: u32, sends: string };
const url = "wss://example.org/feed";
const ack = '{"Ok":"WebSocketAck"}';

async function createWorld(
  own: FeedHandlers,
  options: { client?: Partial<ClientTable>; table?: Partial<ProcessTable<object>>; firstChannelId?: number } = {},
): Promise<World> {
  const kernel = new FakeKernel();
  const waiting: KernelMessage[] = [];
  const client = kernel.module("http-client:distro:sys", (message) => {
    if (message.message.tag === "request" && message.message.val.expectsResponse !== undefined) waiting.push(message);
  });
  const asker = kernel.module("asker:test:test.os");
  const runner = new GuestRunner(kernel);
  const table = { clients: [{ ...feed, ...options.client }], ...options.table };
  let work: (context: FeedContext) => unknown = () => {};
  const definition = defineSubject({ act: (context) => work(context as FeedContext) ?? null }, table, { feed: own });
  const { firstChannelId = 5 } = options;
  const subject = await runner.start(definition, {}, { firstChannelId });
  let seen = 0;
  const world: World = {
    kernel,
    runner,
    subject,
    client,
    async act(next) {
      work = next;
      asker.request(kernel.address("g:test:test.os"), new TextEncoder().encode('{"act":""}'));
      await runner.pump();
    },
    async answer(body = ack) {
      const message = waiting.shift();
      if (!message) throw new Error("nothing waits for an answer");
      client.respond(message, new TextEncoder().encode(body));
      await runner.pump();
    },
    async connect() {
      let channel: ClientChannel<unknown> | undefined;
      await world.act(({ clients }) => {
        void clients.feed.connect(url).then((outcome) => {
          if (outcome.tag === "ok") channel = outcome.val;
        });
      });
      await world.answer();
      if (!channel) throw new Error("no channel");
      return channel;
    },
    frame: (content, { channelId = 5, kind = "Text" } = {}) =>
      send(
        { WebSocketPush: { channel_id: channelId, message_type: kind } },
        typeof content === "string" ? new TextEncoder().encode(content) : content,
      ),
    close: (channelId = 5) => send({ WebSocketClose: { channel_id: channelId } }),
    sent() {
      const fresh = client.received.slice(seen);
      seen = client.received.length;
      return fresh.map(describe);
    },
    lines: () => kernel.lines.map(({ text }) => text.replace("test:test.os: ", "")),
  };
  async function send(message: unknown, blob?: Uint8Array): Promise<void> {
    const extra = blob ? { blob: { mime: "text/plain", bytes: blob } } : {};
    client.request(kernel.address("g:test:test.os"), new TextEncoder().encode(JSON.stringify(message)), extra);
    await runner.pump();
  }
  return world;
}

function describe({ message, blob }: KernelMessage): string {
  if (message.tag !== "request") return "response";
  const { body, expectsResponse } = message.val;
  const content = blob ? ` ${new TextDecoder().decode(blob.bytes)}` : "";
  return `${new TextDecoder().decode(body)}${content}${expectsResponse === undefined ? "" : ` expects ${expectsResponse}`}`;
}

const opening = (channelId: number): string =>
  `{"WebSocketOpen":{"url":"${url}","headers":{},"channel_id":${channelId}}} expects 30`;
const push = (text: string, channelId = 5): string =>
  `{"WebSocketPush":{"channel_id":${channelId},"message_type":"Text"}} ${text}`;
const closing = (channelId = 5): string => `{"WebSocketClose":{"channel_id":${channelId}}}`;

const connecting = suite("connecting to a server");

connecting("the request goes out as it was asked for, and its answer is the channel", async () => {
  const log: string[] = [];
  const world = await createWorld({
    open: ({ channel, source, clients }) => {
      log.push(`open ${channel.id} ${channel.url} ${source.process.processName} ${clients.feed.channels.size}`);
      channel.send("hello");
    },
    message: () => {},
  });
  const outcomes: ConnectOutcome<unknown>[] = [];
  await world.act(({ clients }) => {
    const connection = clients.feed.connect(url, { headers: { Authorization: "Bearer x" }, timeoutMs: 1500 });
    void connection.then((outcome) => {
      log.push("outcome");
      outcomes.push(outcome);
    });
    log.push(`asked ${clients.feed.channels.size}`);
  });
  assert.equal(world.sent(), [
    `{"WebSocketOpen":{"url":"${url}","headers":{"authorization":"Bearer x"},"channel_id":5}} expects 2`,
  ]);
  await world.answer();
  assert.equal(log, ["asked 0", `open 5 ${url} http-client 1`, "outcome"]);
  assert.equal(world.sent(), [push('"hello"')]);
  const [outcome] = outcomes;
  assert.ok(outcome?.tag === "ok");
  outcome.val.send("later");
  await world.act(() => {});
  assert.equal(world.sent(), [push('"later"')]);
  assert.is(world.subject.guest.channelCount, 1);
});

connecting("the http-client's refusal is `failed`, and nothing is left of it", async () => {
  const log: string[] = [];
  const world = await createWorld({ open: () => log.push("open"), message: () => {}, close: () => log.push("close") });
  await world.act(async ({ clients }) => {
    log.push(JSON.stringify(await clients.feed.connect(url)));
    log.push(await clients.feed.connect("nonsense").orThrow().then(String, String));
    log.push(JSON.stringify(await clients.feed.connect(url)));
  });
  await world.answer(`{"Err":{"WsOpenFailed":{"url":"${url}"}}}`);
  await world.answer('{"Err":{"BadUrl":{"url":"nonsense"}}}');
  assert.equal(world.sent().length, 3);
  await world.answer('{"Ok":"Http"}');
  assert.equal(log, [
    '{"tag":"failed","message":"the server could not be reached or opened no WebSocket"}',
    "ConnectError: nonsense: the http-client does not take the URL",
    '{"tag":"failed","message":"the http-client gave an answer that is not known here"}',
  ]);
  // Only what was not said to have failed is closed.
  assert.equal(world.sent(), [closing(7)]);
  assert.is(world.subject.guest.channelCount, 0);
});

connecting("after a time-out the connection is closed, should it come about", async () => {
  const log: string[] = [];
  const world = await createWorld({ open: () => log.push("open"), message: () => log.push("message") });
  await world.act(async ({ clients }) => log.push(JSON.stringify(await clients.feed.connect(url, { timeoutMs: 5000 }))));
  world.sent();
  await world.runner.advance(5000);
  assert.equal(log, ['{"tag":"timeout"}']);
  assert.equal(world.sent(), [closing()]);
  await world.answer();
  await world.frame("1");
  assert.equal([log, world.sent()], [['{"tag":"timeout"}'], []]);
  assert.is(world.subject.guest.channelCount, 0);
});

connecting("a signal ends the wait, and an aborted one sends nothing", async () => {
  const log: string[] = [];
  const world = await createWorld({ open: () => log.push("open"), message: () => {} });
  const controller = new AbortController();
  const connect = async ({ clients }: FeedContext): Promise<void> => {
    log.push((await clients.feed.connect(url, { signal: controller.signal })).tag);
  };
  await world.act(connect);
  assert.equal(world.sent(), [opening(5)]);
  controller.abort();
  await world.act(() => {});
  assert.equal([log, world.sent()], [["timeout"], [closing()]]);
  await world.act(connect);
  await world.answer();
  assert.equal([log, world.sent()], [["timeout", "timeout"], []]);
});

connecting("a header that is none throws at once and nothing leaves", async () => {
  const log: string[] = [];
  const world = await createWorld({ message: () => {} });
  await world.act(({ clients }) => {
    for (const [name, value] of [["x-a", "1\r\nx-b: 2"], ["a b", "1"]] as const) {
      try {
        void clients.feed.connect(url, { headers: { [name]: value } });
      } catch (error) {
        log.push(String(error));
      }
    }
  });
  assert.equal(log, [
    'RangeError: the header x-a takes a text of visible ASCII, found "1\\r\\nx-b: 2"',
    'RangeError: "a b" is no name of a header',
  ]);
  assert.equal(world.sent(), []);
});

connecting("ids count on from where they begin, around the end of 32 bits", async () => {
  const world = await createWorld({ message: () => {} }, { firstChannelId: 2 ** 32 - 1 });
  const first = await world.connect();
  const second = await world.connect();
  assert.equal([first.id, second.id], [4294967295, 0]);
});

connecting("they begin at random", async () => {
  const start = async (): Promise<number> => {
    const kernel = new FakeKernel();
    const client = kernel.module("http-client:distro:sys");
    const runner = new GuestRunner(kernel);
    const init = ({ clients }: FeedContext): void => void clients.feed.connect(url);
    await runner.start(defineSubject({ init: (context) => init(context as FeedContext) }, { clients: [feed] }, { feed: { message: () => {} } }));
    kernel.pump();
    const [request] = client.received.map(({ message }) => (message.tag === "request" ? message.val.body : new Uint8Array(0)));
    const { WebSocketOpen } = JSON.parse(new TextDecoder().decode(request)) as { WebSocketOpen: { channel_id: number } };
    return WebSocketOpen.channel_id;
  };
  const ids = await Promise.all(Array.from({ length: 8 }, start));
  assert.ok(ids.every((id) => Number.isInteger(id) && id >= 0 && id < 2 ** 32));
  assert.is(new Set(ids).size, 8);
});

connecting("several clients each have their own channels", async () => {
  const log: string[] = [];
  const table = { clients: [feed, { ...feed, name: "wire", receives: undefined }] };
  const own = { message: (_: unknown, value: unknown) => log.push(`feed ${String(value)}`) };
  const kernel = new FakeKernel();
  const client = kernel.module("http-client:distro:sys", (message) => {
    if (message.message.tag === "request" && message.message.val.expectsResponse !== undefined) {
      client.respond(message, new TextEncoder().encode(ack));
    }
  });
  const runner = new GuestRunner(kernel);
  const definition = defineSubject(
    {
      init: async (context) => {
        const { clients } = context as unknown as { clients: Record<string, Client<unknown>> };
        await clients["feed"]?.connect(url);
        await clients["wire"]?.connect(url);
        log.push(Object.entries(clients).map(([name, { channels }]) => `${name} ${[...channels.keys()].join()}`).join("; "));
      },
    },
    table,
    { feed: own, wire: { message: (_: unknown, frame: unknown) => log.push(JSON.stringify(frame)) } },
  );
  await runner.start(definition, {}, { firstChannelId: 5 });
  await runner.pump();
  const send = (channelId: number, text: string): void => {
    const body = new TextEncoder().encode(`{"WebSocketPush":{"channel_id":${channelId},"message_type":"Text"}}`);
    client.request(kernel.address("g:test:test.os"), body, { blob: { mime: "text/plain", bytes: new TextEncoder().encode(text) } });
  };
  send(5, "1");
  send(6, "1");
  await runner.pump();
  assert.equal(log, ["feed 5; wire 6", "feed 1", '{"kind":"text","text":"1"}']);
});

connecting.run();

const messages = suite("messages of servers");

messages("messages of one channel run in order, and close comes last", async () => {
  const log: string[] = [];
  const world = await createWorld({
    message: async ({ sleep }, value) => {
      log.push(`begin ${String(value)}`);
      await sleep(10);
      log.push(`end ${String(value)}`);
    },
    close: ({ channel, clients }) => log.push(`close ${channel.id} ${clients.feed.channels.size}`),
  });
  await world.connect();
  await world.frame("1");
  await world.frame("2");
  await world.close();
  await world.close();
  await world.runner.advance(50);
  assert.equal(log, ["begin 1", "end 1", "begin 2", "end 2", "close 5 0"]);
  assert.is(world.subject.guest.channelCount, 0);
});

messages("what comes before the answer to the request waits for it and for `open`", async () => {
  const log: string[] = [];
  const world = await createWorld({
    open: async ({ sleep }) => {
      log.push("open");
      await sleep(10);
      log.push("opened");
    },
    message: (_, value) => log.push(`message ${String(value)}`),
    close: () => log.push("close"),
  });
  await world.act(async ({ clients }) => log.push((await clients.feed.connect(url)).tag));
  await world.frame("1");
  await world.close();
  assert.equal(log, []);
  await world.answer();
  await world.runner.advance(10);
  assert.equal(log, ["open", "ok", "opened", "message 1", "close"]);
});

messages("one that does not fit is dropped with a warning, and the server hears nothing of it", async () => {
  const log: string[] = [];
  const world = await createWorld({ message: (_, value) => log.push(String(value)) });
  await world.connect();
  world.sent();
  await world.frame('"one"');
  await world.frame("{");
  await world.frame(new Uint8Array([1]), { kind: "Binary" });
  await world.frame("3");
  assert.equal(log, ["3"]);
  assert.equal(world.sent(), []);
  assert.equal(
    world.lines().map((line) => line.slice(0, 76)),
    [
      'warn dropped a message of feed channel 5: the message does not fit u32: expe',
      "warn dropped a message of feed channel 5: the message is not JSON: expected ",
      "warn dropped a message of feed channel 5: feed takes JSON in text frames, no",
    ],
  );
});

messages("a handler that throws is in the log alone", async () => {
  const world = await createWorld({
    message: () => {
      throw new Error("no");
    },
  });
  await world.connect();
  world.sent();
  await world.frame("1");
  assert.equal(world.sent(), []);
  assert.match(world.lines()[0] ?? "", /^error \[#\d+ feed\.message channel 5\] the handler failed \(id \w+\) Error: no/);
});

messages("a close by this side runs the handler once, whatever the http-client tells, and nothing more is heard", async () => {
  const log: string[] = [];
  const world = await createWorld({
    message: ({ channel, clients }, value) => {
      log.push(`message ${String(value)}`);
      channel.close();
      channel.close();
      channel.send("too late");
      log.push(`after ${clients.feed.channels.size}`);
    },
    close: ({ channel }) => log.push(`close ${channel.id}`),
  });
  await world.connect();
  world.sent();
  await world.frame("1");
  assert.equal(log, ["message 1", "after 0", "close 5"]);
  assert.equal(world.sent(), [closing()]);
  await world.frame("2");
  await world.close();
  assert.equal([log.length, world.sent(), world.lines()], [3, [], []]);
  assert.is(world.subject.guest.channelCount, 0);
});

messages("a handler that closes a channel goes on before `close` of that one begins", async () => {
  const log: string[] = [];
  const world = await createWorld({ message: () => {}, close: () => log.push("close") });
  const channel = await world.connect();
  await world.act(() => {
    channel.close();
    log.push("act");
  });
  assert.equal(log, ["act", "close"]);
});

messages("frames of a channel of a former run are dropped and closed", async () => {
  const world = await createWorld({ message: () => {} });
  await world.frame("1", { channelId: 77 });
  await world.frame(undefined, { channelId: 78, kind: "Close" });
  await world.close(78);
  assert.equal(world.sent(), [closing(77)]);
  assert.equal(world.lines(), [
    "warn dropped a Text frame of test.os@http-client:distro:sys: channel 77 is not known here; closed it",
  ]);
});

messages("only the http-client of the own node is believed", async () => {
  const log: string[] = [];
  const world = await createWorld({ message: (_, value) => log.push(String(value)) });
  await world.connect();
  world.sent();
  const body = new TextEncoder().encode('{"WebSocketPush":{"channel_id":5,"message_type":"Text"}}');
  const blob = { mime: undefined, bytes: new TextEncoder().encode("1") };
  const target = "test.os@g:test:test.os";
  const request = { inherit: false, expectsResponse: undefined, body, metadata: undefined, capabilities: [] };
  world.kernel.inject({ source: "other.os@http-client:distro:sys", target, request, blob });
  world.kernel.module("liar:test:test.os").request(world.kernel.address("g:test:test.os"), body, { blob });
  world.kernel.module("http-server:distro:sys").request(world.kernel.address("g:test:test.os"), body, { blob });
  world.client.request(world.kernel.address("g:test:test.os"), body, { blob, expectsResponse: 5n });
  await world.runner.pump();
  assert.equal(log, []);
});

messages("ping is sent without content, pongs reach the handler, pings do not", async () => {
  const log: string[] = [];
  const world = await createWorld({ message: () => {}, pong: (_, bytes) => log.push(`pong ${bytes.length}`) });
  const channel = await world.connect();
  world.sent();
  channel.ping();
  await world.frame(undefined, { kind: "Pong" });
  await world.frame(undefined, { kind: "Ping" });
  assert.equal(world.sent(), ['{"WebSocketPush":{"channel_id":5,"message_type":"Ping"}} ']);
  assert.equal(log, ["pong 0"]);
});

messages("a server that is faster than its handler is closed", async () => {
  const log: string[] = [];
  const world = await createWorld({ message: () => new Promise(() => {}), close: () => log.push("close") });
  await world.connect();
  world.sent();
  for (let count = 0; count < 1026; count++) await world.frame("1");
  assert.equal(world.sent(), [closing()]);
  assert.equal(world.lines(), ["warn closed channel 5 of feed: its messages come faster than they are handled"]);
  assert.is(world.subject.guest.channelCount, 0);
});

messages("so is one that says too much before it is open", async () => {
  const log: string[] = [];
  const world = await createWorld({ open: () => log.push("open"), message: () => log.push("message"), close: () => log.push("close") });
  await world.act(async ({ clients }) => log.push(JSON.stringify(await clients.feed.connect(url))));
  world.sent();
  for (let count = 0; count < 1024; count++) await world.frame("1");
  assert.equal(world.sent(), [closing()]);
  await world.answer();
  assert.equal(log, ['{"tag":"failed","message":"more came than was handled"}']);
});

messages.run();

const saving = suite("WebSockets to servers and the state");

/** A state that cannot be stored once `broken`. */
function fragileTable(): { table: Partial<ProcessTable<object>>; break(): void; mend(): void } {
  let isBroken = false;
  let count = 0;
  return {
    table: {
      save: { kind: "every-message" },
      state: {
        schemaHash: "0",
        initial: () => ({}),
        decode: () => ({}),
        encode: () => {
          if (isBroken) throw new Error("cannot be stored");
          return `{"count":${count++}}`;
        },
      },
    },
    break: () => void (isBroken = true),
    mend: () => void (isBroken = false),
  };
}

saving("a message does not leave with a change that is not stored, a close does", async () => {
  const fragile = fragileTable();
  const log: string[] = [];
  const world = await createWorld({ message: () => {}, close: () => log.push("close") }, { table: fragile.table });
  const channel = await world.connect();
  world.sent();
  fragile.break();
  await world.act(() => {
    channel.send("never stored");
    channel.close();
  });
  assert.equal(world.sent(), [closing()]);
  assert.ok(world.lines().includes("error 1 messages to WebSockets were dropped with the change they follow"));
  assert.equal(log, ["close"]);
});

saving("what is told leaves after the state that it follows", async () => {
  const world = await createWorld({ message: ({ channel }) => channel.send("stored") }, { table: fragileTable().table });
  await world.connect();
  world.kernel.trace.length = 0;
  await world.frame("1");
  const order = world.kernel.trace.map(({ message }) => describe(message));
  const stored = order.findIndex((text) => text.startsWith('{"SetState"'));
  assert.ok(stored >= 0 && stored < order.indexOf(push('"stored"')), order.join("\n"));
});

saving.run();
