/** The disorder that `--chaos` makes: what may come unordered does, what has an order keeps it, and a seed repeats it all. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Chance } from "../../runtime/node/chance.js";
import { Chaos } from "../../runtime/node/chaos.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import { ManualClock } from "../../runtime/testing/manual-clock.js";

const test = suite("chaos");

const numbers = Array.from({ length: 20 }, (_, index) => String(index));

for (const service of ["vfs", "kv", "sqlite", "state"]) {
  test(`${service} does requests of one process in any order, and answers them in another`, () => {
    const { done, answered } = ask(`${service}:distro:sys`, 1);
    for (const each of [done, answered]) {
      assert.not.equal(each, numbers);
      assert.equal([...each].sort(byNumber), numbers);
    }
    assert.not.equal(done, answered);
  });
}

for (const process of ["http-server:distro:sys", "timer:distro:sys", "other:test:test.os"]) {
  test(`${process} gets what one process sends in its order, and so does that process`, () => {
    const { done, answered, tookMs } = ask(process, 1);
    assert.equal([done, answered], [numbers, numbers]);
    assert.ok(tookMs > 0 && tookMs <= 20, `${tookMs} ms`);
  });
}

test("the same seed gives the same order, another seed another", () => {
  const first = ask("vfs:distro:sys", 7);
  assert.equal(ask("vfs:distro:sys", 7), first);
  assert.not.equal(ask("vfs:distro:sys", 8), first);
});

test("what does not matter in which order is held back too, and nothing after the end", async () => {
  const clock = new ManualClock();
  const chaos = new Chaos({ clock, chance: new Chance(1) });
  const settled: number[] = [];
  const all = numbers.map((_, index) => chaos.hold("answers", index).then((value) => settled.push(value)));
  for (let ms = 0; ms <= 10; ms++) {
    await new Promise(setImmediate);
    clock.advance(1);
  }
  await Promise.all(all);
  assert.is(settled.length, numbers.length);
  assert.not.equal(settled.map(String), numbers);
  for (let index = 0; index < 10; index++) void chaos.hold("answers", index);
  assert.ok(clock.timerCount > 0);
  chaos.close();
  assert.is(clock.timerCount, 0);
});

test.run();

/** One process asks 20 times without waiting; what the other has got, in its order, and the order of the answers. */
function ask(service: string, seed: number) {
  const clock = new ManualClock();
  const kernel = new FakeKernel({ clock, services: [], chaos: new Chaos({ clock, chance: new Chance(seed) }) });
  const done: string[] = [];
  kernel.module(service, (message, port) => {
    if (message.message.tag !== "request") return;
    done.push(new TextDecoder().decode(message.message.val.body));
    port.respond(message, message.message.val.body);
  });
  const answered: string[] = [];
  const asker = kernel.process("asker:test:test.os", {
    guest: (received) => {
      const message = received.tag === "ok" ? received.val[1] : undefined;
      if (message?.tag === "response") answered.push(new TextDecoder().decode(message.val[0].body));
    },
  });
  for (const body of numbers) asker.host.sendRequest(kernel.address(service), request({ body, expectsResponse: 30n }), undefined, undefined);
  kernel.pump();
  // The timers of the requests end with their answers.
  while (clock.timerCount > 0 && answered.length < numbers.length) {
    clock.advanceToNext();
    kernel.pump();
  }
  return { done, answered, tookMs: clock.now() };
}

function byNumber(left: string, right: string): number {
  return Number(left) - Number(right);
}
