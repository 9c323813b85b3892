import { suite } from "uvu";
import * as assert from "uvu/assert";
import { u32, type ProcessTable } from "../../runtime/contract/index.js";
import { CallError, type CallOutcome } from "../../runtime/guest/index.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner } from "../../runtime/testing/guest-runner.js";
import { Actor } from "../support/host-world.js";
import { defineSubject, type SubjectHandlers } from "./subject.js";

/** `d` takes a `u32` and is believed to return one. */
const uses: ProcessTable<object>["uses"] = {
  d: { id: "d:test:test.os", handlers: { ask: { wireName: "Ask", parameters: [{ name: "text", codec: u32 }], returns: u32 } } },
};

interface Answer {
  readonly body: string;
  readonly metadata?: string;
}

/** Runs one call whose peer answers so, or not at all; gives what the handler made of it. */
async function outcomeOf(answer: Answer | "silence" | "absent", call: SubjectHandlers["ask"], node = "test.os"): Promise<unknown> {
  const kernel = new FakeKernel({ node });
  if (answer !== "absent") {
    kernel.module("d:test:test.os", (message, port) => {
      if (answer === "silence") return;
      const { body, metadata } = answer;
      port.respond(message, new TextEncoder().encode(body), metadata === undefined ? {} : { metadata });
    });
  }
  const runner = new GuestRunner(kernel);
  const running = await runner.start(defineSubject({ ask: call ?? (() => null) }, { uses }), { isNetworked: true });
  const asker = new Actor(kernel.process("asker:test:test.os"), kernel);
  asker.ask(new Actor(running.process, kernel), '{"ask":""}', { seconds: 60n });
  await runner.advance(40_000);
  const [line = ""] = asker.receiveAll();
  return JSON.parse(line.replace(/^response /, ""));
}

const plain: SubjectHandlers["ask"] = async ({ call }) => call.d.ask(7) as PromiseLike<CallOutcome<unknown>>;

const calls = suite("calls to other processes");

const sendError = { kind: "Timeout", target: "a@b:c:d", message: { Request: {} }, lazy_load_blob: null, context: null };

for (const [name, answer, outcome] of [
  ["a result", { body: "12" }, { tag: "ok", val: 12 }],
  ["a result of another type", { body: '"12"' }, { tag: "decode", problems: [{ path: "", expected: "u32", found: 'string "12"' }] }],
  ["no JSON", { body: "12 or so" }, { tag: "decode", problems: [{ path: "", expected: "u32", found: "no JSON" }] }],
  ["nothing", { body: "" }, { tag: "decode", problems: [{ path: "", expected: "u32", found: "no JSON" }] }],
  ["a refusal", { body: '{"error":{"code":"call/unknown-handler","message":"no"}}', metadata: '"hproc:failure"' }, { tag: "rejected", code: "call/unknown-handler", message: "no" }],
  ["a refusal without its code", { body: "1", metadata: '"hproc:failure"' }, { tag: "rejected", code: "call/refused", message: "the process refused the call" }],
  ["a SendError of a Rust process", { body: JSON.stringify(sendError) }, { tag: "rejected", code: "call/refused", message: "the process reports that it may not be called so" }],
  ["silence", "silence", { tag: "timeout" }],
  ["no such process", "absent", { tag: "timeout" }],
] as const) {
  calls(`${name}: ${outcome.tag}`, async () => {
    assert.equal(await outcomeOf(answer, plain), outcome);
  });
}

calls("a node that cannot be reached: offline", async () => {
  assert.equal(await outcomeOf("absent", async ({ call }) => call.d.ask(7, { node: "other.os" } as object)), { tag: "offline" });
});

calls("orThrow gives the result or throws what happened", async () => {
  const orThrow: SubjectHandlers["ask"] = async ({ call }) => {
    try {
      return await call.d.ask(7).orThrow();
    } catch (error) {
      return error instanceof CallError ? error.message : "another error";
    }
  };
  assert.is(await outcomeOf({ body: "12" }, orThrow), 12);
  assert.is(await outcomeOf({ body: "[]" }, orThrow), "d:test:test.os Ask: the answer does not fit: value: expected u32, found list of 0");
  assert.is(await outcomeOf("absent", orThrow), "d:test:test.os Ask: no answer in time, or no such process");
});

