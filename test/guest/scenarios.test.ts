/**
 * Which request an answer goes to: the situations in which a guest that answers "the current request" answers the
 * wrong one. In each, every requester gets exactly one answer, its own, and the host has nothing to object to.
 */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { FakeKernel, request, type ScriptedModule } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner, type RunningGuest } from "../../runtime/testing/guest-runner.js";
import { Actor } from "../support/host-world.js";
import { defineSubject, type SubjectContext, type SubjectHandlers } from "./subject.js";

interface World {
  readonly kernel: FakeKernel;
  readonly runner: GuestRunner;
  readonly subject: RunningGuest;
  readonly a: Requester;
  readonly b: Requester;
  /** The peer that handlers ask; answers only when a test says so. */
  readonly d: ScriptedModule;
  /** Answers the request of D at `index` with its own text in brackets. */
  answerD(index: number): Promise<void>;
  settle(): Promise<void>;
}

class Requester {
  readonly actor: Actor;
  readonly #target: Actor;
  constructor(kernel: FakeKernel, name: string, target: Actor) {
    this.actor = new Actor(kernel.process(`${name}:test:test.os`), kernel);
    this.#target = target;
  }
  ask(handler: string, text: string, options: { readonly seconds?: bigint; readonly inherit?: boolean } = {}): void {
    this.actor.ask(this.#target, JSON.stringify({ [handler]: text }), options);
  }
  tell(handler: string, text: string, options: { readonly inherit?: boolean } = {}): void {
    this.actor.tell(this.#target, JSON.stringify({ [handler]: text }), options);
  }
  get answers(): string[] {
    return this.actor.receiveAll();
  }
}

async function createWorld(handlers: SubjectHandlers): Promise<World> {
  const kernel = new FakeKernel();
  const d = kernel.module("d:test:test.os");
  const runner = new GuestRunner(kernel);
  const subject = await runner.start(defineSubject(handlers), { isNetworked: true });
  const target = new Actor(subject.process, kernel);
  return {
    kernel,
    runner,
    subject,
    a: new Requester(kernel, "a", target),
    b: new Requester(kernel, "b", target),
    d,
    async answerD(index) {
      const message = d.received[index];
      if (message?.message.tag !== "request") throw new Error(`D was not asked ${index + 1} times`);
      const asked = JSON.parse(new TextDecoder().decode(message.message.val.body)) as { Ask: string };
      d.respond(message, new TextEncoder().encode(JSON.stringify(`[${asked.Ask}]`)));
      await runner.pump();
    },
    async settle() {
      await runner.advance(2000);
    },
  };
}

/** Continuations that a test lets run from another request's tick. */
function createGate() {
  let open: (() => void)[] = [];
  return {
    wait: () => new Promise<void>((resolve) => open.push(resolve)),
    release: () => {
      const waiting = open;
      open = [];
      for (const resolve of waiting) resolve();
    },
  };
}

const gate = createGate();
let shared: Promise<unknown> | undefined;

const ask = async ({ call }: SubjectContext, text: string): Promise<unknown> => call.d.ask(text).orThrow();

const handlers: SubjectHandlers = {
  plain: (_, text) => text,
  ask,
  askBoth: async (context, text) => Promise.all([ask(context, `${text}1`), ask(context, `${text}2`)]),
  askFirst: async (context, text) => Promise.race([ask(context, `${text}1`), ask(context, `${text}2`)]),
  askTwice: async (context, text) => [await ask(context, `${text}1`), await ask(context, `${text}2`)],
  askForOneSecond: async ({ call }, text) => (await call.d.ask(text, { timeoutMs: 1000 })).tag,
  wait: async (_, text) => {
    await gate.wait();
    return text;
  },
  waitOrSleep: async ({ sleep }, text) => {
    await Promise.race([gate.wait(), sleep(25_000)]);
    return text;
  },
  waitOrAsk: async (context, text) => {
    await Promise.race([gate.wait(), ask(context, text)]);
    return text;
  },
  askAndWait: async ({ call }, text) => {
    void call.d.ask(text);
    await gate.wait();
    return text;
  },
  waitThenAsk: async (context, text) => {
    await gate.wait();
    return ask(context, text);
  },
  release: (_, text) => {
    gate.release();
    return text;
  },
  share: async (context, text) => {
    shared ??= ask(context, "shared");
    return [text, await shared];
  },
  nap: async ({ sleep }, text) => {
    await sleep(20);
    return text;
  },
  answerThenAsk: (context, text) => {
    void ask(context, text);
    return text;
  },
  manySteps: async (context, text) => {
    const answer = await ask(context, text);
    for (let step = 0; step < 100; step++) await Promise.resolve();
    return answer;
  },
};

const scenarios = suite("an answer goes to its own request");

scenarios.before.each(() => {
  shared = undefined;
  gate.release();
});

scenarios("S1: another request is answered while the first one asks a peer", async () => {
  const { a, b, answerD, runner } = await createWorld(handlers);
  a.ask("ask", "a");
  await runner.pump();
  b.ask("plain", "b");
  await runner.pump();
  assert.equal(b.answers, ['response "b"']);
  assert.equal(a.answers, []);
  await answerD(0);
  assert.equal([a.answers, b.answers], [['response "[a]"'], []]);
});

scenarios("S2: several requests to a peer at once, awaited together", async () => {
  const { a, b, answerD, runner } = await createWorld(handlers);
  a.ask("askBoth", "a");
  b.ask("plain", "b");
  await runner.pump();
  await answerD(1);
  await answerD(0);
  assert.equal([a.answers, b.answers], [['response ["[a1]","[a2]"]'], ['response "b"']]);
});

scenarios("S2: the first of several answers wins, the second changes nothing", async () => {
  const { a, b, answerD, runner, subject } = await createWorld(handlers);
  a.ask("askFirst", "a");
  await runner.pump();
  b.ask("plain", "b");
  await answerD(1);
  await answerD(0);
  assert.equal([a.answers, b.answers], [['response "[a2]"'], ['response "b"']]);
  assert.equal(subject.process.warnings, []);
});

scenarios("S3: a sequence of awaits with other requests between them", async () => {
  const { a, b, answerD, runner } = await createWorld(handlers);
  a.ask("askTwice", "a");
  b.ask("plain", "b1");
  await runner.pump();
  await answerD(0);
  b.ask("plain", "b2");
  await runner.pump();
  await answerD(1);
  assert.equal([a.answers, b.answers], [['response ["[a1]","[a2]"]'], ['response "b1"', 'response "b2"']]);
});

scenarios("S4: a blocking state call in one request while another one waits", async () => {
  const kernel = new FakeKernel();
  const d = kernel.module("d:test:test.os");
  const runner = new GuestRunner(kernel);
  const subject = await runner.start(defineSubject(handlers, { save: { kind: "every-message" } }));
  const target = new Actor(subject.process, kernel);
  const [a, b] = [new Requester(kernel, "a", target), new Requester(kernel, "b", target)];
  a.ask("ask", "a");
  await runner.pump();
  b.ask("plain", "b");
  const [first] = d.received;
  if (first) d.respond(first, new TextEncoder().encode('"late"'));
  await runner.pump();
  assert.equal([a.answers, b.answers], [['response "late"'], ['response "b"']]);
});

scenarios("S5: a request that another request's handler resumes is answered later, by its own tick", async () => {
  const { a, b, runner, settle, subject } = await createWorld(handlers);
  a.ask("wait", "a");
  await runner.pump();
  b.ask("release", "b");
  await runner.pump();
  assert.equal([a.answers, b.answers], [[], ['response "b"']]);
  await settle();
  assert.equal([a.answers, b.answers], [['response "a"'], []]);
  assert.equal(subject.process.warnings, []);
});

scenarios("S6: a request sent to a peer from another request's tick", async () => {
  const { a, b, answerD, runner, settle, subject } = await createWorld(handlers);
  a.ask("waitThenAsk", "a");
  await runner.pump();
  b.ask("release", "b");
  await runner.pump();
  await answerD(0);
  assert.equal(b.answers, ['response "b"']);
  await settle();
  assert.equal([a.answers, b.answers], [['response "[a]"'], []]);
  assert.equal(subject.process.warnings, []);
});

scenarios("S7: two requests that await one answer of a peer", async () => {
  const { a, b, answerD, runner, settle, d, subject } = await createWorld(handlers);
  a.ask("share", "a");
  b.ask("share", "b");
  await runner.pump();
  assert.is(d.received.length, 1);
  await answerD(0);
  await settle();
  assert.equal([a.answers, b.answers], [['response ["a","[shared]"]'], ['response ["b","[shared]"]']]);
  assert.equal(subject.process.warnings, []);
});

scenarios("S8: a message that expects no answer gets none, and leaves the waiting request alone", async () => {
  const { a, b, answerD, runner, subject } = await createWorld(handlers);
  a.ask("ask", "a");
  await runner.pump();
  b.tell("plain", "nobody waits for this");
  await runner.pump();
  assert.equal([a.answers, b.answers], [[], []]);
  await answerD(0);
  assert.equal([a.answers, b.answers], [['response "[a]"'], []]);
  assert.equal(subject.process.warnings, []);
});

scenarios("S9: a message that expects no answer after one that was answered", async () => {
  const { a, b, runner, subject } = await createWorld(handlers);
  a.ask("plain", "a");
  await runner.pump();
  b.tell("ask", "b");
  await runner.pump();
  assert.equal([a.answers, b.answers], [['response "a"'], []]);
  assert.equal(subject.process.warnings, []);
});

scenarios("S10: each sleeper wakes in its own tick", async () => {
  const { a, b, runner, settle } = await createWorld(handlers);
  a.ask("nap", "a");
  await runner.advance(5);
  b.ask("nap", "b");
  await runner.advance(15);
  assert.equal([a.answers, b.answers], [['response "a"'], []]);
  await settle();
  assert.equal([a.answers, b.answers], [[], ['response "b"']]);
});

scenarios("S11: work of init, outside every request, resumes one", async () => {
  const { a, settle, subject } = await createWorld({
    ...handlers,
    init: ({ sleep }) => {
      void sleep(100).then(() => gate.release());
    },
  });
  a.ask("wait", "a");
  await settle();
  assert.equal(a.answers, ['response "a"']);
  assert.equal(subject.process.warnings, []);
});

scenarios("S12: the failure of a request to a peer resumes its own request; a late answer is dropped", async () => {
  const { a, b, answerD, runner } = await createWorld(handlers);
  a.ask("askForOneSecond", "a");
  b.ask("askForOneSecond", "b");
  await runner.pump();
  await answerD(1);
  await runner.advance(1000);
  assert.equal([a.answers, b.answers], [['response "timeout"'], ['response "ok"']]);
  await answerD(0);
  assert.equal([a.answers, b.answers], [[], []]);
});

scenarios("S13: work that goes on after the answer sends nothing more", async () => {
  const { a, answerD, runner, subject } = await createWorld(handlers);
  a.ask("answerThenAsk", "a");
  await runner.pump();
  assert.equal(a.answers, ['response "a"']);
  await answerD(0);
  assert.equal(a.answers, []);
  assert.equal(subject.process.warnings, []);
});

scenarios("S14: a forwarded request is answered to the one who asked first", async () => {
  const { a, b, runner } = await createWorld(handlers);
  // A asks B, which forwards A's request to the subject under A's reply address.
  a.actor.ask(b.actor, "please");
  assert.is(b.actor.receive(), "request please");
  b.tell("nap", "a", { inherit: true });
  await runner.advance(100);
  assert.equal([a.answers, b.answers], [['response "a"'], []]);
});

scenarios("S14: a forwarded request is not answered while the answer could reach another requester", async () => {
  const { a, b, answerD, runner } = await createWorld(handlers);
  a.ask("ask", "a");
  await runner.pump();
  // Nothing is prompting for B, so this carries no reply address, which the subject cannot know.
  b.tell("plain", "b", { inherit: true });
  await runner.pump();
  assert.equal([a.answers, b.answers], [[], []]);
  await answerD(0);
  assert.equal(a.answers, ['response "[a]"']);
});

scenarios("S14: a forwarded request is not answered after one of another node, whose kernel could read the answer", async () => {
  const { runner, b, kernel } = await createWorld(handlers);
  const ask = { source: "far.os@x:test:far.os", target: "test.os@g:test:test.os" };
  kernel.inject({ ...ask, request: request({ body: '{"plain":"mine"}', expectsResponse: 30n }) });
  await runner.pump();
  // Nothing is prompting for B: what the subject answered would go to the other node.
  b.tell("plain", "secret", { inherit: true });
  await runner.pump();
  const left = kernel.trace.filter(({ outcome }) => outcome === "remote").map(({ message }) => message.message);
  assert.equal(left.map((message) => message.tag === "response" && new TextDecoder().decode(message.val[0].body)), ['"mine"']);
});

scenarios("S15: a long poll with nothing under way is answered when its event comes", async () => {
  const { a, b, runner, settle, subject } = await createWorld(handlers);
  a.ask("wait", "a");
  await runner.advance(10_000);
  for (let count = 0; count < 5; count++) b.ask("plain", `b${count}`);
  await runner.pump();
  b.ask("release", "go");
  await settle();
  assert.equal(a.answers, ['response "a"']);
  assert.equal(b.answers, ['response "b0"', 'response "b1"', 'response "b2"', 'response "b3"', 'response "b4"', 'response "go"']);
  assert.equal(subject.process.warnings, []);
});

scenarios("S15: ticks for a long poll end when its requester has stopped waiting", async () => {
  const { a, runner, subject } = await createWorld(handlers);
  a.ask("wait", "a", { seconds: 2n });
  await runner.advance(4000);
  assert.is(subject.guest.outstandingCount, 0);
  assert.is(runner.kernel.clock.timerCount, 0);
});

scenarios("S15: a long poll with its own time, or with a call that nobody answers, is answered when its event comes", async () => {
  for (const handler of ["waitOrSleep", "waitOrAsk", "askAndWait"]) {
    const { a, b, runner, subject } = await createWorld(handlers);
    a.ask(handler, "a");
    await runner.advance(10_000);
    b.ask("release", "go");
    await runner.advance(250);
    assert.equal([a.answers, b.answers], [['response "a"'], ['response "go"']], handler);
    assert.equal(subject.process.warnings, []);
  }
});

scenarios("S15: a timer of the handler's own is a tick like any other: no second one is asked for", async () => {
  const { a, runner, kernel } = await createWorld(handlers);
  a.ask("nap", "a");
  await runner.advance(20);
  assert.equal(a.answers, ['response "a"']);
  const timers = kernel.trace.filter(({ message }) => message.target.process.processName === "timer");
  assert.is(timers.length, 1);
});

scenarios("S16: one event makes several requests ready", async () => {
  const { a, b, runner, settle } = await createWorld(handlers);
  a.ask("wait", "a1");
  b.ask("wait", "b1");
  a.ask("wait", "a2");
  await runner.pump();
  b.ask("release", "go");
  await settle();
  assert.equal(a.answers.sort(), ['response "a1"', 'response "a2"']);
  assert.equal(b.answers.sort(), ['response "b1"', 'response "go"']);
});

scenarios("S17: a continuation of many steps still answers in its own tick", async () => {
  const { a, b, answerD, runner } = await createWorld(handlers);
  a.ask("manySteps", "a");
  await runner.pump();
  const answered = answerD(0);
  b.ask("plain", "b");
  await answered;
  await runner.pump();
  assert.equal([a.answers, b.answers], [['response "[a]"'], ['response "b"']]);
});

scenarios("an answer with a forged or foreign context is dropped and answers nobody", async () => {
  const { a, runner, subject } = await createWorld(handlers);
  a.ask("wait", "a");
  await runner.pump();
  subject.guest.deliver({
    tag: "ok",
    val: [
      subject.process.our,
      { tag: "response", val: [{ inherit: false, body: request({ body: "1" }).body, metadata: undefined, capabilities: [] }, new Uint8Array([120])] },
    ],
  });
  subject.guest.endTick();
  assert.equal(a.answers, []);
});

scenarios.run();
