/** `every 10 minutes  sweep`: when the handler runs, what it costs others, and what happens when things go wrong. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ProcessTable } from "../../runtime/contract/index.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner } from "../../runtime/testing/guest-runner.js";
import { createRandom } from "../../runtime/node/random.js";
import { Actor } from "../support/host-world.js";
import { defineSubject, type SubjectContext, type SubjectHandlers } from "./subject.js";

type Sweep = (context: SubjectContext) => unknown;

interface World {
  readonly kernel: FakeKernel;
  readonly runner: GuestRunner;
  readonly warnings: readonly unknown[];
  /** Asks `handler` with a text; its answers are `answers()`. */
  ask(handler: string, text: string): void;
  answers(): string[];
  /** What the timer was asked, with the seconds that the guest waits for it. */
  timers(): string[];
}

async function createWorld(
  periodMs: number,
  sweep: Sweep,
  handlers: SubjectHandlers = {},
  table: Partial<ProcessTable<object>> = {},
): Promise<World> {
  const kernel = new FakeKernel();
  const runner = new GuestRunner(kernel);
  const options = { timers: [{ name: "sweep", periodMs }], ...table };
  const { process } = await runner.start(defineSubject(handlers, options, { sweep }));
  const subject = new Actor(process, kernel);
  const asker = new Actor(kernel.process("a:test:test.os"), kernel);
  return {
    kernel,
    runner,
    warnings: process.warnings,
    ask: (handler, text) => asker.ask(subject, JSON.stringify({ [handler]: text })),
    answers: () => asker.receiveAll(),
    timers() {
      return kernel.trace.flatMap(({ message }) =>
        message.message.tag === "request" && message.target.process.processName === "timer"
          ? [`${new TextDecoder().decode(message.message.val.body)} ${message.message.val.expectsResponse}s`]
          : [],
      );
    },
  };
}

const test = suite("timers");

test("the handler runs after each period and the timer is asked in whole milliseconds, with time to answer", async () => {
  const times: number[] = [];
  const { kernel, runner, timers } = await createWorld(600_000, () => times.push(kernel.clock.now()));
  await runner.advance(1_800_001);
  assert.equal(times, [600_000, 1_200_000, 1_800_000]);
  assert.equal(timers(), Array(4).fill('{"SetTimer":600000} 601s'));
});

test("a period of days", async () => {
  let count = 0;
  const day = 24 * 60 * 60 * 1000;
  const { runner, timers } = await createWorld(30 * day, () => count++);
  await runner.advance(60 * day);
  assert.is(count, 2);
  assert.is(timers()[0], '{"SetTimer":2592000000} 2592001s');
});

test("it never runs beside itself: times that pass meanwhile are left out, later ones stay on the grid", async () => {
  const times: string[] = [];
  const { kernel, runner } = await createWorld(100, async ({ sleep }) => {
    times.push(`start ${kernel.clock.now()}`);
    await sleep(250);
    times.push(`end ${kernel.clock.now()}`);
  });
  await runner.advance(900);
  assert.equal(times, ["start 100", "end 350", "start 400", "end 650", "start 700"]);
});

test("a tick that comes late does not move those after it", async () => {
  const times: number[] = [];
  const { kernel, runner } = await createWorld(100, () => times.push(kernel.clock.now()));
  await runner.pump();
  kernel.clock.advance(230);
  await runner.pump();
  await runner.advance(200);
  assert.equal(times, [230, 300, 400]);
});

test("a handler that throws is logged, and the timer goes on", async () => {
  let count = 0;
  const { kernel, runner } = await createWorld(100, async () => {
    count++;
    if (count === 1) throw new Error("out of order");
    await Promise.reject(new Error("later"));
  });
  await runner.advance(250);
  assert.is(count, 2);
  const lines = kernel.lines.filter(({ text }) => text.includes("the handler failed"));
  assert.match(lines[0]?.text ?? "", /error \[sweep 1\] the handler failed \(id [a-z0-9]{10}\) Error: out of order/);
  assert.match(lines[1]?.text ?? "", /error \[sweep 2\] the handler failed \(id [a-z0-9]{10}\) Error: later/);
});

test("ticks answer nobody, and requests that wait get their own answers", async () => {
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  const { runner, ask, answers, warnings } = await createWorld(
    100,
    async ({ sleep }) => {
      await sleep(10);
      open();
    },
    {
      wait: async (_, text) => {
        await gate;
        return text;
      },
      plain: (_, text) => text,
    },
  );
  ask("wait", "a");
  await runner.advance(50);
  ask("plain", "b");
  await runner.advance(10);
  assert.equal(answers(), ['response "b"']);
  await runner.advance(500);
  assert.equal(answers(), ['response "a"']);
  assert.equal(warnings, []);
});

test("a request is answered although a timer's handler went to sleep for an hour in its tick", async () => {
  // `release` resumes the timer's handler and then waits for another request, with nothing of its own under way.
  const gates = { first: (): void => {}, second: (): void => {} };
  const first = new Promise<void>((resolve) => (gates.first = resolve));
  const second = new Promise<void>((resolve) => (gates.second = resolve));
  const { runner, ask, answers } = await createWorld(
    100,
    async ({ sleep }) => {
      await first;
      await sleep(3_600_000);
    },
    {
      release: async (_, text) => {
        gates.first();
        await second;
        return text;
      },
      open: (_, text) => {
        gates.second();
        return text;
      },
    },
  );
  await runner.advance(150);
  ask("release", "released");
  await runner.advance(1000);
  ask("open", "opened");
  await runner.advance(1000);
  assert.equal(answers(), ['response "opened"', 'response "released"']);
});