calls("an argument that does not fit throws at the call", async () => {
  const wrong: SubjectHandlers["ask"] = ({ call }) => {
    try {
      call.d.ask(-1);
      return "sent";
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
  };
  assert.is(await outcomeOf({ body: "1" }, wrong), "text: expected u32, found number -1");
});

calls("the request is what a Rust process reads", async () => {
  const kernel = new FakeKernel();
  const d = kernel.module("d:test:test.os");
  const runner = new GuestRunner(kernel);
  const running = await runner.start(defineSubject({ ask: plain ?? (() => null) }, { uses }));
  const asker = new Actor(kernel.process("asker:test:test.os"), kernel);
  asker.ask(new Actor(running.process, kernel), '{"ask":""}');
  await runner.pump();
  const [received] = d.received;
  const request = received?.message.tag === "request" ? received.message.val : undefined;
  assert.is(new TextDecoder().decode(request?.body), '{"Ask":7}');
  assert.is(request?.expectsResponse, 30n);
  assert.is(request?.inherit, false);
});

/** A process whose peer takes calls and answers none of them until it is told to. */
async function withSilentPeer(handlers: SubjectHandlers) {
  const kernel = new FakeKernel();
  const d = kernel.module("d:test:test.os");
  const runner = new GuestRunner(kernel);
  const running = await runner.start(defineSubject(handlers, { uses }));
  const subject = new Actor(running.process, kernel);
  const asker = new Actor(kernel.process("asker:test:test.os"), kernel);
  return {
    d,
    runner,
    guest: running.guest,
    kernel,
    async ask(handler: string) {
      asker.ask(subject, `{"${handler}":""}`, { seconds: 60n });
      await runner.pump();
    },
    answers: () => asker.receiveAll(),
  };
}

calls("B-36: nothing is kept of answers that nobody waits for, whether they come or not", async () => {
  const { ask, answers, d, guest, runner, kernel } = await withSilentPeer({
    forget({ call }) {
      for (let count = 0; count < 100; count++) void call.d.ask(count);
      return "sent";
    },
    leave: async ({ call, signal }) => {
      void Promise.race([call.d.ask(1, { signal }), call.d.ask(2)]);
      return "left";
    },
  });
  await ask("forget");
  await ask("leave");
  assert.equal(answers(), ['response "sent"', 'response "left"']);
  // The calls, and the timer for what the signal waits for.
  assert.is(guest.outstandingCount, 103);
  for (const message of d.received.slice(0, 50)) d.respond(message, new TextEncoder().encode("1"));
  await runner.pump();
  assert.is(guest.outstandingCount, 53);
  await runner.advance(61_000);
  assert.equal([guest.outstandingCount, guest.waitingCount], [0, 0]);
  // Nor of those that come when their time is over, which the host drops.
  for (const message of d.received) d.respond(message, new TextEncoder().encode("1"));
  await runner.pump();
  assert.equal([guest.outstandingCount, guest.waitingCount], [0, 0]);
  assert.equal(kernel.lines.filter(({ verbosity }) => verbosity < 2), []);
});

calls("B-37: each call has its own time, and ends when what it is for has ended", async () => {
  const { ask, answers, guest, runner } = await withSilentPeer({
    async deadlines({ call }) {
      const ended: number[] = [];
      const times = [3000, 1000, 2000];
      await Promise.all(times.map(async (timeoutMs) => {
        const { tag } = (await call.d.ask(1, { timeoutMs })) as CallOutcome<unknown>;
        if (tag === "timeout") ended.push(timeoutMs);
      }));
      return ended;
    },
    async cancel({ call, sleep }) {
      const controller = new AbortController();
      const outcome = call.d.ask(1, { signal: controller.signal });
      await sleep(50);
      controller.abort();
      return outcome;
    },
  });
  await ask("deadlines");
  await runner.advance(2999);
  assert.equal(answers(), []);
  await runner.advance(1);
  assert.equal(answers(), ["response [1000,2000,3000]"]);
  await ask("cancel");
  await runner.advance(60);
  assert.equal(answers(), ['response {"tag":"timeout"}']);
  await runner.advance(31_000);
  assert.is(guest.outstandingCount, 0);
});

calls("B-37: a message costs nothing for the handlers that wait", async () => {
  const { ask, answers, runner, kernel } = await withSilentPeer({
    wait: ({ call }) => call.d.ask(1),
    quick: () => 1,
  });
  const messagesOf = async (): Promise<number> => {
    const before = kernel.trace.length;
    await ask("quick");
    return kernel.trace.length - before;
  };
  const alone = await messagesOf();
  for (let count = 0; count < 500; count++) await ask("wait");
  await runner.advance(1);
  assert.is(await messagesOf(), alone);
  assert.equal(answers(), ["response 1", "response 1"]);
});

calls.run();
