/** The way between nodes: what arrives, in which order and when; what is lost, and what the sender is told. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Chance } from "../../runtime/node/chance.js";
import type { Transport } from "../../runtime/node/kernel.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import { Network } from "../../runtime/node/network.js";
import { ManualClock } from "../../runtime/testing/manual-clock.js";

const test = suite("network");

test("nothing is late or lost between nodes that have no faults", () => {
  const { alice, arrived } = createNodes();
  alice.send("1", "bob.os");
  alice.send("2", "bob.os");
  assert.equal(arrived, ["bob.os 1 at 0", "bob.os 2 at 0"]);
});

test("who is not there is offline at once, who cannot be reached after 5 seconds", () => {
  const { network, clock, alice, arrived } = createNodes();
  alice.send("1", "nobody.os");
  network.setReachable("bob.os", false);
  network.partition("alice.os", "carol.os");
  alice.send("2", "bob.os");
  alice.send("3", "carol.os");
  clock.advance(4999);
  assert.equal(arrived, ["alice.os 1 offline at 0"]);
  clock.advance(1);
  assert.equal(arrived.slice(1), ["alice.os 2 offline at 5000", "alice.os 3 offline at 5000"]);
  network.setReachable("bob.os", true);
  network.heal("carol.os", "alice.os");
  alice.send("4", "bob.os");
  alice.send("5", "carol.os");
  assert.equal(arrived.slice(3), ["bob.os 4 at 5000", "carol.os 5 at 5000"]);
});

test("latency is of all pairs, or of one in both directions; nothing overtakes what was sent before", () => {
  const { network, clock, alice, bob, arrived } = createNodes();
  network.setFaults({ latencyMs: 10 });
  network.setFaults({ latencyMs: 200 }, ["bob.os", "alice.os"]);
  alice.send("1", "bob.os");
  bob.send("2", "alice.os");
  alice.send("3", "carol.os");
  clock.advance(100);
  network.setFaults({ latencyMs: 0 });
  alice.send("4", "bob.os");
  clock.advance(1000);
  assert.equal(arrived, ["carol.os 3 at 10", "bob.os 1 at 200", "alice.os 2 at 200", "bob.os 4 at 200"]);
});

test("what is lost is lost with nothing said, and is shown to `onLost`", () => {
  const { network, clock, alice, arrived, lost } = createNodes();
  network.setFaults({ loss: 1 }, ["alice.os", "bob.os"]);
  alice.send("1", "bob.os");
  network.setFaults({ latencyMs: 10 });
  alice.send("2", "bob.os");
  network.partition("alice.os", "bob.os");
  clock.advance(60_000);
  assert.equal([arrived, lost], [[], ["1", "2"]]);
});

test("of one seed each direction has its own fate, whatever else is sent", () => {
  const run = (seed: number, isCrowded: boolean): readonly string[] => {
    const { network, clock, alice, bob, arrived } = createNodes(seed);
    network.setFaults({ loss: 0.3, latencyMs: 5, jitterMs: 50 });
    for (let index = 0; index < 20; index++) {
      if (isCrowded) bob.send(`other ${index}`, "carol.os");
      alice.send(String(index), "bob.os");
      clock.advance(1);
    }
    clock.advance(1000);
    return arrived.filter((line) => line.startsWith("bob.os"));
  };
  const once = run(7, false);
  assert.equal(run(7, true), once);
  assert.not.equal(run(8, false), once);
  assert.ok(once.length > 5 && once.length < 20);
});

test("a node that is suspended is down, not unknown, and what was on the way to it is lost", () => {
  const { network, clock, alice, arrived, join } = createNodes();
  network.setFaults({ latencyMs: 100 });
  alice.send("1", "bob.os");
  network.suspend("bob.os");
  alice.send("2", "bob.os");
  clock.advance(50);
  join("bob.os");
  alice.send("3", "bob.os");
  clock.advance(10_000);
  assert.equal(arrived, ["bob.os 3 at 150", "alice.os 2 offline at 5000"]);
  network.leave("bob.os");
  alice.send("4", "bob.os");
  assert.equal(arrived.slice(2), ["alice.os 4 offline at 10050"]);
});

test("nothing keeps a program running for a node that has left", () => {
  const { network, clock, alice } = createNodes();
  network.setFaults({ latencyMs: 60_000 });
  alice.send("1", "bob.os");
  network.setReachable("carol.os", false);
  alice.send("2", "carol.os");
  assert.is(clock.timerCount, 2);
  network.leave("alice.os");
  assert.is(clock.timerCount, 0);
});

test("names that are not there, names that are, and links", () => {
  const { network, join } = createNodes();
  assert.throws(() => network.partition("alice.os", "dave.os"), "there is no node dave.os; there are alice.os, bob.os, carol.os");
  assert.throws(() => join("bob.os"), "there is a node bob.os already");
  network.setFaults({ latencyMs: 3, loss: 0.5 }, ["alice.os", "bob.os"]);
  network.partition("alice.os", "bob.os");
  network.setReachable("carol.os", false);
  assert.equal(network.link("bob.os", "alice.os"), {
    between: ["bob.os", "alice.os"],
    isPartitioned: true,
    latencyMs: 3,
    jitterMs: 0,
    loss: 0.5,
  });
  assert.equal(network.nodes(), [
    { name: "alice.os", isReachable: true },
    { name: "bob.os", isReachable: true },
    { name: "carol.os", isReachable: false },
  ]);
});

test("a seed is a whole number below 2^32, and begins everything anew", () => {
  const chance = new Chance(5);
  const first = [chance.next("a"), chance.next("a"), chance.next("b")];
  assert.is.not(first[0], first[2]);
  chance.reseed(5);
  assert.equal([chance.next("a"), chance.next("a"), chance.next("b")], first);
  for (const seed of [-1, 1.5, 2 ** 32, Number.NaN]) {
    assert.throws(() => new Chance(seed), `a seed is a whole number from 0 to 4294967295, not ${seed}`);
  }
});

test.run();

function createNodes(seed = 1) {
  const clock = new ManualClock();
  const arrived: string[] = [];
  const lost: string[] = [];
  const network = new Network({ clock, chance: new Chance(seed), onLost: (message) => lost.push(textOf(message)) });
  const join = (name: string) => {
    const transport = network.join(name, (message) => arrived.push(`${name} ${textOf(message)} at ${clock.now()}`));
    return { send: (text: string, to: string) => send(transport, { from: name, to, text }, () => arrived.push(`${name} ${text} offline at ${clock.now()}`)) };
  };
  return { clock, network, arrived, lost, join, alice: join("alice.os"), bob: join("bob.os"), carol: join("carol.os") };
}

function send(transport: Transport, { from, to, text }: { from: string; to: string; text: string }, fail: () => void): void {
  const process = { processName: "p", packageName: "test", publisherNode: "test.os" };
  const val = { inherit: false, expectsResponse: 30n, body: new TextEncoder().encode(text), metadata: undefined, capabilities: [] };
  const message = { id: 1n, source: { node: from, process }, target: { node: to, process }, rsvp: undefined, message: { tag: "request", val }, blob: undefined } as const;
  transport.send(message, fail);
}

function textOf({ message }: KernelMessage): string {
  return new TextDecoder().decode(message.tag === "request" ? message.val.body : message.val[0].body);
}
