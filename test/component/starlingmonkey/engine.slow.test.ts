/** Real components, made by the engine and run in Node: what the repairs promise. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { EngineFailure } from "../../../compiler/component/engine.js";
import { processWit, processWorld } from "../../../compiler/component/process-wit.js";
import { starlingMonkey } from "../../../compiler/component/starlingmonkey/engine.js";
import { verifyComponent } from "../../../compiler/component/verify.js";
import { transpileComponent } from "../../../runtime/node/component.js";
import { instantiateComponent } from "../../../runtime/node/transpiled-component.js";
import { createHost, RequestsUsedUp } from "../one-process-host.js";
import { withFiles } from "../temporary-project.js";

const test = suite("StarlingMonkey");

/** Answers each request after some awaits; the loop and its way of running them to their end are the guest runtime's. */
const source = `
import * as standard from "hyperware:process/standard@1.0.0";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const kept = [];
const loadedAt = Date.now();

async function answer(text) {
  await null;
  const [name, argument] = text.split(" ");
  switch (name) {
    case "echo": return argument;
    case "print": return standard.printToTerminal(0, "x".repeat(Number(argument))), "printed";
    case "keep": {
      for (let count = 0; count < Number(argument); count++) kept.push({ count, text: "text " + count });
      return "kept";
    }
    case "recurse": {
      const recurse = (depth) => { try { return recurse(depth + 1); } catch { return depth; } };
      return recurse(0) > 1000 ? "deep" : "shallow";
    }
    case "parse": return typeof JSON.parse("[".repeat(Number(argument)) + "]".repeat(Number(argument)));
    case "random": return String(Math.random());
    case "year": return String(new Date().getFullYear());
    case "loaded": return new Date(loadedAt).toISOString();
  }
}

function respond(text) {
  standard.sendResponse({ inherit: false, body: encoder.encode(text), metadata: undefined, capabilities: [] }, undefined);
}

export async function init() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const [, message] = standard.receive();
    answer(decoder.decode(message.val.body)).then(respond, (error) => respond(String(error)));
  }
}
`;

function componentize(text: string): Promise<Uint8Array> {
  return starlingMonkey.componentize({ source: text, wit: processWit, world: processWorld });
}

let component: Uint8Array;

test.before(async () => {
  component = await componentize(source);
});

/** Runs a fresh instance to the end of the requests. */
async function run(bodies: Iterable<string>, onOutput: (text: string) => void): Promise<void> {
  await withFiles({}, async (folder) => {
    const path = join(folder, "subject.wasm");
    await writeFile(path, component);
    const transpiled = await transpileComponent(path, folder);
    const { init } = await instantiateComponent({ kind: "component", ...transpiled }, createHost(bodies, onOutput), () => {});
    try {
      await init("alice.os@subject:test:template.os");
      assert.unreachable("init returned");
    } catch (error) {
      if (!(error instanceof RequestsUsedUp)) throw error;
    }
  });
}

async function answers(...bodies: readonly string[]): Promise<readonly string[]> {
  const output: string[] = [];
  await run(bodies, (text) => output.push(text));
  return output;
}

test("Hyperdrive can start the component", () => {
  assert.equal(verifyComponent(component), []);
});

test("handlers run to their end before the next message", async () => {
  assert.equal(await answers("echo one", "echo héllo漢", "echo three"), ["one", "héllo漢", "three"]);
});

test("deep recursion and deep JSON end in an exception or not at all", async () => {
  assert.equal(await answers("recurse", "parse 100000", "echo alive"), ["deep", "object", "alive"]);
});

test("more than the engine's own 32 MiB of objects fit", async () => {
  assert.equal(await answers("keep 1000000", "echo alive"), ["kept", "alive"]);
});

test("random numbers are not part of the component", async () => {
  const [one, other] = [await answers("random"), await answers("random")];
  assert.not.equal(one, other);
});

test("one source gives one component, byte for byte", async () => {
  assert.ok(Buffer.from(await componentize(source)).equals(component));
});

test("time stands still while a component is made, and runs on the node", async () => {
  const [loaded = "", year] = await answers("loaded", "year");
  assert.match(loaded, /^1970-01-01T00:00:00\.00\dZ$/);
  assert.is(year, String(new Date().getFullYear()));
});

test("a process that never returns from init does not collect what it sent", async () => {
  const memory: number[] = [];
  function* requests(): Iterable<string> {
    for (let count = 0; count <= 20_000; count++) {
      if (count % 5_000 === 0) memory.push(process.memoryUsage().rss / 2 ** 20);
      // Unrepaired, each print keeps its 10 000 bytes.
      yield "print 10000";
    }
  }
  let outputs = 0;
  await run(requests(), () => outputs++);
  assert.is(outputs, 2 * 20_001);
  const [, early = 0, , , late = 0] = memory;
  assert.ok(late - early < 75, `from ${early} to ${late} MiB`);
});

for (const [subject, text, message, position] of [
  [
    "an exception while loading",
    'console.log("loading");\nconst settings = {};\nexport const size = settings.table.size;\nexport async function init() {}\n',
    /^the program fails while it is being loaded: TypeError: .*settings\.table is undefined$/,
    { line: 3, column: 21 },
  ],
  [
    "a host call while loading",
    'import { our } from "hyperware:process/standard@1.0.0";\nexport const self = our();\nexport async function init() {}\n',
    /^the program uses `our` of `hyperware:process\/standard@1\.0\.0` while it is being loaded$/,
    undefined,
  ],
  ["a module without init", "export async function start() {}\n", /^the program does not export the function `init`$/, undefined],
] as const) {
  test(`${subject} is explained`, async () => {
    try {
      await componentize(text);
      assert.unreachable();
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      assert.match(error.message, message);
      assert.equal(error.position, position);
    }
  });
}

test("a build that nobody wants any more ends at once", async () => {
  const controller = new AbortController();
  const start = performance.now();
  const made = starlingMonkey.componentize({ source, wit: processWit, world: processWorld, signal: controller.signal });
  setTimeout(() => controller.abort(), 200);
  try {
    await made;
    assert.unreachable();
  } catch (error) {
    assert.is(error instanceof Error && error.name, "AbortError");
  }
  assert.ok(performance.now() - start < 3000);
});

test.run();
