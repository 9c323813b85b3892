/** The log in a file: what is in it, when it is written, and that nothing of it is in the way of the process. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { LogTable } from "../../runtime/contract/index.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import { FakeKernel, type FakeProcessOptions, type ScriptedModule } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner } from "../../runtime/testing/guest-runner.js";
import type { MemoryFiles } from "../../runtime/testing/memory-drives.js";
import { addMemoryFiles } from "../../runtime/testing/memory-files.js";
import { Actor } from "../support/host-world.js";
import { defineSubject, type SubjectHandlers } from "./subject.js";

interface World {
  readonly kernel: FakeKernel;
  readonly runner: GuestRunner;
  /** Sends requests all at once, and returns the answers. */
  ask(...handlers: string[]): Promise<readonly string[]>;
  /** Those that came since. */
  answers(): readonly string[];
  /** What the terminal has at verbosity 1 and less. */
  lines(): readonly string[];
}

const path = "/test:test.os/log/g.log";
const quiet: LogTable = { terminal: "warn", file: "info", requests: "none" };

async function createWorld(
  kernel: FakeKernel,
  handlers: SubjectHandlers,
  log: Partial<LogTable> = {},
  options: FakeProcessOptions = {},
): Promise<World> {
  const runner = new GuestRunner(kernel);
  const running = await runner.start(defineSubject(withResults(handlers), { log: { ...quiet, ...log } }), options);
  const subject = new Actor(running.process, kernel);
  const asker = new Actor(kernel.process("a:test:test.os"), kernel);
  return {
    kernel,
    runner,
    async ask(...names) {
      for (const name of names) asker.ask(subject, `{"${name}":""}`, { seconds: 600n });
      await runner.pump();
      return asker.receiveAll();
    },
    answers: () => asker.receiveAll(),
    lines: () => kernel.lines.filter(({ verbosity, source }) => verbosity < 2 && source.processName === "g").map(({ text }) => text),
  };
}

/** Handlers that return nothing return null: the subject's results are JSON. */
function withResults(handlers: SubjectHandlers): SubjectHandlers {
  const entries = Object.entries(handlers).map(
    ([name, handle]) => [name, async (...given: Parameters<typeof handle>) => (await handle(...given)) ?? null] as const,
  );
  return Object.fromEntries(entries);
}

