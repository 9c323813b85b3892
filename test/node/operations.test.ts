/** What whoever runs a node may do to it: list, end and start processes, ask them, restart the whole. */

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Network } from "../../runtime/node/network.js";
import { ProcessStartError } from "../../runtime/node/process.js";
import { ManualClock } from "../../runtime/testing/manual-clock.js";
import { closeTestNodes, createTestNode, httpLoop, type TestNode, testProcess } from "../support/test-node.js";

const test = suite("operations");
test.after.each(closeTestNodes);

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const loop = "export function init() { for (;;) standard.receive(); }";
/** Answers what it is asked in capitals, and says whose question it was. */
const echo = `export function init() {
  for (;;) {
    const [source, message] = standard.receive();
    if (message.tag !== "request") continue;
    respond(source.process.processName + " " + text(message.val.body).toUpperCase(), { mime: "text/plain", bytes: bytes("blob") });
  }
}`;

const states = ({ node }: TestNode) => node.processes().map(({ id, state, startCount }) => `${id.processName} ${state} ${startCount}`);

test("processes in all their states", async () => {
  const clock = new ManualClock(1000);
  const node = await createTestNode({ clock, verbosity: 1 });
  await node.install(loop, {}, "running");
  await node.install("export function init() { standard.receive(); }", {}, "ended");
  await node.install("export function init() { standard.receive(); throw new Error('once'); }", { on_exit: "Restart" }, "waiting");
  await node.install("export const nothing = 1;", {}, "dead").catch(() => {});
  for (const name of ["ended", "waiting"]) void node.node.ask({ node: "test.os", process: testProcess(name) }, bytes("end"), 1);
  await node.printed("waiting:test:test.os starts again in 2 s");
  await node.printed("ended:test:test.os returned without error");
  assert.equal(states(node), ["running running 1", "ended ended 1", "waiting waiting 1", "dead dead 1"]);
  assert.equal(
    node.node.processes().map(({ sinceMs, onExit, code }) => [sinceMs, onExit, code]),
    [[1000, "none", "direct"], [undefined, "none", "direct"], [3000, "restart", "direct"], [undefined, "none", "direct"]],
  );
  await node.node.kill(testProcess("waiting"));
  await node.node.kill(testProcess("running"));
  clock.advance(10_000);
  assert.equal(states(node), ["running stopped 1", "ended ended 1", "waiting stopped 1", "dead dead 1"]);
  await node.node.restartProcess(testProcess("running"));
  await node.node.restartProcess(testProcess("waiting"));
  assert.equal(states(node), ["ended ended 1", "dead dead 1", "running running 1", "waiting running 1"]);
  // What is known of its earlier runs has outlived it.
  void node.node.ask({ node: "test.os", process: testProcess("waiting") }, bytes("end"), 1);
  await node.printed("waiting:test:test.os starts again in 4 s");
});

test("a process that is not there, and one that does not start again", async () => {
  const node = await createTestNode();
  const failure = (promise: Promise<unknown>) => promise.then(() => "done", (error: unknown) => error);
  assert.match(String(await failure(node.node.restartProcess(testProcess("nobody")))), "there is no process nobody:test:test.os");
  const once = "export function init() { if (standard.getState()) throw new Error('again'); standard.setState(bytes('1')); for (;;) standard.receive(); }";
  await node.install(once);
  assert.instance(await failure(node.node.restartProcess(testProcess("p"))), ProcessStartError);
  await node.node.remove(testProcess("p"));
  assert.equal(node.node.processes(), []);
});

