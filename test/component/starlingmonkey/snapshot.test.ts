/** Whether the engine that is installed is the one whose calls of time and chance can be taken out and put back. */

import { readFile } from "node:fs/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { freezeEngine } from "../../../compiler/component/starlingmonkey/snapshot.js";

const test = suite("snapshot");

const installed = new URL("../lib/starlingmonkey_embedding.wasm", import.meta.resolve("@bytecodealliance/componentize-js"));

test("in the installed engine five places change and nothing else, and all of them change back", async () => {
  const original = await readFile(installed);
  const { engine, thaw } = freezeEngine(original);
  assert.is(engine.length, original.length);
  const changed = [...engine.keys()].filter((index) => engine[index] !== original[index]);
  assert.ok(changed.length > 0 && changed.length < 80, `${changed.length}`);
  const gaps = changed.filter((index, order) => index - (changed[order - 1] ?? 0) > 20);
  assert.is(gaps.length, 5);
  assert.ok(original.equals(thaw(engine)));
});

test("what stands before the functions may have grown since", async () => {
  const original = await readFile(installed);
  const { engine, thaw } = freezeEngine(original);
  const grown = Buffer.concat([Buffer.from("more types"), engine, Buffer.from("memory")]);
  assert.ok(Buffer.concat([Buffer.from("more types"), original, Buffer.from("memory")]).equals(thaw(grown)));
});

test("any other engine is refused", async () => {
  const refusal = /^the engine does not contain .* exactly once, .*componentize-js 0\.23\.0$/;
  const isRefusal = (error: Error): boolean => refusal.test(error.message);
  assert.throws(() => freezeEngine(new Uint8Array()), isRefusal);
  const original = await readFile(installed);
  assert.throws(() => freezeEngine(Buffer.concat([original, original])), isRefusal);
  const { engine, thaw } = freezeEngine(original);
  assert.throws(() => thaw(original), isRefusal);
  const isChanged = (byte: number, at: number): boolean => byte !== original[at];
  for (const index of [engine.findIndex(isChanged), engine.findLastIndex(isChanged)]) {
    const other = Buffer.from(engine);
    other[index] = (other[index] ?? 0) ^ 1;
    assert.throws(() => thaw(other), isRefusal);
  }
});

test.run();