/** Every line without its time, which is that of now. */
function linesOf(files: MemoryFiles): readonly Record<string, unknown>[] {
  const text = new TextDecoder().decode(files.get(path) ?? new Uint8Array(0));
  if (text === "") return [];
  assert.ok(text.endsWith("\n"));
  return text.slice(0, -1).split("\n").map((line) => {
    const { timestamp, ...rest } = JSON.parse(line) as Record<string, unknown>;
    assert.match(String(timestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    return rest;
  });
}

/** A vfs by hand: what it was asked, and a way to answer. */
function scriptVfs(kernel: FakeKernel, handle: (action: string, message: KernelMessage, vfs: ScriptedModule) => void) {
  const asked: string[] = [];
  const vfs: ScriptedModule = kernel.module("vfs:distro:sys", (message) => {
    if (message.message.tag !== "request") return;
    const { action } = JSON.parse(new TextDecoder().decode(message.message.val.body)) as { action: string | object };
    const name = typeof action === "string" ? action : (Object.keys(action)[0] ?? "");
    asked.push(name);
    handle(name, message, vfs);
  });
  return { vfs, asked };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const ok = (message: KernelMessage, vfs: ScriptedModule): void => vfs.respond(message, bytes('"Ok"'));

const file = suite("the file of a log");

file("one object a line, in the form of tracing-subscriber, with the request that it belongs to", async () => {
  const kernel = new FakeKernel();
  const files = addMemoryFiles(kernel);
  const error = new RangeError("out", { cause: "a cause" });
  error.stack = "RangeError: out\n    at f (a.ts:1)";
  const { ask } = await createWorld(kernel, {
    add({ log }) {
      log.info("plain");
      log.warn('with "quotes"\n', { n: 1, big: 18446744073709551615n, none: undefined, list: [1n] });
      log.error("it failed", error);
      log.info("text", "detail");
      log.info("taken", { message: 1 });
      log.info("list", [1]);
      log.info("half \ud800", { "\ud800": "\ud800" });
      log.debug("not here");
    },
  });
  await ask("add");
  const span = { name: "request", id: 1, kind: "local", handler: "add" };
  assert.equal(linesOf(files), [
    { level: "INFO", fields: { message: "plain" }, span },
    { level: "WARN", fields: { message: 'with "quotes"\n', n: 1, big: Number(18446744073709551615n), list: [1] }, span },
    { level: "ERROR", fields: { message: "it failed", error: "RangeError: out\n    at f (a.ts:1)\ncaused by a cause" }, span },
    { level: "INFO", fields: { message: "text", details: "detail" }, span },
    { level: "INFO", fields: { message: "taken", details: { message: 1 } }, span },
    { level: "INFO", fields: { message: "list", details: [1] }, span },
    { level: "INFO", fields: { message: "half \ufffd", "\ufffd": "\ufffd" }, span },
  ]);
  // With every digit, which `JSON.parse` does not keep.
  assert.ok(new TextDecoder().decode(files.get(path)).includes('"big":18446744073709551615,'));
});

file("what is logged in one tick leaves at once, what is logged meanwhile with the next", async () => {
  const kernel = new FakeKernel();
  const waiting: KernelMessage[] = [];
  const { vfs, asked } = scriptVfs(kernel, (_, message) => waiting.push(message));
  const written: string[] = [];
  const answer = (): void => {
    const message = waiting.shift();
    if (message) ok(message, vfs);
    if (message?.blob) written.push(new TextDecoder().decode(message.blob.bytes));
  };
  const { ask, runner } = await createWorld(kernel, {
    log({ log }) {
      log.info("one");
      log.info("two");
    },
  });
  assert.equal(asked, []);
  await ask("log");
  assert.equal(asked, ["CreateDrive"]);
  await ask("log");
  for (let step = 0; step < 10; step++) {
    answer();
    await runner.pump();
  }
  assert.equal(asked, ["CreateDrive", "OpenFile", "Metadata", "Append"]);
  await ask("log", "log");
  answer();
  await runner.pump();
  assert.equal(asked.slice(4), ["Append", "Append"]);
  answer();
  await runner.pump();
  const messages = written.map((text) => text.match(/"message":"\w+"/g)?.length);
  assert.equal(messages, [4, 2, 2]);
});

file("the answer leaves before the log is written", async () => {
  const kernel = new FakeKernel();
  addMemoryFiles(kernel);
  const { ask } = await createWorld(kernel, { add: ({ log }) => log.info("a line") });
  await ask("add");
  kernel.trace.length = 0;
  await ask("add");
  const sent = kernel.trace.filter(({ message }) => message.source.process.processName === "g");
  assert.equal(sent.map(({ message }) => message.target.process.processName), ["a", "vfs"]);
});

file("nothing is sent for what is not for the file", async () => {
  for (const log of [{}, { file: "none" }, { requests: "debug" }] as const) {
    const kernel = new FakeKernel();
    const { asked } = scriptVfs(kernel, () => {});
    const { ask } = await createWorld(kernel, { add: ({ log }) => log.debug("for the terminal") }, log);
    await ask("add", "add");
    assert.equal(asked, [], JSON.stringify(log));
  }
  const kernel = new FakeKernel();
  const { asked } = scriptVfs(kernel, () => {});
  const { ask } = await createWorld(kernel, { add: ({ log }) => log.error("for the terminal") }, { file: "none" });
  await ask("add");
  assert.equal(asked, []);
});

const stopped = (reason: string): string => `test:test.os: warn the log goes to the terminal alone from now on: ${path}: ${reason}`;

file("B-08: a process without the right to the vfs logs to the terminal, and says so once", async () => {
  const kernel = new FakeKernel();
  // It is there, and only for others.
  kernel.module("vfs:distro:sys", () => assert.unreachable(), { isPublic: false });
  const { ask, answers, runner, lines } = await createWorld(kernel, {
    async add({ log, sleep }) {
      log.info("a line");
      await sleep(5);
      return "added";
    },
  });
  for (let time = 0; time < 3; time++) {
    assert.equal(await ask("add"), []);
    await runner.advance(10);
    assert.equal(answers(), ['response "added"']);
  }
  assert.equal(lines(), [stopped("vfs did not answer (timeout)")]);
});

file("B-08: nor does a vfs stop it that is not there, is silent or refuses", async () => {
  const refusal = '{"Err":{"IOError":"No space left on device (os error 28)"}}';
  for (const [fails, reason] of [
    ["CreateDrive", "vfs did not answer (timeout)"],
    ["CreateDrive", refusal],
    ["OpenFile", refusal],
    ["Metadata", refusal],
    ["Append", "vfs did not answer (timeout)"],
    ["Append", refusal],
  ] as const) {
    const kernel = new FakeKernel();
    const { asked } = scriptVfs(kernel, (action, message, vfs) => {
      if (action !== fails) ok(message, vfs);
      else if (reason === refusal) vfs.respond(message, bytes(refusal));
    });
    const { ask, runner, lines } = await createWorld(kernel, { add: ({ log }) => log.info("a line") });
    assert.equal(await ask("add"), ["response null"]);
    await runner.advance(61_000);
    const askedBefore = asked.length;
    assert.equal(await ask("add", "add"), ["response null", "response null"]);
    await runner.advance(61_000);
    assert.equal([lines(), asked.length], [[stopped(reason)], askedBefore], `${fails} ${reason}`);
  }
});

file("what cannot be written is not kept without bound", async () => {
  const kernel = new FakeKernel();
  const waiting: KernelMessage[] = [];
  const { vfs } = scriptVfs(kernel, (_, message) => waiting.push(message));
  const { ask, runner } = await createWorld(kernel, {
    add({ log }) {
      for (let index = 0; index < 1000; index++) log.info("x".repeat(1000));
    },
  });
  await ask("add");
  let appended: Uint8Array | undefined;
  for (let step = 0; step < 4; step++) {
    const message = waiting.shift();
    if (!message) break;
    appended = message.blob?.bytes ?? appended;
    ok(message, vfs);
    await runner.pump();
  }
  assert.ok(appended && appended.length < 300_000 && appended.length > 200_000);
  const text = new TextDecoder().decode(appended);
  const count = text.split("\n").filter((line) => line.includes("xxx")).length;
  assert.match(text, new RegExp(`"level":"WARN","fields":\\{"message":"${1000 - count} lines were dropped`));
});

file("a file above its size is cut to its second half, at a line", async () => {
  const kernel = new FakeKernel();
  const files = addMemoryFiles(kernel);
  const { ask } = await createWorld(kernel, { add: ({ log }, text) => log.info("x".repeat(1000), { text }) });
  const line = (index: number): string => `{"old":${index},"text":"${"y".repeat(100)}"}\n`;
  const old = Array.from({ length: 10_000 }, (_, index) => line(index)).join("");
  assert.ok(old.length > 1024 * 1024);
  files.set(path, bytes(old));
  await ask("add");
  const kept = new TextDecoder().decode(files.get(path)).split("\n");
  const first = (JSON.parse(kept[0] ?? "") as { old: number }).old;
  assert.ok(first > 4900 && first < 5100, String(first));
  assert.equal([kept.length, kept[0]], [10_000 - first + 2, line(first).trimEnd()]);
  assert.match(kept.at(-2) ?? "", /"message":"xxx/);
});

file("`none` leaves it out, and `terminal none` the terminal", async () => {
  const kernel = new FakeKernel();
  const files = addMemoryFiles(kernel);
  const handlers: SubjectHandlers = { add: ({ log }) => log.error("a line") };
  const { ask, lines } = await createWorld(kernel, handlers, { terminal: "none", file: "error" });
  await ask("add");
  assert.equal([lines(), linesOf(files).length], [[], 1]);
});

file("what is long is cut", async () => {
  const kernel = new FakeKernel();
  const files = addMemoryFiles(kernel);
  const long = "x".repeat(1_000_000);
  const nested: unknown[] = [];
  let inner = nested;
  for (let depth = 0; depth < 100; depth++) inner.push((inner = []));
  const { ask } = await createWorld(kernel, {
    add({ log }) {
      log.info(long, { long, list: Array.from({ length: 100_000 }, () => long) });
      log.info("error", new Error(long));
      log.info("nested", nested);
    },
  });
  await ask("add");
  const [first, second, third] = linesOf(files).map(({ fields }) => JSON.stringify(fields));
  assert.ok(first && first.length > 30_000 && first.length < 70_000, String(first?.length));
  assert.ok(second && second.length < 20_000, String(second?.length));
  assert.is(third, '{"message":"nested","details":[[[[[[[["…"]]]]]]]]}');
});

file("a value that cannot be shown is no failure", async () => {
  const kernel = new FakeKernel();
  const files = addMemoryFiles(kernel);
  const hostile = {
    get secret(): string {
      throw new Error("from the getter");
    },
  };
  const { ask } = await createWorld(kernel, { add: ({ log }) => log.info("hostile", hostile) });
  assert.equal(await ask("add"), ["response null"]);
  assert.equal(linesOf(files).map(({ fields }) => fields), [{ message: "hostile", details: "a value that cannot be shown (object)" }]);
});

file.run();