test("the terminal asks processes that are not public, and they may answer", async () => {
  const node = await createTestNode();
  await node.install(echo);
  await node.install(loop, {}, "silent");
  const ask = async (name: string, seconds: number) => {
    const answer = await node.node.ask({ node: "test.os", process: testProcess(name) }, bytes("hello"), seconds);
    if (answer.kind !== "response") return answer.kind;
    return [new TextDecoder().decode(answer.body), new TextDecoder().decode(answer.blob?.bytes)];
  };
  assert.equal(await ask("p", 5), ["terminal HELLO", "blob"]);
  assert.is(await ask("nobody", 600), "timeout");
  assert.is(await ask("silent", 0), "timeout");
  assert.is((await node.node.ask({ node: "other.os", process: testProcess("p") }, bytes(""), 600)).kind, "offline");
  const waiting = ask("silent", 600);
  await node.node.stop();
  assert.is(await waiting, "stopped");
});

test("the last lines, of each verbosity, and of one process", async () => {
  const node = await createTestNode({ verbosity: 0 });
  await node.install("export function init() { for (const level of [0, 1, 2, 3]) standard.printToTerminal(level, 'level ' + level); for (;;) standard.receive(); }");
  assert.equal(node.lines, ["test:test.os: level 0"]);
  const texts = (verbosity: number, count: number) =>
    node.node.recentLines({ verbosity, count, process: testProcess("p") }).map(({ text }) => text.replace("test:test.os: ", ""));
  assert.equal(texts(2, 10), ["level 0", "level 1", "level 2"]);
  assert.equal(texts(3, 1), ["level 3"]);
  assert.equal(texts(3, 0), []);
  node.node.verbosity = 1;
  await node.node.restartProcess(testProcess("p"));
  assert.equal(node.lines, ["test:test.os: level 0", "test:test.os: level 0", "test:test.os: level 1"]);
});

test("a node that restarts keeps its port, its processes and their state, and forgets the rest", async () => {
  const network = new Network();
  const alice = await createTestNode({ name: "alice.os", network });
  const bob = await createTestNode({ name: "bob.os", network });
  const counter = httpLoop(`() => {
    const count = Number(text(standard.getState() ?? bytes("0"))) + 1;
    standard.setState(bytes(String(count)));
    return count;
  }`);
  await alice.install(counter);
  await alice.install(loop, {}, "removed");
  await alice.node.remove(testProcess("removed"));
  const { url, kernel } = alice.node;
  assert.is(await alice.get("/"), "1");
  const both = Promise.all([alice.node.restart(), alice.node.restart()]);
  // It is down, not unknown: nobody is told at once.
  const early = bob.node.ask({ node: "alice.os", process: testProcess("p") }, bytes("x"), 1);
  await both;
  assert.is((await early).kind, "timeout");
  assert.is(alice.node.url, url);
  assert.is.not(alice.node.kernel, kernel);
  assert.equal(states(alice), ["p running 1"]);
  assert.is(await alice.get("/"), "2");
});

test("a node that cannot start again is down, and may be tried once more", async () => {
  const network = new Network();
  const { node, install, folder } = await createTestNode({ name: "alice.os", network });
  const bob = await createTestNode({ name: "bob.os", network });
  await install(echo, { request_networking: true });
  const key = join(folder, "home/session-key");
  await rm(key);
  await mkdir(key);
  assert.match(await node.restart().then(() => "restarted", String), /EISDIR|ENOTEMPTY|is a directory/i);
  assert.is(await fetch(node.url).then(() => "up", () => "down"), "down");
  assert.is((await bob.node.ask({ node: "alice.os", process: testProcess("p") }, bytes("x"), 1)).kind, "timeout");
  await rm(key, { recursive: true });
  await node.restart();
  assert.is((await bob.node.ask({ node: "alice.os", process: testProcess("p") }, bytes("x"), 5)).kind, "response");
});

test("a node that is stopped while it restarts is stopped", async () => {
  const network = new Network();
  const { node, install } = await createTestNode({ network });
  await install(loop);
  const restarting = node.restart().then(() => "restarted", () => "stopped");
  await node.stop();
  assert.ok(["restarted", "stopped"].includes(await restarting));
  assert.equal(network.nodes(), []);
  assert.is(await fetch(node.url).then(() => "up", () => "down"), "down");
  assert.match(await node.restart().then(() => "", String), "the node has stopped");
});

test.run();
