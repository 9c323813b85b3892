/** Real components on a node: made by StarlingMonkey, transpiled by jco. Takes some seconds for each. */

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { processWit, processWorld } from "../../compiler/component/process-wit.js";
import { starlingMonkey } from "../../compiler/component/starlingmonkey/engine.js";
import { ComponentError, transpileComponent } from "../../runtime/node/component.js";
import {
  closeTestNodes,
  createTestNode,
  guestPrelude,
  httpLoop,
  manifestEntry,
  testProcess,
} from "../support/test-node.js";
import type { TestNode } from "../support/test-node.js";

const folder = await mkdtemp(join(tmpdir(), "hproc-components-"));

/** Makes a component of code behind the prelude, and returns its path. */
async function makeComponent(name: string, code: string): Promise<string> {
  const component = await starlingMonkey.componentize({
    source: guestPrelude + code,
    wit: processWit,
    world: processWorld,
  });
  const path = join(folder, `${name}.wasm`);
  await writeFile(path, component);
  return path;
}

async function install(
  { node }: TestNode,
  wasmPath: string,
  manifest: Parameters<typeof manifestEntry>[1] = {},
): Promise<void> {
  await node.install([
    {
      id: testProcess("p"),
      manifest: manifestEntry("p", manifest),
      code: { kind: "component", wasmPath },
      packageFolder: folder,
    },
  ]);
}

const counter = await makeComponent(
  "counter",
  httpLoop(`(path, body) => {
    switch (path) {
      case "count": {
        const count = Number(text(standard.getState() ?? bytes("0"))) + 1;
        standard.setState(bytes(String(count)));
        return count;
      }
      case "size": return body.length;
      case "failure":
        try {
          standard.sendAndAwaitResponse(system("nobody"), request("", 5n), undefined);
        } catch (error) {
          return error.payload.kind;
        }
      case "send-error":
        standard.sendRequest(system("nobody"), request("", 5n), bytes("context"), undefined);
        try {
          standard.receive();
        } catch (error) {
          return error.payload[0].kind + " " + text(error.payload[1]);
        }
      case "timer": {
        const before = Date.now();
        standard.sendAndAwaitResponse(system("timer"), request('{"SetTimer":30}', 5n), undefined);
        return Date.now() - before >= 29;
      }
      case "sleep": return new Promise((resolve) => setTimeout(resolve, 30, "slept"));
      case "random": return new Set(crypto.getRandomValues(new Uint8Array(64))).size > 8;
      case "our": return JSON.stringify(standard.our());
      case "capabilities": return standard.ourCapabilities().length;
      case "stdout": console.log("x".repeat(100_000)); return "discarded";
      case "throw": console.error("last words"); throw new RangeError("thrown by the guest");
      case "trap": standard.sendAndAwaitResponse(standard.our(), request("", 1n), undefined);
    }
  }`),
);

const test = suite("components");
test.after.each(closeTestNodes);

test("call every kind of host function, with any size of body", async () => {
  const world = await createTestNode();
  await install(world, counter);
  assert.is(await world.get("/size", { method: "POST", body: "x".repeat(2_000_000) }), "2000000");
  const answers: Record<string, string> = {};
  for (const path of ["failure", "send-error", "timer", "sleep", "random", "capabilities", "stdout"]) {
    answers[path] = await world.get(`/${path}`);
  }
  assert.equal(answers, {
    failure: "timeout",
    "send-error": "timeout context",
    timer: "true",
    sleep: "slept",
    random: "true",
    capabilities: "6",
    stdout: "discarded",
  });
  assert.equal(JSON.parse(await world.get("/our")), { node: "test.os", process: testProcess("p") });
});

test("keep their state between runs of the node", async () => {
  const first = await createTestNode();
  await install(first, counter);
  assert.equal([await first.get("/count"), await first.get("/count")], ["1", "2"]);
  await first.node.stop();
  const second = await createTestNode({ folder: first.folder });
  await install(second, counter);
  assert.is(await second.get("/count"), "3");
});

test("that throw are reported with stderr and reason, and start again", async () => {
  const world = await createTestNode();
  await install(world, counter, { on_exit: "Restart" });
  void world.get("/throw").catch(() => {});
  const report = await world.printed("ended with error");
  assert.match(report, /last words/);
  assert.match(report, /thrown by the guest/);
  assert.match(report, /unreachable/);
});

test("that trap in a host call are reported with the reason", async () => {
  const world = await createTestNode();
  await install(world, counter);
  void world.get("/trap").catch(() => {});
  assert.match(
    await world.printed("ended with error"),
    /Trap: send-and-await-response to the process itself would wait for ever/,
  );
});

test("are transpiled once for each content, and a folder is complete or not there", async () => {
  const cache = join(folder, "cache");
  const [first, second] = await Promise.all([transpileComponent(counter, cache), transpileComponent(counter, cache)]);
  assert.equal(first, second);
  assert.is((await readdir(cache)).length, 1);
  const glue = await readFile(join(first.folder, first.entry), "utf8");
  assert.ok(glue.includes("isDirect = true"), "the glue was not changed");
  assert.not.match(glue, /_debugLog = \(\.\.\.args\)/);
});

test("nodes with caches of their own have it transpiled once, and each has it then", async () => {
  const caches = ["cache of one", "cache of another"].map((name) => join(folder, name));
  const made = await Promise.all(caches.map((cache) => transpileComponent(counter, cache)));
  const texts = await Promise.all(made.map((each) => readFile(join(each.folder, each.entry), "utf8")));
  assert.is(texts[0], texts[1]);
  assert.equal(await Promise.all(caches.map(async (cache) => (await readdir(cache)).length)), [1, 1]);
});

test("while one is transpiled, the node answers others", async () => {
  const world = await createTestNode();
  await world.install(httpLoop("() => 'here'"), {}, "q");
  let isInstalled = false;
  const installed = install(world, counter).then(() => (isInstalled = true));
  let answerCount = 0;
  for (; !isInstalled; answerCount++) assert.is(await world.get("/", { name: "q" }), "here");
  await installed;
  // One is what a node does that stands still meanwhile.
  assert.ok(answerCount > 50, `${answerCount} answers`);
});

test("a node that stops does not wait for it", async () => {
  const world = await createTestNode();
  const installed = install(world, counter).then(() => "installed", (error: Error) => error.message);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await world.node.stop();
  assert.is(await installed, "the node has stopped");
});

test("a file that is no component is a typed error that names it", async () => {
  await mkdir(join(folder, "cache"), { recursive: true });
  const path = join(folder, "broken.wasm");
  await writeFile(path, "not wasm");
  const error = await transpileComponent(path, join(folder, "cache")).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ComponentError && error.message.startsWith(path));
});

test.after(() => rm(folder, { recursive: true, force: true }));

test.run();