test("the limit of a handler costs no timer for each of its runs", async () => {
  const { runner, timers } = await createWorld(10, async ({ sleep }) => sleep(1), {}, { timeoutMs: 60_000 });
  await runner.advance(1000);
  assert.is(timers().filter((timer) => timer.startsWith('{"SetTimer":60')).length, 1);
});

test("it runs after init", async () => {
  const order: string[] = [];
  const init: SubjectHandlers = {
    init: async ({ sleep }) => {
      await sleep(150);
      order.push("init");
    },
  };
  const { runner } = await createWorld(100, () => order.push("sweep"), init);
  await runner.advance(210);
  assert.equal(order, ["init", "sweep", "sweep"]);
});

test("while init takes several periods, only one run waits for it", async () => {
  const times: number[] = [];
  const init: SubjectHandlers = { init: ({ sleep }) => sleep(350) };
  const { kernel, runner } = await createWorld(100, () => times.push(kernel.clock.now()), init);
  await runner.advance(520);
  assert.equal(times, [350, 400, 500]);
});

test("a thousand ticks, each late by something else, do not drift", async () => {
  const periods: number[] = [];
  const { kernel, runner } = await createWorld(100, () => periods.push(Math.floor(kernel.clock.now() / 100)));
  await runner.pump();
  const random = createRandom(1);
  for (let tick = 1; tick <= 1000; tick++) {
    kernel.clock.advance(tick * 100 + random.below(90) - kernel.clock.now());
    await runner.pump();
  }
  assert.equal(periods, Array.from({ length: 1000 }, (_, index) => index + 1));
});

test("two timers keep their own times, whatever the other one does", async () => {
  const kernel = new FakeKernel();
  const runner = new GuestRunner(kernel);
  const times: string[] = [];
  const timers = [
    { name: "quick", periodMs: 100 },
    { name: "slow", periodMs: 250 },
  ];
  const quick = (): void => {
    times.push(`quick ${kernel.clock.now()}`);
    throw new Error("each time");
  };
  const slow = async ({ sleep }: SubjectContext): Promise<void> => {
    times.push(`slow ${kernel.clock.now()}`);
    await sleep(400);
  };
  await runner.start(defineSubject({}, { timers }, { quick, slow }));
  await runner.advance(800);
  assert.equal(times, [
    ...["quick 100", "quick 200", "slow 250", "quick 300", "quick 400", "quick 500", "quick 600", "quick 700"],
    ...["slow 750", "quick 800"],
  ]);
});

test("a process that was started again starts its periods again, with what it has stored, and hears nothing of the former ones", async () => {
  const kernel = new FakeKernel();
  const runner = new GuestRunner(kernel);
  const times: string[] = [];
  const state = {
    schemaHash: "v1",
    initial: () => ({ count: 0 }),
    decode: (value: unknown) => value as { count: number },
    encode: (value: object) => JSON.stringify(value),
  };
  const sweep: Sweep = (context) => times.push(`${++(context.state as { count: number }).count} at ${kernel.clock.now()}`);
  const table = { timers: [{ name: "sweep", periodMs: 1000 }], save: { kind: "every-message" as const }, state };
  const first = await runner.start(defineSubject({}, table, { sweep }));
  await runner.advance(1700);
  runner.stop(first);
  await runner.start(defineSubject({}, table, { sweep }));
  await runner.advance(2000);
  assert.equal(times, ["1 at 1000", "2 at 2700", "3 at 3700"]);
});

test("what it changed is saved by the policy", async () => {
  const state = {
    schemaHash: "v1",
    initial: () => ({ count: 0 }),
    decode: () => ({ count: 0 }),
    encode: (value: object) => JSON.stringify(value),
  };
  const sweep: Sweep = (context) => (context.state as { count: number }).count++;
  const { kernel, runner } = await createWorld(100, sweep, {}, { save: { kind: "every-message" }, state });
  await runner.advance(100);
  assert.match(new TextDecoder().decode(kernel.states.get("g:test:test.os")), /"state":\{"count":1\}/);
});

test("without the timer's answers it runs late and says why, without a timer it says so and stops", async () => {
  const kernel = new FakeKernel({ services: ["state"] });
  const runner = new GuestRunner(kernel);
  let count = 0;
  const definition = defineSubject({}, { timers: [{ name: "sweep", periodMs: 1000 }] }, { sweep: () => count++ });
  const timer = kernel.module("timer:distro:sys");
  await runner.start(definition);
  await runner.advance(6500);
  assert.is(count, 3);
  assert.is(timer.received.length, 4);
  assert.is(kernel.lines.filter(({ text }) => text.includes("runs late")).length, 1);

  const bare = new FakeKernel({ services: ["state"] });
  const bareRunner = new GuestRunner(bare);
  await bareRunner.start(definition);
  await bareRunner.advance(5000);
  assert.is(count, 3);
  assert.is(bare.lines.filter(({ text }) => text.includes("this node has no timer (timeout)")).length, 1);
});

test.run();
