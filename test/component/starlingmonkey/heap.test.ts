/** Whether the engine that is installed is the one whose heap limit can be raised. */

import { readFile } from "node:fs/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { heapLimitMiB, raiseHeapLimit } from "../../../compiler/component/starlingmonkey/heap.js";

const test = suite("heap limit");

const installed = new URL("../lib/starlingmonkey_embedding.wasm", import.meta.resolve("@bytecodealliance/componentize-js"));

test("in the installed engine four instructions change and nothing else", async () => {
  const engine = await readFile(installed);
  const raised = raiseHeapLimit(engine);
  assert.is(raised.length, engine.length);
  const first = raised.findIndex((byte, index) => byte !== engine[index]);
  const last = raised.findLastIndex((byte, index) => byte !== engine[index]);
  assert.ok(last - first < 12, `${first} to ${last}`);
  // i32.const, as a signed LEB128 number of five bytes
  const [opcode, ...digits] = raised.subarray(first - 1, first + 5);
  assert.is(opcode, 0x41);
  assert.is(digits.reduce((value, digit, index) => value + (digit & 0x7f) * 2 ** (7 * index), 0), heapLimitMiB * 2 ** 20);
});

test("any other engine is refused", () => {
  const store = [0x41, 0x90, 0x12, 0x6a, 0x41, 0x80, 0x80, 0x80, 0x10, 0x36, 0x02, 0x00];
  const refused = (bytes: readonly number[]): void =>
    assert.throws(() => raiseHeapLimit(Uint8Array.from(bytes)), /heap limit .*componentize-js 0\.23\.0/);
  refused([]);
  refused([1, ...store.slice(0, -1)]);
  refused([...store, 0, ...store]);
  assert.is(raiseHeapLimit(Uint8Array.from([1, ...store, 2])).length, store.length + 2);
});

test.run();
