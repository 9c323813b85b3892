/** Nothing is lost, torn or out of order on the road between the node and the thread of a process. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Address } from "../../runtime/contract/address.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import { LaneReader, LaneWriter } from "../../runtime/node/lane.js";
import type { LaneItem, PortItem } from "../../runtime/node/lane.js";
import { createRingMemory } from "../../runtime/node/ring.js";
import { createRandom, type Random } from "../../runtime/node/random.js";
import { request } from "../../runtime/testing/fake-kernel.js";
import { readProcessId } from "../support/asker.js";
import { closeTestNodes, createTestNode, testProcess } from "../support/test-node.js";

const plain: Address = { node: "a.os", process: { processName: "p", packageName: "k", publisherNode: "b.os" } };
const odd: Address = { node: "", process: { processName: "p\nq", packageName: "k:@\ud800", publisherNode: "日本" } };

const base: KernelMessage = {
  id: 2n ** 64n - 1n,
  source: plain,
  target: odd,
  rsvp: undefined,
  message: { tag: "request", val: request({ body: "b", expectsResponse: 2n ** 63n + 5n, metadata: "" }) },
  blob: { mime: undefined, bytes: new Uint8Array(0) },
};

const test = suite("lane");
test.after.each(closeTestNodes);

/** Both ends in one thread, with a queue for the port. */
class Lane {
  readonly port: PortItem<number>[] = [];
  readonly writer: LaneWriter<number>;
  readonly reader: LaneReader<number>;

  constructor(capacity: number) {
    const memory = createRingMemory(capacity);
    this.writer = new LaneWriter(memory, { postMessage: (item) => this.port.push(item) });
    this.reader = new LaneReader(memory, () => this.port.shift());
  }

  readAll(): LaneItem<number>[] {
    const items: LaneItem<number>[] = [];
    for (let item = this.reader.next(); item; item = this.reader.next()) items.push(item);
    return items;
  }
}

const messages: readonly (readonly [name: string, message: KernelMessage])[] = [
  ["a request", base],
  ["one with rsvp that expects nothing", { ...base, rsvp: odd, message: { tag: "request", val: request({ inherit: true }) }, blob: undefined }],
  [
    "a response with metadata, blob and mime, none of them ASCII",
    {
      ...base,
      rsvp: plain,
      message: { tag: "response", val: [{ inherit: true, body: Uint8Array.of(0, 255, 128), metadata: "ü\u{1f600}", capabilities: [] }, undefined] },
      blob: { mime: "text/pläin", bytes: Uint8Array.of(1, 2, 3) },
    },
  ],
];

for (const [name, message] of messages) {
  test(`${name} arrives as it was, with its timer`, () => {
    const lane = new Lane(1024);
    assert.ok(lane.writer.tryMessage(message, undefined));
    assert.ok(lane.writer.tryMessage(message, 2 ** 40));
    assert.equal(lane.readAll(), [
      { kind: "message", message, timer: undefined },
      { kind: "message", message, timer: 2 ** 40 },
    ]);
    assert.equal(lane.port, []);
  });
}

test("what arrives is no part of the memory, which is used again", () => {
  const lane = new Lane(256);
  const send = (byte: number) => {
    const body = new Uint8Array(40).fill(byte);
    lane.writer.tryMessage({ ...base, target: plain, blob: undefined, message: { tag: "request", val: { ...request({}), body } } }, undefined);
    return lane.readAll();
  };
  const [first] = send(1);
  for (let byte = 2; byte < 20; byte++) send(byte);
  assert.ok(first?.kind === "message" && first.message.message.tag === "request");
  assert.equal(first.message.message.val.body, new Uint8Array(40).fill(1));
});

test("an address that its owner changes later is sent as it is then", () => {
  const lane = new Lane(1024);
  const target = { node: "a.os", process: { ...plain.process } };
  lane.writer.tryMessage({ ...base, target }, undefined);
  target.node = "b.os";
  target.process.processName = "q";
  lane.writer.tryMessage({ ...base, target }, undefined);
  const targets = lane.readAll().map((item) => item.kind === "message" && item.message.target);
  assert.equal(targets, [plain, { node: "b.os", process: { ...plain.process, processName: "q" } }]);
});

test("any number of addresses", () => {
  const lane = new Lane(4096);
  const named = (number: number): Address => ({ node: `${number}.os`, process: plain.process });
  for (let number = 0; number < 5000; number++) {
    // Known ones among new ones, also in the message in which the writer begins to count again.
    const message = { ...base, source: named(number % 7), target: named(number), rsvp: named(number % 11) };
    assert.ok(lane.writer.tryMessage(message, undefined));
    assert.equal(lane.readAll(), [{ kind: "message", message, timer: undefined }]);
  }
});

test("large messages and those with capabilities go by the port", () => {
  const lane = new Lane(65536);
  const body = new Uint8Array(20_000);
  assert.not(lane.writer.tryMessage({ ...base, message: { tag: "request", val: { ...request({}), body } } }, undefined));
  assert.not(lane.writer.tryMessage({ ...base, blob: { mime: undefined, bytes: body } }, undefined));
  const capabilities = [{ issuer: plain, params: "" }];
  assert.not(lane.writer.tryMessage({ ...base, message: { tag: "request", val: request({ capabilities }) } }, undefined));
  assert.equal(lane.readAll(), []);
});

