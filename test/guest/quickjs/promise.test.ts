/** The parts of ECMA-262 27.2 that Promises/A+ says nothing of, each as Node's own promises do it. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { enqueue, queueMicrotask as queueOwn } from "../../../runtime/guest/quickjs/jobs.js";
import { combinators } from "../../../runtime/guest/quickjs/promise-combinators.js";
import { runJobs, setOnUnhandledRejection } from "../../../runtime/guest/quickjs/promise-state.js";
import { OwnPromise } from "../../../runtime/guest/quickjs/promise.js";
import { runAsync } from "../../../runtime/guest/quickjs/run-async.js";

const test = suite("Promise in QuickJS");
const Own = Object.assign(OwnPromise, combinators) as unknown as PromiseConstructor;

type Log = (entry: string) => void;
/** A scenario logs what happens, with the promises and the queue that it is given. */
type Scenario = (Promise: PromiseConstructor, log: Log, queueMicrotask: (callback: () => void) => void) => void;

const show = (value: unknown): string => (value instanceof Error ? `${value.name}${value instanceof AggregateError ? `(${value.errors.map(show)})` : ""}` : JSON.stringify(value));

const scenarios: Readonly<Record<string, Scenario>> = {
  "the order of reactions, thenables and microtasks"(Promise, log, queue) {
    Promise.resolve().then(() => log("1")).then(() => log("2")).then(() => log("3")).then(() => log("4"));
    Promise.resolve().then(() => ({ then: (resolve: (value: string) => void) => (log("thenable"), resolve("a")) }) as unknown as string).then(log);
    Promise.resolve().then(() => Promise.resolve("b")).then((value) => log(value));
    queue(() => log("microtask"));
    new Promise<string>((resolve) => (log("executor"), resolve(Promise.resolve("c")))).then(log);
  },
  "all: values in their order, whatever the order of their coming"(Promise, log) {
    const late = new Promise((resolve) => Promise.resolve().then(() => Promise.resolve().then(() => resolve("late"))));
    Promise.all([late, 1, Promise.resolve(2)]).then((values) => log(show(values)));
    Promise.all([]).then((values) => log(show(values)));
    Promise.all([late, Promise.reject(new RangeError("no"))]).catch((error: unknown) => log(show(error)));
    Promise.all(new Set("ab")).then((values) => log(show(values)));
  },
  "allSettled, any and race"(Promise, log) {
    Promise.allSettled([1, Promise.reject("no")]).then((outcomes) => log(show(outcomes)));
    Promise.any([Promise.reject(new RangeError("a")), Promise.reject(new TypeError("b"))]).catch((error: unknown) => log(show(error)));
    Promise.any([Promise.reject("a"), Promise.resolve("b")]).then(log);
    Promise.any([]).catch((error: unknown) => log(show(error)));
    Promise.race([Promise.resolve("first"), Promise.reject("second")]).then(log);
  },
  "what is not iterable rejects, and an iterable is closed when something goes wrong"(Promise, log) {
    Promise.all(undefined as unknown as []).catch((error: unknown) => log(show(error)));
    const values = {
      *[Symbol.iterator]() {
        try {
          yield 1;
          yield 2;
        } finally {
          log("closed");
        }
      },
    };
    class Refusing extends Promise<unknown> {
      static override resolve(): never {
        throw new RangeError("refused");
      }
    }
    (Refusing.all(values) as Promise<unknown>).catch((error: unknown) => log(show(error)));
  },
  "finally passes on what it follows, unless it fails itself"(Promise, log) {
    Promise.resolve(1).finally(() => 2).then((value) => log(show(value)));
    Promise.reject(3).finally(() => Promise.resolve(4)).catch((reason: unknown) => log(show(reason)));
    Promise.resolve(5).finally(() => Promise.reject(6)).catch((reason: unknown) => log(show(reason)));
    Promise.resolve(7).finally(() => { throw new RangeError("8"); }).catch((error: unknown) => log(show(error)));
  },
  "subclasses and species"(Promise, log) {
    class Sub<T> extends Promise<T> {}
    log(String(Sub.resolve(1) instanceof Sub && Sub.resolve(1).then() instanceof Sub && Sub.all([]) instanceof Sub));
    class Plain<T> extends Promise<T> {
      static override get [Symbol.species]() {
        return Promise;
      }
    }
    const then = Plain.resolve(1).then(() => {});
    log(`${then instanceof Plain} ${then instanceof Promise}`);
    const sub = Sub.resolve(2);
    log(`${Sub.resolve(sub) === sub} ${Promise.resolve(sub) === sub}`);
    sub.then((value) => log(show(value)));
  },
  "only the first call of a resolving function counts, and a promise cannot wait for itself"(Promise, log) {
    new Promise((resolve, reject) => (resolve(1), reject(2), resolve(3))).then((value) => log(show(value)));
    new Promise((resolve) => { resolve(1); throw new Error("late"); }).then((value) => log(show(value)));
    const itself: Promise<unknown> = new Promise((resolve) => Promise.resolve().then(() => resolve(itself)));
    itself.catch((error: unknown) => log(show(error)));
    Promise.resolve({ get then() { throw new RangeError("getter"); } }).catch((error: unknown) => log(show(error)));
  },
  "wrong uses throw a TypeError"(Promise, log) {
    const attempt = (action: () => unknown): void => {
      try {
        log(show(typeof action()));
      } catch (error) {
        log(show(error));
      }
    };
    attempt(() => new Promise(undefined as never));
    attempt(() => Promise.prototype.then.call({} as never));
    attempt(() => Promise.resolve.call(undefined as never, 1));
    attempt(() => Promise.all.call(undefined as never, []));
    attempt(() => (Promise as unknown as () => void)());
    log(Object.prototype.toString.call(Promise.resolve()));
    log(`${Promise.name} ${Promise.length} ${Promise.all.length} ${Promise.prototype.then.length} ${Promise[Symbol.species] === Promise}`);
  },
};

