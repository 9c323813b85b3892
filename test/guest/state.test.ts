import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeOr, recordOf, u32, type ProcessTable, type SavePolicy } from "../../runtime/contract/index.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner, type RunningGuest } from "../../runtime/testing/guest-runner.js";
import { Actor } from "../support/host-world.js";
import { defineSubject, type SubjectHandlers } from "./subject.js";

interface CounterState {
  total: number;
}

const stateTable: ProcessTable<CounterState>["state"] = {
  schemaHash: "v1",
  initial: () => ({ total: 0 }),
  ...recordOf("object", {
    decode: (object, problems) => ({ total: decodeOr(u32, object["total"], problems, "total", () => 0) }),
    encode: ({ total }: CounterState) => `{"total":${u32.encode(total, "total")}}`,
  }),
};

const handlers: SubjectHandlers = {
  add: ({ state }, text) => ((state as CounterState).total += Number(text)),
  addLater: async ({ state, sleep }, text) => {
    await sleep(10);
    return ((state as CounterState).total += Number(text));
  },
  fail: ({ state }, text) => {
    (state as CounterState).total += Number(text);
    throw new Error("after the change");
  },
};

interface World {
  readonly kernel: FakeKernel;
  readonly runner: GuestRunner;
  readonly asker: Actor;
  readonly subject: Actor;
  readonly running: RunningGuest;
  stored(): string | undefined;
  ask(handler: string, text: string): Promise<readonly string[]>;
}

async function createWorld(save: SavePolicy, kernel = new FakeKernel(), own: SubjectHandlers = handlers): Promise<World> {
  const runner = new GuestRunner(kernel);
  const running = await runner.start(defineSubject(own, { save, state: stateTable as ProcessTable<object>["state"] }));
  const subject = new Actor(running.process, kernel);
  const asker = new Actor(kernel.process(`asker:test:test.os`), kernel);
  return {
    kernel,
    runner,
    asker,
    subject,
    running,
    stored() {
      const bytes = kernel.states.get("g:test:test.os");
      return bytes && new TextDecoder().decode(bytes);
    },
    async ask(handler, text) {
      asker.ask(subject, JSON.stringify({ [handler]: text }));
      await runner.pump();
      return asker.receiveAll();
    },
  };
}

const storedAs = (total: number) => `{"hproc":1,"process":"g:test:test.os","schema":"v1","state":{"total":${total}}}`;

const saving = suite("saving state");

saving("every message: stored before the answer leaves", async () => {
  const { ask, kernel, stored } = await createWorld({ kind: "every-message" });
  assert.equal(await ask("add", "5"), ["response 5"]);
  assert.is(stored(), storedAs(5));
  const bodies = kernel.trace.map(({ message }) => new TextDecoder().decode(message.message.tag === "request" ? message.message.val.body : message.message.val[0].body));
  const saved = bodies.findIndex((body) => body.startsWith('{"SetState"'));
  assert.ok(saved >= 0 && saved < bodies.indexOf("5"), bodies.join(" | "));
});

saving("every message: an asynchronous handler is stored when it has settled, not before", async () => {
  const { ask, runner, asker, stored } = await createWorld({ kind: "every-message" });
  assert.equal(await ask("addLater", "7"), []);
  assert.is(stored(), undefined);
  await runner.advance(10);
  assert.equal(asker.receiveAll(), ["response 7"]);
  assert.is(stored(), storedAs(7));
});

