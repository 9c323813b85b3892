/** How long handlers may take, what tells them that it is over, and the timers that they set. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ProcessTable } from "../../runtime/contract/index.js";
import type { Timers } from "../../runtime/guest/timers.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner, type RunningGuest } from "../../runtime/testing/guest-runner.js";
import { Actor } from "../support/host-world.js";
import { defineSubject, type SubjectHandlers } from "./subject.js";

interface World {
  readonly kernel: FakeKernel;
  readonly runner: GuestRunner;
  readonly running: RunningGuest;
  readonly timers: Timers;
  /** Sends a request that its sender waits for so long; `a` and `b` may ask at the same time. */
  ask(handler: string, seconds?: bigint, by?: "a" | "b"): Promise<void>;
  tell(handler: string): Promise<void>;
  answers(of?: "a" | "b"): readonly string[];
  /** The log lines at verbosity 0 and 1. */
  lines(): readonly string[];
}

async function createWorld(
  handlers: SubjectHandlers | ((timers: () => Timers) => SubjectHandlers),
  table: Partial<ProcessTable<object>> = {},
  peer?: Parameters<FakeKernel["module"]>[1],
): Promise<World> {
  const kernel = new FakeKernel();
  const runner = new GuestRunner(kernel);
  let running: RunningGuest | undefined;
  const timers = (): Timers => {
    if (!running) throw new Error("the guest has not started");
    return running.guest.timers;
  };
  kernel.module("d:test:test.os", peer);
  running = await runner.start(defineSubject(typeof handlers === "function" ? handlers(timers) : handlers, table));
  const subject = new Actor(running.process, kernel);
  const askers = { a: new Actor(kernel.process("a:test:test.os"), kernel), b: new Actor(kernel.process("b:test:test.os"), kernel) };
  return {
    kernel,
    runner,
    running,
    timers: timers(),
    async ask(handler, seconds = 30n, by = "a") {
      askers[by].ask(subject, `{"${handler}":""}`, { seconds });
      await runner.pump();
    },
    async tell(handler) {
      askers.a.tell(subject, `{"${handler}":""}`);
      await runner.pump();
    },
    answers: (of = "a") => askers[of].receiveAll(),
    lines: () => kernel.lines.filter(({ verbosity }) => verbosity < 2).map(({ text }) => text.replace(/\(id \w+\)/, "(id …)")),
  };
}

const never = (): Promise<never> => new Promise(() => {});
const timeout = 'response {"error":{"code":"handler/timeout","message":"the handler took longer than 2000 ms"}}';

const limit = suite("the time of a handler");

limit("a handler that does not settle is answered when its time is over, whatever it waits for", async () => {
  const { ask, answers, runner, lines, running } = await createWorld(
    { never, asks: ({ call }) => call.d.ask("nobody answers"), sleeps: ({ sleep }) => sleep(60_000) },
    { timeoutMs: 2000 },
  );
  for (const handler of ["never", "asks", "sleeps"]) {
    await ask(handler);
    await runner.advance(1999);
    assert.equal(answers(), [], handler);
    await runner.advance(1);
    assert.equal(answers(), [timeout], handler);
  }
  assert.is(lines().filter((line) => line.includes("took longer than 2000 ms")).length, 3);
  await runner.advance(120_000);
  assert.equal(answers(), []);
  assert.is(running.guest.outstandingCount, 0);
});

limit("two handlers at once each have their own time", async () => {
  const { ask, answers, runner } = await createWorld({ never }, { timeoutMs: 2000 });
  await ask("never", 30n, "a");
  await runner.advance(1000);
  await ask("never", 30n, "b");
  await runner.advance(1000);
  assert.equal([answers("a"), answers("b")], [[timeout], []]);
  await runner.advance(1000);
  assert.equal([answers("a"), answers("b")], [[], [timeout]]);
});

limit("a handler in time, at once or later, is answered as ever", async () => {
  const { ask, answers, runner, running } = await createWorld(
    { now: () => "now", later: async ({ sleep }) => (await sleep(1999), "later") },
    { timeoutMs: 2000 },
  );
  await ask("now");
  assert.equal(answers(), ['response "now"']);
  await ask("later");
  await runner.advance(1999);
  assert.equal(answers(), ['response "later"']);
  await runner.advance(10_000);
  assert.equal([answers(), running.guest.outstandingCount], [[], 0]);
});