for (const [name, scenario] of Object.entries(scenarios)) {
  test(name, async () => {
    const expected: string[] = [];
    scenario(Promise, (entry) => expected.push(entry), queueMicrotask);
    await new Promise((resolve) => setImmediate(resolve));
    const found: string[] = [];
    scenario(Own, (entry) => found.push(entry), queueOwn);
    runJobs();
    assert.equal(found, expected);
    assert.ok(found.length > 0);
  });
}

test("withResolvers and try, which Node 20 lacks", () => {
  const log: unknown[] = [];
  const { promise, resolve } = OwnPromise.withResolvers();
  (promise as Promise<unknown>).then((value) => log.push(value));
  resolve(1);
  const attempt = (callback: (...values: unknown[]) => unknown, ...values: unknown[]) => OwnPromise.try(callback, ...values) as Promise<unknown>;
  attempt((left, right) => [left, right], 2, 3).then((value) => log.push(value));
  attempt(() => {
    throw new RangeError("4");
  }).catch((error: unknown) => log.push(show(error)));
  runJobs();
  assert.equal(log, [1, [2, 3], "RangeError"]);
});

test("a rejection is unhandled if nobody follows it when all jobs have run", () => {
  const unhandled: unknown[] = [];
  setOnUnhandledRejection((reason) => unhandled.push(reason));
  const late = OwnPromise.reject("handled in a later job") as Promise<unknown>;
  OwnPromise.reject("never handled");
  (OwnPromise.resolve() as Promise<unknown>).then(() => late.catch(() => {}));
  (OwnPromise.reject("handled at once") as Promise<unknown>).catch(() => {});
  (OwnPromise.reject("passed on") as Promise<unknown>).then(() => {});
  runJobs();
  assert.equal(unhandled, ["never handled", "passed on"]);
  runJobs();
  assert.equal(unhandled.length, 2);
  setOnUnhandledRejection(() => {});
});

test("what one job throws keeps no other from running", () => {
  const log: string[] = [];
  enqueue({ run: () => { throw new Error("no job of a promise throws"); } });
  queueOwn(() => log.push("next"));
  runJobs();
  assert.equal(log, ["next"]);
});

type Body = (...values: never[]) => Generator<unknown, unknown, never>;
const start = (body: Body, ...values: unknown[]) => runAsync(undefined, values, body as never) as unknown as Promise<unknown>;

test("an async function runs at once up to its first await, and each await takes one job", () => {
  const log: string[] = [];
  const count = (Own.resolve() as Promise<void>).then(() => log.push("1")).then(() => log.push("2")).then(() => log.push("3"));
  start(function* () {
    log.push("a");
    yield null;
    log.push("b");
    yield Own.resolve();
    log.push("c");
  }).then(() => log.push("d"));
  log.push("synchronous");
  runJobs();
  assert.equal(log, ["a", "synchronous", "1", "b", "2", "c", "3", "d"]);
  assert.ok(count instanceof OwnPromise);
});

test("it catches what it awaits, and rejects with what it throws", () => {
  const log: unknown[] = [];
  start(function* () {
    try {
      yield Own.reject("no");
    } catch (reason) {
      log.push(reason);
    }
    try {
      yield Object.defineProperty(Own.resolve(), "constructor", { get: () => { throw new RangeError("getter"); } });
    } catch (error) {
      log.push(show(error));
    }
    throw new TypeError("end");
  }).catch((error: unknown) => log.push(show(error)));
  start((() => { throw new SyntaxError("of a parameter"); }) as never).catch((error: unknown) => log.push(show(error)));
  runJobs();
  assert.equal(log, ["no", "RangeError", "SyntaxError", "TypeError"]);
});

test("functions within each other are not limited by the stack", () => {
  let deepest = 0;
  const down = (depth: number): Promise<unknown> =>
    start(function* () {
      deepest = Math.max(deepest, depth);
      return depth === 100_000 ? "reached" : yield down(depth + 1);
    } as Body);
  let result: unknown;
  down(0).then((value) => (result = value));
  runJobs();
  assert.equal([result, deepest], ["reached", 100_000]);
});

test.run();