saving("every message: the changes of a handler that failed are stored too", async () => {
  const { ask, stored } = await createWorld({ kind: "every-message" });
  const [answer = ""] = await ask("fail", "3");
  assert.match(answer, /^response \{"error":\{"code":"handler\/failed"/);
  assert.is(stored(), storedAs(3));
});

saving("every message: state that does not fit its schema is no acknowledged write", async () => {
  const { ask, stored } = await createWorld({ kind: "every-message" });
  await ask("add", "5");
  const [answer = ""] = await ask("add", "-6");
  assert.match(answer, /^response \{"error":\{"code":"handler\/failed","message":"[^"]+","id":"[a-z0-9]{10}"\}\}$/);
  assert.is(stored(), storedAs(5));
  // One bad value does not fail every later message: the state is again what is stored.
  assert.equal(await ask("add", "2"), ["response 7"]);
  assert.is(stored(), storedAs(7));
});

saving("every message: a bad value before anything was stored leaves the initial state, or the loaded one", async () => {
  const { ask, stored } = await createWorld({ kind: "every-message" });
  assert.match((await ask("add", "-6")).join(), /handler\/failed/);
  assert.equal(await ask("add", "2"), ["response 2"]);
  assert.is(stored(), storedAs(2));
  const kernel = new FakeKernel();
  kernel.states.set("g:test:test.os", new TextEncoder().encode(storedAs(40)));
  const later = await createWorld({ kind: "on-change" }, kernel);
  assert.match((await later.ask("add", "-60")).join(), /handler\/failed/);
  assert.is(later.stored(), storedAs(40));
  assert.equal(await later.ask("add", "2"), ["response 42"]);
});

saving("every message: a handler that waits while changes are undone is no acknowledged write either", async () => {
  const own: SubjectHandlers = {
    ...handlers,
    changeAndWait: async ({ state, sleep }, text) => {
      (state as CounterState).total += Number(text);
      await sleep(10);
      return (state as CounterState).total;
    },
  };
  const { ask, asker, runner, stored, kernel } = await createWorld({ kind: "every-message" }, new FakeKernel(), own);
  assert.equal(await ask("changeAndWait", "1"), []);
  assert.match((await ask("add", "-9")).join(), /handler\/failed/);
  await runner.advance(10);
  assert.match(asker.receiveAll().join(), /^response \{"error":\{"code":"handler\/failed"/);
  assert.ok(kernel.lines.some(({ text }) => text.includes("while it waited, the state of another handler could not be stored")));
  assert.equal(await ask("add", "3"), ["response 3"]);
  assert.is(stored(), storedAs(3));
});

saving("every message: a message that changed nothing writes nothing", async () => {
  const { ask, kernel } = await createWorld({ kind: "every-message" });
  const countWrites = () =>
    kernel.trace.filter(
      ({ message }) =>
        message.message.tag === "request" && new TextDecoder().decode(message.message.val.body).startsWith('{"SetState"'),
    ).length;
  await ask("add", "5");
  assert.is(countWrites(), 1);
  assert.equal(await ask("add", "0"), ["response 5"]);
  assert.is(countWrites(), 1);
  await ask("add", "1");
  assert.is(countWrites(), 2);
});

saving("on change: stored before the answer leaves, and only what is new", async () => {
  const { ask, stored, kernel } = await createWorld({ kind: "on-change" });
  await ask("add", "5");
  assert.is(stored(), storedAs(5));
  kernel.states.clear();
  await ask("add", "0");
  assert.is(stored(), undefined);
  await ask("add", "1");
  assert.is(stored(), storedAs(6));
});

saving("B-14: every period: by the timer, only what has changed since, and not at once", async () => {
  const { ask, runner, stored, kernel } = await createWorld({ kind: "every-period", milliseconds: 30_000 });
  assert.equal(await ask("add", "5"), ["response 5"]);
  await runner.advance(29_999);
  assert.is(stored(), undefined);
  await runner.advance(1);
  assert.is(stored(), storedAs(5));
  kernel.states.clear();
  await ask("add", "0");
  await runner.advance(60_000);
  assert.is(stored(), undefined);
  await ask("add", "2");
  await runner.advance(30_000);
  assert.is(stored(), storedAs(7));
});

saving("every period: state that does not fit is said in the log, later changes are stored", async () => {
  const { ask, runner, stored, kernel } = await createWorld({ kind: "every-period", milliseconds: 1000 });
  await ask("add", "-5");
  await runner.advance(1000);
  assert.is(stored(), undefined);
  assert.ok(kernel.lines.some(({ text }) => /total: expected u32, found number -5/.test(text)));
  await ask("add", "6");
  await runner.advance(1000);
  assert.is(stored(), storedAs(1));
});

saving("every 3 messages: only the third stores", async () => {
  const { ask, stored } = await createWorld({ kind: "every-n-messages", count: 3 });
  await ask("add", "1");
  await ask("add", "1");
  assert.is(stored(), undefined);
  await ask("add", "1");
  assert.is(stored(), storedAs(3));
  await ask("add", "1");
  assert.is(stored(), storedAs(3));
});

saving("never: nothing is stored", async () => {
  const { ask, stored } = await createWorld({ kind: "never" });
  await ask("add", "1");
  assert.is(stored(), undefined);
});

saving("init counts as a message", async () => {
  const init: SubjectHandlers = { ...handlers, init: ({ state }) => void ((state as CounterState).total = 9) };
  const { stored } = await createWorld({ kind: "every-message" }, new FakeKernel(), init);
  assert.is(stored(), storedAs(9));
});

saving.run();

const loading = suite("loading state");

const start = async (text: string): Promise<string> => {
  const kernel = new FakeKernel();
  const bytes = new TextEncoder().encode(text);
  kernel.states.set("g:test:test.os", bytes);
  try {
    const { ask } = await createWorld({ kind: "every-message" }, kernel);
    return (await ask("add", "1")).join();
  } catch (error) {
    // Left byte for byte.
    assert.is(kernel.states.get("g:test:test.os"), bytes);
    return error instanceof Error ? error.message : String(error);
  }
};

loading("what was stored comes back; a field that it lacks takes its default", async () => {
  assert.is(await start(storedAs(41)), "response 42");
  assert.is(await start('{"hproc":1,"process":"g:test:test.os","schema":"v0","state":{}}'), "response 1");
});

for (const [text, reason] of [
  ["", "it is not JSON"],
  ["\u0000", "it is not JSON"],
  ["{}", "it was not written by hproc"],
  ['{"hproc":2,"state":{}}', "it has version 2 and this process reads version 1"],
  ['{"hproc":1,"schema":"v0","state":{"total":-1}}', "it was stored with schema v0, this process has v1; state.total: expected u32, found number -1"],
  ['{"hproc":1,"schema":"v0","state":[]}', "it was stored with schema v0, this process has v1; state: expected object, found list of 0"],
] as const) {
  loading(`B-07: ${JSON.stringify(text)} is refused and left as it is`, async () => {
    const message = await start(text);
    assert.ok(message.startsWith(`the stored state of g:test:test.os cannot be read: ${reason}`), message);
    assert.match(message, /It was left as it is\. Give the schema back what it was stored with, write `migrate`, or clear the state\.$/);
  });
}

loading.run();

const starting = suite("init");

starting("requests that come meanwhile wait for it", async () => {
  const init: SubjectHandlers = {
    ...handlers,
    init: async ({ sleep, state }) => {
      await sleep(50);
      (state as CounterState).total = 100;
    },
  };
  const { ask, asker, runner } = await createWorld({ kind: "never" }, new FakeKernel(), init);
  assert.equal(await ask("add", "1"), []);
  await runner.advance(200);
  assert.equal(asker.receiveAll(), ["response 101"]);
});

starting("when it throws, the process ends", async () => {
  const own: SubjectHandlers = {
    ...handlers,
    init: () => {
      throw new Error("no luck");
    },
  };
  let message = "";
  try {
    await createWorld({ kind: "never" }, new FakeKernel(), own);
  } catch (error) {
    message = error instanceof Error ? error.message : "";
  }
  assert.match(message, /^init of Subject failed: Error: no luck\n/);
});

starting("when it fails later, no handler that waited for it runs", async () => {
  let ranCount = 0;
  const own: SubjectHandlers = {
    add: () => ++ranCount,
    init: async ({ sleep }) => {
      await sleep(50);
      throw new Error("no luck");
    },
  };
  const { ask, runner } = await createWorld({ kind: "never" }, new FakeKernel(), own);
  await ask("add", "1");
  let message = "";
  try {
    await runner.advance(100);
  } catch (error) {
    message = error instanceof Error ? error.message : "";
  }
  assert.match(message, /^init of Subject failed: Error: no luck\n/);
  assert.is(ranCount, 0);
});

starting.run();
