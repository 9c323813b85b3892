/** When builds begin, on a clock that stands still. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type BuildLoop, createBuildLoop } from "../../compiler/cli/build-loop.js";
import { ManualClock } from "../../runtime/testing/manual-clock.js";

const test = suite("build loop");

test("nothing happens without a change", () => {
  const { clock, log } = start();
  clock.advance(10_000);
  assert.equal([log, clock.timerCount], [[], 0]);
});

test("changes of one moment are built once, when it is over", async () => {
  const { clock, loop, log, finish } = start();
  loop.changed();
  loop.changed();
  assert.equal(log, []);
  clock.advance(0);
  assert.equal(log, ["begin at 0"]);
  await finish("done");
  clock.advance(10_000);
  assert.equal([log, clock.timerCount], [["begin at 0", "done"], 0]);
});

test("never two builds at once; changes during one give exactly one more", async () => {
  const { clock, loop, log, finish } = start();
  loop.changed();
  clock.advance(0);
  for (let count = 0; count < 100; count++) {
    loop.changed();
    clock.advance(5);
  }
  assert.equal(log, ["begin at 0"]);
  await finish("done");
  clock.advance(0);
  assert.equal(log, ["begin at 0", "done", "begin at 500"]);
  await finish("done");
  clock.advance(10_000);
  assert.equal(log, ["begin at 0", "done", "begin at 500", "done"]);
});

test("a change in the last moment of a build is not lost", async () => {
  const { clock, loop, log, finish } = start();
  loop.changed();
  clock.advance(0);
  const finished = finish("done");
  loop.changed();
  await finished;
  clock.advance(0);
  assert.equal(log, ["begin at 0", "done", "begin at 0"]);
});

test("a held build is tried again when no change has come for 100 ms, and is settled then", async () => {
  const { clock, loop, log, finish, isSettled } = start();
  loop.changed();
  clock.advance(0);
  assert.is(isSettled(), false);
  await finish("held");
  clock.advance(99);
  assert.equal(log, ["begin at 0", "held"]);
  clock.advance(1);
  assert.equal(log, ["begin at 0", "held", "begin at 100"]);
  assert.is(isSettled(), true);
  await finish("done");
  assert.is(clock.timerCount, 0);
});

test("a build that was held longer than that is tried again at once", async () => {
  const { clock, loop, log, finish } = start();
  loop.changed();
  clock.advance(0);
  clock.advance(300);
  await finish("held");
  clock.advance(0);
  assert.equal(log, ["begin at 0", "held", "begin at 300"]);
});

test("a change while a build is held is built as soon as any other", async () => {
  const { clock, loop, log, finish, isSettled } = start();
  loop.changed();
  clock.advance(0);
  await finish("held");
  clock.advance(40);
  loop.changed();
  clock.advance(0);
  assert.equal(log, ["begin at 0", "held", "begin at 40"]);
  assert.is(isSettled(), false);
  await finish("held");
  clock.advance(100);
  assert.equal(log.at(-1), "begin at 140");
});

test("a change during a settled build unsettles it", async () => {
  const { clock, loop, finish, isSettled } = start();
  loop.changed();
  clock.advance(0);
  await finish("held");
  clock.advance(100);
  assert.is(isSettled(), true);
  loop.changed();
  assert.is(isSettled(), false);
});

test("after the end nothing begins", async () => {
  const { clock, loop, log } = start();
  loop.changed();
  loop.stop();
  clock.advance(1000);
  assert.equal([log, clock.timerCount], [[], 0]);

  const second = start();
  second.loop.changed();
  second.clock.advance(0);
  second.loop.changed();
  second.loop.stop();
  await second.finish("held");
  second.loop.changed();
  second.clock.advance(1000);
  assert.equal([second.log, second.clock.timerCount], [["begin at 0", "held"], 0]);
});

test("a build that throws is the last", async () => {
  const { clock, loop, log, fail } = start();
  loop.changed();
  clock.advance(0);
  loop.changed();
  await fail(new Error("broken"));
  loop.changed();
  clock.advance(1000);
  assert.equal([log, clock.timerCount], [["begin at 0", "broken"], 0]);
});

test.run();

interface Started {
  readonly clock: ManualClock;
  readonly loop: BuildLoop;
  readonly log: readonly string[];
  /** Of the build that runs. */
  isSettled(): boolean;
  /** Ends the build that runs. */
  finish(outcome: "done" | "held"): Promise<void>;
  fail(error: Error): Promise<void>;
}

function start(): Started {
  const clock = new ManualClock();
  const log: string[] = [];
  let running: PromiseWithResolvers | undefined;
  let settled = (): boolean => false;
  const loop = createBuildLoop({
    clock,
    async build(isSettled) {
      assert.is(running, undefined, "one build at a time");
      log.push(`begin at ${clock.now()}`);
      settled = isSettled;
      running = withResolvers();
      try {
        const outcome = await running.promise;
        log.push(outcome);
        return outcome;
      } finally {
        running = undefined;
      }
    },
    onFailure: (error) => log.push((error as Error).message),
  });
  // What the loop does once a build has ended, it does in reactions to promises.
  const rest = (): Promise<void> => new Promise((done) => setImmediate(done));
  return {
    clock,
    loop,
    log,
    isSettled: () => settled(),
    finish(outcome) {
      running?.resolve(outcome);
      return rest();
    },
    fail(error) {
      running?.reject(error);
      return rest();
    },
  };
}

interface PromiseWithResolvers {
  readonly promise: Promise<"done" | "held">;
  resolve(outcome: "done" | "held"): void;
  reject(error: Error): void;
}

function withResolvers(): PromiseWithResolvers {
  let resolve: PromiseWithResolvers["resolve"] = () => {};
  let reject: PromiseWithResolvers["reject"] = () => {};
  const promise = new Promise<"done" | "held">((whenDone, whenFailed) => {
    resolve = whenDone;
    reject = whenFailed;
  });
  return { promise, resolve, reject };
}
