/** What a program may do within the 512 KiB of stack that Hyperdrive's wasmtime gives it, and with hostile text. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { processWit, processWorld } from "../../compiler/component/process-wit.js";
import { starlingMonkey } from "../../compiler/component/starlingmonkey/engine.js";
import { createAsker, type Asker } from "../support/asker.js";
import { root } from "../support/project.js";
import { closeTestNodes, createTestNode, manifestEntry, testProcess } from "../support/test-node.js";
import { prepareOnEngine } from "./engine.js";

const test = suite("limits of a program in wasmtime");
let ask: Asker;

test.before(async () => {
  const { node, folder } = await createTestNode();
  const source = readFileSync(join(root, "test/wasmtime/subjects/limits.js"), "utf8");
  const wasmPath = join(folder, "limits.wasm");
  writeFileSync(wasmPath, await starlingMonkey.componentize({ source, wit: processWit, world: processWorld }));
  mkdirSync(join(folder, "package/pkg"), { recursive: true });
  await node.install([
    {
      id: testProcess("limits"),
      manifest: manifestEntry("limits", { public: true }),
      code: prepareOnEngine(wasmPath),
      packageFolder: join(folder, "package"),
    },
  ]);
  ask = createAsker(node, "asker:test:test.os", "limits:test:test.os");
});
test.after(closeTestNodes);

const tooDeep = "over 2000 levels, then InternalError: too much recursion";

/** An exception is an answer; a trap would end the process, and nothing after it would be answered. */
const answers: readonly (readonly [attempt: string, answer: unknown])[] = [
  ["recursion", tooDeep],
  ["callbacks", tooDeep],
  ["generators", tooDeep],
  ["awaits", "reached"],
  ["parse", "object"],
  ["parseWide", 1000001],
  ["stringify", 202],
  ["stringifyTooDeep", "InternalError: too much recursion"],
  ["regularExpression", true],
  ["memory", 1000000],
  ["bytes", 268435456],
  ["clock", true],
  ["random", 16],
  ["stderr", null],
  ["recursion", tooDeep],
];
for (const [attempt, answer] of answers) {
  test(attempt, async () => assert.equal(JSON.parse(await ask(attempt)), answer));
}

test.run();