limit("what comes too late, a result or an error, is dropped", async () => {
  const { ask, answers, runner } = await createWorld(
    {
      result: async ({ sleep }) => (await sleep(3000), "late"),
      error: async ({ sleep }) => {
        await sleep(3000);
        throw new Error("late");
      },
    },
    { timeoutMs: 2000 },
  );
  await ask("result");
  await ask("error", 30n, "b");
  await runner.advance(10_000);
  assert.equal([answers("a"), answers("b")], [[timeout], [timeout]]);
});

limit("a message that nobody waits for ends too, and its signal says so", async () => {
  const reasons: unknown[] = [];
  const { tell, answers, runner, lines } = await createWorld(
    {
      watches({ signal }) {
        signal.addEventListener("abort", () => reasons.push(signal.reason));
        return never();
      },
    },
    { timeoutMs: 2000 },
  );
  await tell("watches");
  await runner.advance(2000);
  assert.equal(reasons.map(String), ["TimeoutError: the handler took longer than 2000 ms"]);
  assert.equal(answers(), []);
  assert.is(lines().length, 1);
});

limit("a timer whose handler never settles runs again when its time is over", async () => {
  const kernel = new FakeKernel();
  const runner = new GuestRunner(kernel);
  const times: number[] = [];
  const sweep = (): Promise<never> => {
    times.push(kernel.clock.now());
    return never();
  };
  await runner.start(defineSubject({}, { timers: [{ name: "sweep", periodMs: 1000 }], timeoutMs: 1500 }, { sweep }));
  await runner.advance(6500);
  assert.equal(times, [1000, 3000, 5000]);
});

limit.run();

const signals = suite("signal");

signals("is aborted when the requester has stopped waiting", async () => {
  const seen: string[] = [];
  const { ask, runner, kernel, running } = await createWorld({
    watches({ signal }) {
      signal.addEventListener("abort", () => seen.push(`${kernel.clock.now()} ${String(signal.reason)}`));
      return never();
    },
  });
  await ask("watches", 5n);
  await runner.advance(4999);
  assert.equal([seen, running.guest.waitingCount], [[], 1]);
  await runner.advance(1);
  assert.equal(seen, ["5000 TimeoutError: the requester has stopped waiting"]);
  await runner.advance(1000);
  assert.equal([running.guest.waitingCount, running.guest.outstandingCount], [0, 0]);
});

signals("is not aborted when the handler was done before, and one that looks at it late finds it aborted", async () => {
  const seen: unknown[] = [];
  let late: (() => unknown) | undefined;
  const { ask, runner, running } = await createWorld(
    {
      looks: async ({ signal, sleep }) => {
        signal.addEventListener("abort", () => seen.push("aborted"));
        await sleep(10);
        return "done";
      },
      never(context) {
        late = () => context.signal.aborted;
        return never();
      },
    },
    { timeoutMs: 2000 },
  );
  await ask("looks", 5n);
  await runner.advance(10);
  assert.is(running.guest.waitingCount, 0);
  await runner.advance(10_000);
  assert.equal(seen, []);
  await ask("never");
  await runner.advance(2000);
  assert.is(late?.(), true);
});

signals("ends the calls that are given it, at once where it is aborted already", async () => {
  const seen: string[] = [];
  const { ask, runner, kernel, running } = await createWorld({
    async calls({ call, signal }) {
      for (const text of ["first", "second"]) {
        const { tag } = await call.d.ask(text, { signal, timeoutMs: 60_000 });
        seen.push(`${text} ${tag} ${kernel.clock.now()}`);
      }
    },
  });
  await ask("calls", 5n);
  await runner.advance(10_000);
  assert.equal(seen, ["first timeout 5000", "second timeout 5000"]);
  const asked = kernel.trace.filter(({ message }) => message.target.process.processName === "d");
  assert.is(asked.length, 1);
  await runner.advance(60_000);
  assert.equal([running.guest.waitingCount, running.guest.outstandingCount], [0, 0]);
});

signals("a call that is answered lets go of its signal", async () => {
  const { ask, answers, kernel } = await createWorld({
    async calls({ call }) {
      const listeners = new Set<unknown>();
      const signal = {
        aborted: false,
        addEventListener: (_: string, listener: unknown) => listeners.add(listener),
        removeEventListener: (_: string, listener: unknown) => listeners.delete(listener),
      } as unknown as AbortSignal;
      const pending = call.d.ask("x", { signal });
      const before = listeners.size;
      const { tag } = await pending;
      return `${before} ${tag} ${listeners.size}`;
    },
  }, {}, (message, port) => port.respond(message, new TextEncoder().encode("1")));
  await ask("calls");
  assert.equal([answers(), kernel.lines], [['response "1 ok 0"'], []]);
});

