/** Whether the engine that is installed is the one whose calls of time and chance can be taken out and put back. */

import { setFlagsFromString } from "node:v8";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRuntimeModule } from "../../../compiler/component/quickjs/runtime-module.js";
import { freezeRuntime } from "../../../compiler/component/quickjs/snapshot.js";

const test = suite("snapshot");

// Node 20 has what the engine needs behind a flag.
if (Number.parseInt(process.versions.node) < 22) setFlagsFromString("--experimental-wasm-extended-const");

test("the engine is found within the installed binary, and is a module", async () => {
  const runtime = await readRuntimeModule();
  assert.ok(runtime.length > 1_400_000 && runtime.length < 1_600_000, `${runtime.length} bytes`);
  assert.ok(WebAssembly.validate(Buffer.from(runtime)));
});

test("three places change and nothing else, and all of them change back", async () => {
  const original = await readRuntimeModule();
  const { engine, thaw } = freezeRuntime(original);
  assert.is(engine.length, original.length);
  assert.ok(WebAssembly.validate(Buffer.from(engine)));
  const changed = [...engine.keys()].filter((index) => engine[index] !== original[index]);
  const gaps = changed.filter((index, order) => index - (changed[order - 1] ?? 0) > 40);
  assert.is(gaps.length, 3);
  const grown = Buffer.concat([Buffer.from("more types"), engine, Buffer.from("memory")]);
  assert.ok(Buffer.concat([Buffer.from("more types"), original, Buffer.from("memory")]).equals(thaw(grown)));
});

test("any other engine is refused", async () => {
  const isRefusal = (error: Error): boolean => /^the engine does not contain .* exactly once, .*componentize-qjs 0\.4\.5$/.test(error.message);
  assert.throws(() => freezeRuntime(new Uint8Array()), isRefusal);
  const original = await readRuntimeModule();
  assert.throws(() => freezeRuntime(Buffer.concat([original, original])), isRefusal);
  assert.throws(() => freezeRuntime(original).thaw(original), isRefusal);
});

/** The part of the global that is used here; its types come with those of the DOM only. */
declare const WebAssembly: { validate(bytes: Uint8Array): boolean };

test.run();
