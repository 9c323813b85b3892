/** Newer code in the place of a process that runs, while others restart, end or remove it. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { boundBody, encodeHandover, finishBody } from "../../runtime/contract/handover.js";
import { ProcessStartError } from "../../runtime/node/process.js";
import { closeTestNodes, createTestNode, type TestNode, testProcess } from "../support/test-node.js";

const test = suite("replace");
test.after.each(closeTestNodes);

const handover = new TextDecoder().decode(encodeHandover([]));
const id = testProcess("p");

/** Answers every HTTP request with the result of `handle`, and makes way as the kernel asks; `first` runs before all else. */
const serving = (handle: string, first = ""): string => `
const tell = (body) => standard.sendRequest(system("kernel"), request(body), undefined, undefined);
const handle = ${handle};
export function init() {
  ${first}
  bind("/");
  for (;;) {
    const [source, message] = standard.receive();
    if (message.tag !== "request") continue;
    if (source.process.processName === "http-server") answer(String(handle()));
    else if (text(message.val.body) === ${JSON.stringify(finishBody)}) tell(${JSON.stringify(handover)});
    else if (text(message.val.body) === ${JSON.stringify(handover)}) tell(${JSON.stringify(boundBody)});
  }
}`;

const saying = (word: string, first?: string): string => serving(`() => ${JSON.stringify(word)}`, first);
const sleeping = (milliseconds: number): string => `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${milliseconds});`;
const states = ({ node }: TestNode) => node.processes().map(({ state, startCount }) => `${state} ${startCount}`);
const failure = (replacing: Promise<void>): Promise<unknown> => replacing.then(() => "replaced", (error: unknown) => error);

test("what is restarted runs the newest code, whichever is asked for first", async () => {
  const world = await createTestNode();
  const { node, install, replace, get } = world;
  await install(saying("one"));
  await replace(saying("two"));
  await node.restartProcess(id);
  assert.is(await get("/"), "two");
  const replacing = replace(saying("three", `print("three begins"); ${sleeping(50)}`));
  await world.printed("three begins");
  await Promise.all([node.restartProcess(id), replacing]);
  assert.is(await get("/"), "three");
  await Promise.all([node.restartProcess(id), replace(saying("four", sleeping(50)))]);
  assert.is(await get("/"), "four");
  assert.equal(states(world), ["running 1"]);
});

test("a node that is restarted runs the newest code, whichever is asked for first", async () => {
  const world = await createTestNode();
  const { node, install, replace, get } = world;
  await install(saying("one"));
  await replace(saying("two"));
  await node.restart();
  assert.is(await get("/"), "two");
  const replacing = replace(saying("three", `print("three begins"); ${sleeping(50)}`));
  await world.printed("three begins");
  await Promise.all([node.restart(), replacing]);
  assert.is(await get("/"), "three");
  await Promise.all([node.restart(), replace(saying("four"))]);
  assert.is(await get("/"), "four");
  assert.equal(states(world), ["running 1"]);
});

test("what failed to replace is forgotten: a restart runs what was good", async () => {
  const world = await createTestNode();
  const { node, install, replace, get } = world;
  await install(saying("good"));
  assert.instance(await failure(replace("export function init() { throw new Error('bad'); }")), ProcessStartError);
  assert.is(await get("/"), "good");
  await node.restartProcess(id);
  assert.is(await get("/"), "good");
});

test("who ends a process that is being replaced ends both; newer code starts it again", async () => {
  const world = await createTestNode();
  const { node, install, replace, get, printed } = world;
  await install(saying("one"));
  const killed = failure(replace(saying("two", `print("two begins"); ${sleeping(60_000)}`)));
  await printed("two begins");
  await node.kill(id);
  assert.is(String(await killed), "ProcessStartError: process test.os@p:test:test.os was stopped");
  assert.equal(states(world), ["stopped 1"]);

  await replace(saying("three"));
  assert.is(await get("/"), "three");
  assert.equal(states(world), ["running 1"]);
});

test("a process that restarts and never receives lets its repair in", async () => {
  const { node, install, replace, get, printed } = await createTestNode();
  const oncePerState = `if (standard.getState()) { print("hangs"); ${sleeping(600_000)} } standard.setState(bytes("x"));`;
  await install(saying("one", oncePerState));
  const restarting = failure(node.restartProcess(id));
  await printed("hangs");
  await replace(saying("two"));
  assert.is(await get("/"), "two");
  assert.instance(await restarting, ProcessStartError);
});

test("no answer and no state is lost between the two, also where a state is still being written", async () => {
  const { install, replace, get } = await createTestNode({ syncState: true });
  const counting = (version: number): string =>
    serving(`() => {
      const count = Number(text(standard.getState() ?? bytes("0"))) + 1;
      standard.setState(bytes(String(count)));
      return count;
    }`, `/* ${version} */`);
  await install(counting(0));
  const counts: number[] = [];
  for (let version = 1; version <= 8; version++) {
    const asked = Promise.all([1, 2, 3].map(() => get("/")));
    await replace(counting(version));
    counts.push(...(await asked).map(Number));
  }
  assert.equal(counts.toSorted((a, b) => a - b), Array.from({ length: 24 }, (_, index) => index + 1));
});

test.run();
