/** The memory of a component changed in its binary form, and the chunks of a heap that may be cleared. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { modulePreamble } from "../../../compiler/component/component-binary.js";
import { signed, unsigned } from "../../../compiler/component/leb128.js";
import { clearFreeMemory } from "../../../compiler/component/quickjs/free-memory.js";
import { changeMemory } from "../../../compiler/component/quickjs/memory-image.js";
import { component, section } from "../component-bytes.js";

const test = suite("memory");

const heapBase = 1_202_112;

/** Of constants, and without a heap. */
const otherModule = [...modulePreamble, ...section(11, [1, 0x00, 0x41, 5, 0x0b, 3, 1, 2, 3])];

type Segment = readonly [address: number, bytes: readonly number[]];

function module(...segments: readonly Segment[]): readonly number[] {
  const data = segments.flatMap(([address, bytes]) => [0x00, 0x41, ...signed(address), 0x0b, ...unsigned(bytes.length), ...bytes]);
  return [
    ...modulePreamble,
    ...section(5, [1, 0x00, 3]),
    ...section(6, [2, 0x7f, 0x01, 0x41, ...signed(1_048_576), 0x0b, 0x7f, 0x00, 0x41, ...signed(heapBase), 0x0b]),
    ...section(7, [2, 1, 0x78, 0x03, 0, 11, ...Buffer.from("__heap_base"), 0x03, 1]),
    ...section(12, unsigned(segments.length)),
    ...section(11, [...unsigned(segments.length), ...data]),
  ];
}

/** As components of componentize-qjs have it: in a component within the component. */
function nested(...segments: readonly Segment[]): Uint8Array {
  const inner = component(section(7, [0]), section(1, module(...segments)), section(1, otherModule));
  return component(section(0, [1, 0x78]), section(4, [...inner]), section(11, [0]));
}

const ones = (count: number): readonly number[] => Array.from({ length: count }, () => 1);

test("what becomes zero takes no room, and all else stays", () => {
  const before = nested([1000, ones(500)], [2000, [7, 0, 0, 9]]);
  const seen: number[] = [];
  const after = changeMemory(before, (memory, base) => {
    seen.push(base, memory.length, memory[999] ?? -1, memory[1000] ?? -1, memory[2000] ?? -1);
    memory.fill(0, 1010, 1490);
  });
  assert.equal(seen, [heapBase, 2004, 0, 1, 7]);
  const expected = nested([1000, ones(10)], [1490, ones(10)], [2000, [7, 0, 0, 9]]);
  assert.ok(Buffer.from(after).equals(expected));
});

test("a module in another form stays as it is", () => {
  const whole = module([1000, ones(100)]);
  const replaceOnce = (from: readonly number[], to: readonly number[]): readonly number[] => {
    const at = Buffer.from(whole).indexOf(Buffer.from(from));
    assert.ok(at > 0);
    return [...whole.slice(0, at), ...to, ...whole.slice(at + from.length)];
  };
  for (const other of [
    otherModule,
    // Another name, a function of that name, a global that is no constant, and a segment without a place.
    replaceOnce([...Buffer.from("__heap")], [...Buffer.from("__help")]),
    replaceOnce([...Buffer.from("_base"), 0x03], [...Buffer.from("_base"), 0x00]),
    replaceOnce([0x7f, 0x00, 0x41], [0x7f, 0x00, 0x23]),
    replaceOnce([1, 0x00, 0x41, ...signed(1000)], [1, 0x01, 0x41, ...signed(1000)]),
  ]) {
    const before = component(section(1, other));
    assert.ok(Buffer.from(changeMemory(before, () => assert.unreachable())).equals(before));
  }
});

/** A base that is no multiple of 16, and where the first chunk stands. */
const base = 1004;
const first = 1016;

/** A heap of `count` pairs of a used and a free chunk, full of ones, and its last chunk. */
function heap(count: number, freeSize = 64): Uint8Array {
  const memory = new Uint8Array(first + count * (32 + freeSize) + 1000).fill(1);
  const view = new DataView(memory.buffer);
  let at = first;
  const chunk = (size: number, flags: number): void => {
    view.setUint32(at + 4, size | flags, true);
    at += size;
  };
  for (let index = 0; index < count; index++) {
    chunk(32, index === 0 ? 3 : 2);
    chunk(freeSize, 1);
    view.setUint32(at, freeSize, true);
  }
  chunk(32, 2);
  chunk(800, 1);
  view.setUint32(at + 4, 56, true);
  return memory;
}

test("free chunks are cleared behind the links of the allocator, and used ones are not", () => {
  for (const [freeSize, links] of [[64, 16], [512, 32]] as const) {
    const memory = heap(200, freeSize);
    const before = memory.slice();
    assert.is(clearFreeMemory(memory, base), 200 * (freeSize - links) + 792);
    assert.equal(memory.slice(0, first + 32 + links), before.slice(0, first + 32 + links));
    assert.ok(memory.slice(first + 32 + links, first + 32 + freeSize).every((byte) => byte === 0));
    assert.equal(memory.slice(first + 32 + freeSize, first + 64 + freeSize), before.slice(first + 32 + freeSize, first + 64 + freeSize));
  }
});

test("memory that does not fit together is left as it is", () => {
  const spoil: readonly ((view: DataView, at: number) => void)[] = [
    // A size that leads elsewhere, a chunk that says the one before is free, a free one with another size at its end, no end.
    (view, at) => view.setUint32(at + 96 + 4, 48 | 2, true),
    (view, at) => view.setUint32(at + 32 + 4, 64, true),
    (view, at) => view.setUint32(at + 96, 60, true),
    (view) => view.setUint32(view.byteLength - 1000 + 32 + 800 + 4, 57, true),
  ];
  for (const [index, change] of spoil.entries()) {
    const memory = heap(200);
    change(new DataView(memory.buffer), first + 100 * 96);
    const before = memory.slice();
    assert.is(clearFreeMemory(memory, base), 0, `${index}`);
    assert.equal(memory, before);
  }
  assert.is(clearFreeMemory(heap(20), base + 16), 0);
  assert.is(clearFreeMemory(new Uint8Array(5000), base), 0);
  assert.is(clearFreeMemory(new Uint8Array(10), base), 0);
});

test.run();