signals("a thousand of them cost a few timers, and none that are over stay", async () => {
  const { ask, runner, kernel, running } = await createWorld({
    looks: async ({ signal, sleep }) => (await sleep(1), signal.aborted),
  });
  const before = kernel.trace.length;
  for (let count = 0; count < 1000; count++) await ask("looks", 15n);
  await runner.advance(1);
  const timers = kernel.trace
    .slice(before)
    .filter(({ message: { message } }) => message.tag === "request" && /SetTimer":1[45]/.test(new TextDecoder().decode(message.val.body)));
  assert.ok(timers.length <= 2, `${timers.length} timers`);
  assert.is(running.guest.waitingCount, 0);
  await runner.advance(20_000);
  assert.is(running.guest.outstandingCount, 0);
});

signals.run();

const timers = suite("setTimeout and setInterval");

timers("fire in the order of their times, with their values, and can be called off", async () => {
  const { timers, runner, kernel, running } = await createWorld({});
  const seen: string[] = [];
  const note = (...values: unknown[]): void => void seen.push(`${kernel.clock.now()} ${values.join(" ")}`);
  timers.setTimeout(note, 30, "a", 1);
  timers.setTimeout(note, 10, "b");
  timers.setTimeout(note, undefined, "c");
  timers.setTimeout(note, Number.NaN, "d");
  timers.setTimeout(note, -5, "e");
  const off = timers.setTimeout(note, 5, "off");
  const interval = timers.setInterval(note, 20, "i");
  timers.clear(off);
  timers.clear(999);
  timers.clear("nothing");
  await runner.advance(65);
  timers.clear(interval);
  await runner.advance(1000);
  assert.equal(seen, ["0 c", "0 d", "0 e", "10 b", "20 i", "30 a 1", "40 i", "60 i"]);
  assert.equal([running.guest.waitingCount, running.guest.outstandingCount], [0, 0]);
});

timers("a long one is asked for in pieces, so that one that was called off is not kept", async () => {
  const { timers, runner, kernel, running } = await createWorld({});
  const seen: number[] = [];
  timers.setTimeout(() => seen.push(kernel.clock.now()), 200_000);
  const day = timers.setTimeout(() => seen.push(-1), 86_400_000);
  timers.clear(day);
  await runner.advance(60_000);
  assert.is(running.guest.outstandingCount, 1);
  await runner.advance(140_000);
  assert.equal(seen, [200_000]);
});

timers("an answer that a callback brings about leaves in the same tick", async () => {
  const { ask, answers, runner } = await createWorld((timers) => ({
    waits: () => new Promise((resolve) => timers().setTimeout(resolve, 500, "fired")),
  }));
  await ask("waits", 30n, "a");
  await runner.advance(100);
  await ask("waits", 30n, "b");
  await runner.advance(399);
  assert.equal([answers("a"), answers("b")], [[], []]);
  await runner.advance(1);
  assert.equal([answers("a"), answers("b")], [['response "fired"'], []]);
  await runner.advance(100);
  assert.equal([answers("a"), answers("b")], [[], ['response "fired"']]);
});

timers("a callback that throws is in the log and ends nothing", async () => {
  const { timers, runner, lines, ask, answers } = await createWorld({ up: () => "up" });
  let count = 0;
  const id = timers.setInterval(() => {
    count++;
    throw new Error("in the callback");
  }, 10);
  await runner.advance(25);
  timers.clear(id);
  assert.is(count, 2);
  assert.is(lines().filter((line) => line.includes("error a callback of a timer failed Error: in the callback")).length, 2);
  await ask("up");
  assert.equal(answers(), ['response "up"']);
});

timers("what a callback changed is saved by the policy", async () => {
  const state = { total: 0 };
  const table = {
    schemaHash: "v1",
    initial: () => state,
    decode: () => state,
    encode: (value: object) => `{"total":${(value as typeof state).total}}`,
  };
  const { timers, runner, kernel } = await createWorld({}, { save: { kind: "every-message" }, state: table });
  timers.setTimeout(() => (state.total = 7), 10);
  await runner.advance(10);
  const stored = kernel.states.get("g:test:test.os");
  assert.match(new TextDecoder().decode(stored), /"state":\{"total":7\}/);
});

timers.run();
