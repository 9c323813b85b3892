/** Faults and disorder in tests of handlers: a seed repeats all of it, and processes do not notice what they need not. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ProcessDefinition } from "../../runtime/guest/index.js";
import { TestNetwork, testNode, type TestNode } from "../../runtime/testing/index.js";
import { createProject, loadDefinition } from "../support/project.js";

const project = await createProject("test/cases/subject/project");
const loaded = await loadDefinition(project, "subject");
await project.remove();

/** As the emitted interface would say it. */
interface Handlers {
  hits(context: { readonly state: { hits: number } }): number | Promise<number>;
}

const subject = loaded as ProcessDefinition<Handlers>;

type Node = TestNode<{ subject: ProcessDefinition<Handlers> }>;

const test = suite("faults in tests");

/** Two nodes that call each other over a bad network, and use all that is unordered; everything that was sent, and what came of it. */
async function transcript(seed: number): Promise<readonly string[]> {
  const network = new TestNetwork({ seed, chaos: true });
  const alice = await testNode({ subject }, { name: "alice.os", network });
  const bob = await testNode({ subject }, { name: "bob.os", network });
  const outcomes: string[] = [];
  try {
    network.setFaults({ latencyMs: 20, jitterMs: 60, loss: 0.3 }, ["alice.os", "bob.os"]);
    const calls = Array.from({ length: 10 }, async () => {
      outcomes.push(`call ${(await bob.processes.subject.callsFrom("alice.os").hits()).tag}`);
    });
    const work = ["files", "keys", "rows"].map(async (path) => {
      const answer = await alice.processes.subject.fetch(`/api/${path}`, { method: "POST" });
      outcomes.push(`${path} ${answer.status} ${await answer.text()}`);
    });
    await Promise.all([...calls, ...work]);
    const sent = [alice, bob].flatMap((node: Node) => node.messages().map((message) => JSON.stringify([node.name, message])));
    return [...outcomes, ...sent];
  } finally {
    alice.stop();
    bob.stop();
  }
}

test("the same seed gives the same run, to the last message; another seed another", async () => {
  const first = await transcript(7);
  assert.equal(await transcript(7), first);
  assert.not.equal(await transcript(8), first);
  const tags = first.filter((line) => line.startsWith("call")).sort();
  assert.ok(tags.includes("call ok") && tags.includes("call timeout"), tags.join());
});

test("what a process does with files and databases comes to the same, in whatever order it is done", async () => {
  const work = async (chaos: boolean, seed: number): Promise<readonly string[]> => {
    const node = await testNode({ subject }, { chaos, seed });
    try {
      const answers = ["files", "keys", "rows"].map((path) => node.processes.subject.fetch(`/api/${path}`, { method: "POST" }));
      return await Promise.all(answers.map(async (answer) => (await answer).text()));
    } finally {
      node.stop();
    }
  };
  const expected = await work(false, 1);
  for (let seed = 1; seed <= 20; seed++) assert.equal(await work(true, seed), expected, `seed ${seed}`);
});

test("answers of servers overtake each other under chaos", async () => {
  const order = async (chaos: boolean): Promise<readonly string[]> => {
    const http = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`https://s.test/${index}/a`, () => ({ body: String(index) })]));
    const node = await testNode({ subject }, { chaos, seed: 3, http });
    const settled: string[] = [];
    try {
      const ask = async (url: string): Promise<void> => {
        const answer = await node.processes.subject.fetch("/api/ask", { json: url.slice(0, -1) });
        settled.push(url.split("/")[3] ?? "");
        assert.is(answer.status, 200);
      };
      await Promise.all(Object.keys(http).map(ask));
      return settled;
    } finally {
      node.stop();
    }
  };
  assert.equal(await order(false), ["0", "1", "2", "3", "4", "5", "6", "7"]);
  const chaotic = await order(true);
  assert.equal([...chaotic].sort(), ["0", "1", "2", "3", "4", "5", "6", "7"]);
  assert.not.equal(chaotic, ["0", "1", "2", "3", "4", "5", "6", "7"]);
});

test("a node that restarts: what waits ends, what is stored stays, and others can reach it again", async () => {
  const network = new TestNetwork();
  const alice = await testNode({ subject }, { name: "alice.os", network });
  const bob = await testNode({ subject }, { name: "bob.os", network });
  try {
    const { subject: process } = bob.processes;
    await process.local.hits().orThrow();
    process.state.hits = 5;
    await process.local.hits().orThrow();
    const socket = await process.connect("/ws/live").catch(() => process.connect("/live"));
    const waiting = process.fetch("/api/wait");
    await bob.advance(0);
    network.setFaults({ latencyMs: 100 });
    const early = process.callsFrom("alice.os").hits();
    await network.advance(50);
    await bob.restart();
    network.setFaults({});
    assert.is((await waiting).status, 408);
    assert.is(socket.isOpen, false);
    // It was on its way when the node went down.
    assert.is((await early).tag, "timeout");
    assert.is(await process.callsFrom("alice.os").hits().orThrow(), 5);
    assert.is(await alice.processes.subject.callsFrom("bob.os").hits().orThrow(), 0);
  } finally {
    alice.stop();
    bob.stop();
  }
});

test("a seed that is none", () => {
  assert.throws(() => new TestNetwork({ seed: 1.5 }), "a seed is a whole number from 0 to 4294967295, not 1.5");
});

test.run();