test("a reader that goes to sleep sees what came since its last look, and is woken once", () => {
  const lane = new Lane(1024);
  assert.is(lane.reader.next(), undefined);
  lane.writer.tryMessage(base, undefined);
  assert.not(lane.writer.takeSleeper());
  lane.reader.setAsleep(true);
  assert.ok(lane.reader.hasRecords());
  assert.is(lane.readAll().length, 1);
  assert.not(lane.reader.hasRecords());
  lane.writer.tryMessage(base, undefined);
  assert.equal([lane.writer.takeSleeper(), lane.writer.takeSleeper()], [true, false]);
});

/** What was written, as it must be read. */
function writeSomething(lane: Lane, random: Random, number: number): LaneItem<number> {
  const kind = random.below(10);
  if (kind === 0) {
    const timers = Array.from({ length: random.below(5) }, () => random.below(1e6));
    if (lane.writer.tryCancelledTimers(timers)) return { kind: "cancelled-timers", timers };
  } else if (kind > 2) {
    const body = new Uint8Array(random.below(120)).fill(number);
    const bytes = new Uint8Array(random.below(40)).fill(number + 1);
    const maybe = <Value>(value: Value): Value | undefined => (random.below(2) === 0 ? undefined : value);
    const content = { inherit: false, body, metadata: maybe(random.pick(["", `m${number}`, "ü"])), capabilities: [] };
    const message: KernelMessage = {
      id: BigInt(number),
      source: random.pick([plain, odd]),
      target: { node: `${random.below(5)}.os`, process: plain.process },
      rsvp: maybe(plain),
      message: { tag: "request", val: { ...content, expectsResponse: maybe(7n) } },
      blob: maybe({ mime: maybe("é"), bytes }),
    };
    const timer = maybe(number);
    if (lane.writer.tryMessage(message, timer)) return { kind: "message", message, timer };
  }
  lane.writer.byPort(number);
  return { kind: "value", value: number };
}

test("in 300 random interleavings of writing and reading, full rings among them, the order stays", () => {
  let overflowCount = 0;
  for (let seed = 0; seed < 300; seed++) {
    const random = createRandom(seed);
    const lane = new Lane(random.pick([256, 512, 2048]));
    const waiting: LaneItem<number>[] = [];
    const readOne = (): void => {
      const item = lane.reader.next();
      assert.equal(item, waiting.shift(), `seed ${seed}`);
    };
    // Bursts of either, so that the ring is empty at times and full at others.
    for (let number = 0; number < 500; ) {
      for (let burst = random.below(12); burst > 0; burst--) waiting.push(writeSomething(lane, random, number++));
      if (lane.port.some(([, isLast]) => !isLast)) overflowCount++;
      for (let burst = random.below(12); burst > 0; burst--) readOne();
    }
    while (waiting.length > 0) readOne();
    readOne();
  }
  assert.ok(overflowCount > 1000, `the ring was full ${overflowCount} times`);
});

test("10 000 messages of all sizes through a thread and back, in bursts that fill the ring", async () => {
  const { node, install } = await createTestNode();
  await install(
    `export function init() {
       for (;;) {
         const [, message] = standard.receive();
         if (message.tag !== "request") continue;
         const { body, metadata } = message.val;
         standard.sendResponse({ inherit: false, body, metadata, capabilities: [] }, standard.getBlob());
       }
     }`,
    { public: true },
  );
  const random = createRandom(7);
  const target = { node: node.kernel.node, process: testProcess("p") };
  const expected: { readonly id: bigint; readonly check: number; readonly byteLength: number }[] = [];
  let wrong = "";
  let resume = (): void => {};
  const take = ({ id, message, blob }: KernelMessage): void => {
    if (message.tag !== "response") return;
    const next = expected.shift();
    const bytes = blob?.bytes ?? message.val[0].body;
    if (next?.id !== id || bytes.length !== next.byteLength || bytes.some((byte) => byte !== next.check)) wrong ||= `answer ${id}`;
    if (expected.length === 0) resume();
  };
  const sender = node.kernel.addModule(readProcessId("sender:test:test.os"), take, { isPublic: true });
  for (let sent = 0; sent < 10_000; ) {
    const answered = new Promise<void>((resolve) => (resume = resolve));
    for (let burst = random.pick([1, 1, 2, 30, 500, 3000]); burst > 0; burst--, sent++) {
      const byteLength = random.below(random.pick([10, 10, 2_000, 2_000, 20_000]));
      const check = sent & 255;
      const bytes = new Uint8Array(byteLength).fill(check);
      const isBlob = random.below(4) === 0;
      const extra = { expectsResponse: 60n, rsvp: sender.address, metadata: `${sent}` };
      const id = sender.request(target, isBlob ? new Uint8Array(0) : bytes, isBlob ? { ...extra, blob: { mime: "m", bytes } } : extra);
      expected.push({ id, check, byteLength });
    }
    await answered;
  }
  assert.is(wrong, "");
});

test.run();
