/** Real components, made by the engine and run in Node: what `hproc build` relies on, without our runtime. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { EngineFailure } from "../../../compiler/component/engine.js";
import { processWit, processWorld } from "../../../compiler/component/process-wit.js";
import { clearFreeMemory } from "../../../compiler/component/quickjs/free-memory.js";
import { readHeap } from "../../../compiler/component/quickjs/heap.js";
import { changeMemory } from "../../../compiler/component/quickjs/memory-image.js";
import { quickJs } from "../../../compiler/component/quickjs/engine.js";
import { verifyComponent } from "../../../compiler/component/verify.js";
import { transpileComponent } from "../../../runtime/node/component.js";
import { instantiateComponent } from "../../../runtime/node/transpiled-component.js";
import { createHost, RequestsUsedUp } from "../one-process-host.js";
import { withFiles } from "../temporary-project.js";

const test = suite("QuickJS");

const source = `
import * as standard from "hyperware:process/standard@1.0.0";
import { getRandomU64 } from "wasi:random/random@0.2.0";

const loadedAt = Date.now();
const seed = Math.random();
const keys = new Map(Array.from({ length: 100 }, (_, index) => [Symbol(index), index]));

function answer(text) {
  switch (text) {
    case "loaded": return new Date(loadedAt).toISOString();
    case "year": return String(new Date().getFullYear());
    case "random": return String(getRandomU64());
    default: return text.toUpperCase() + keys.size + (seed < 1);
  }
}

const decode = (bytes) => decodeURIComponent(escape(String.fromCharCode(...bytes)));
const encode = (text) => Uint8Array.from(unescape(encodeURIComponent(text)), (character) => character.charCodeAt(0));

const init = () => {
  for (;;) {
    const [, message] = standard.receive();
    const body = encode(answer(decode(message.val.body)));
    standard.sendResponse({ inherit: false, body, metadata: null, capabilities: [] }, null);
  }
};
export {
  init
};
`;

function componentize(text: string, signal?: AbortSignal): Promise<Uint8Array> {
  return quickJs.componentize({ source: text, wit: processWit, world: processWorld, ...(signal && { signal }) });
}

let component: Uint8Array;

test.before(async () => {
  component = await componentize(source);
});

/** Runs a fresh instance to the end of the requests. */
async function answers(...bodies: readonly string[]): Promise<readonly string[]> {
  const output: string[] = [];
  await withFiles({}, async (folder) => {
    const path = join(folder, "subject.wasm");
    await writeFile(path, component);
    const transpiled = await transpileComponent(path, folder);
    const host = createHost(bodies, (text) => output.push(text));
    const { init } = await instantiateComponent({ kind: "component", ...transpiled }, host, () => {});
    assert.throws(() => init("alice.os@subject:test:template.os"), (error: unknown) => error instanceof RequestsUsedUp);
  });
  return output;
}

test("Hyperdrive can start the component, which has less than 2 MB", () => {
  assert.equal(verifyComponent(component), []);
  assert.ok(component.length < 2_000_000, `${component.length} bytes`);
});

test("what the engine has freed is found and cleared, in a heap of any size", async () => {
  for (const more of ["", `const text = ${JSON.stringify("x".repeat(70_000))};\n`]) {
    let clearedBytes = 0;
    const made = await componentize(more + source);
    changeMemory(made, (memory, heapBase) => {
      const before = memory.slice();
      const heap = readHeap(memory, heapBase);
      clearedBytes = heap ? clearFreeMemory(memory, heap) : 0;
      assert.equal(memory.findIndex((byte, index) => byte !== before[index]), -1);
    });
    assert.ok(clearedBytes > 50_000, `${clearedBytes} bytes`);
  }
});

test("it answers", async () => {
  assert.equal(await answers("one", "héllo漢"), ["ONE100true", "HÉLLO漢100true"]);
});

test("one source gives one component, byte for byte", async () => {
  assert.ok(Buffer.from(await componentize(source)).equals(component));
});

test("time stands still while a component is made, and runs on the node", async () => {
  assert.equal(await answers("loaded", "year"), ["1970-01-01T00:00:00.000Z", String(new Date().getFullYear())]);
});

test("the node's random numbers can be had", async () => {
  const [[one], [other]] = [await answers("random"), await answers("random")];
  assert.not.equal(one, other);
});

for (const [subject, text, message, position] of [
  [
    "an exception while loading",
    "const settings = {};\nconst size = settings.table.size;\nconst init = () => size;\nexport {\n  init\n};\n",
    /^the program fails while it is being loaded: cannot read property 'size' of undefined$/,
    { line: 2, column: 14 },
  ],
  ["bad syntax", "let x = ;\nconst init = () => {};\nexport {\n  init\n};\n", /^QuickJS cannot read the program: unexpected token/, { line: 1, column: 9 }],
  [
    "a host call while loading",
    'import { our } from "hyperware:process/standard@1.0.0";\nconst self = our();\nconst init = () => self;\nexport {\n  self,\n  init\n};\n',
    /^the program uses `our` of `hyperware:process\/standard@1\.0\.0` while it is being loaded$/,
    undefined,
  ],
  ["a module without init", "const start = () => {};\nexport {\n  start\n};\n", /^the program does not export the function `init`$/, undefined],
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
  const made = componentize(source, controller.signal);
  setTimeout(() => controller.abort(), 20);
  const startMs = performance.now();
  try {
    await made;
    assert.unreachable();
  } catch (error) {
    assert.is(error instanceof Error && error.name, "AbortError");
  }
  assert.ok(performance.now() - startMs < 1000);
});

test.run();
