/** The memory of a component changed in its binary form, and the chunks of a heap that may be cleared. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { modulePreamble } from "../../../compiler/component/component-binary.js";
import { signed, unsigned } from "../../../compiler/component/leb128.js";
import { clearFreeMemory } from "../../../compiler/component/quickjs/free-memory.js";
import { dropFunctionTexts } from "../../../compiler/component/quickjs/function-texts.js";
import { readHeap } from "../../../compiler/component/quickjs/heap.js";
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

/** 0 where the heap is not as expected. */
function clear(memory: Uint8Array, heapBase: number): number {
  const heap = readHeap(memory, heapBase);
  return heap ? clearFreeMemory(memory, heap) : 0;
}

function dropTexts(memory: Uint8Array, heapBase: number, source: string): number {
  const heap = readHeap(memory, heapBase);
  return heap ? dropFunctionTexts(memory, heap, source) : 0;
}

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
    assert.is(clear(memory, base), 200 * (freeSize - links) + 792);
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
    assert.is(clear(memory, base), 0, `${index}`);
    assert.equal(memory, before);
  }
  assert.is(clear(heap(20), base + 16), 0);
  assert.is(clear(new Uint8Array(5000), base), 0);
  assert.is(clear(new Uint8Array(10), base), 0);
});

/** Where the one arena begins, and its blocks, of 512 bytes each. */
const arena = first + 8;
const blockAt = (index: number): number => arena + 24 + 512 * index;

/** A heap with an arena of seven blocks, of which 5, 2 and 3 are free in this order; all content is ones. */
function heapWithArena(): { readonly memory: Uint8Array; readonly view: DataView } {
  const memory = new Uint8Array(first + 3616 + 1000).fill(1);
  const view = new DataView(memory.buffer);
  let at = first;
  // The arena, two chunks in use, the last, which is free, and what stands behind it.
  for (const head of [3616 | 3, 800 | 3, 32 | 3, 96 | 1]) {
    view.setUint32(at + 4, head, true);
    at += head & ~7;
  }
  view.setUint32(at + 4, 56, true);
  memory[arena + 16] = 30;
  [4, 7, 5].forEach((value, index) => view.setUint16(arena + 18 + 2 * index, value, true));
  [0, 1, 3, 0xffff, 4, 2, 6].forEach((value, index) => {
    view.setUint16(blockAt(index), value, true);
    memory[blockAt(index) + 2] = 30;
  });
  return { memory, view };
}

test("free blocks of an arena are cleared behind their heads", () => {
  const { memory } = heapWithArena();
  const before = memory.slice();
  assert.is(clear(memory, base), 3 * 504 + 88);
  for (const index of [0, 1, 2, 3, 4, 5, 6]) {
    const isFree = [5, 2, 3].includes(index);
    assert.equal(memory.slice(blockAt(index), blockAt(index) + 8), before.slice(blockAt(index), blockAt(index) + 8));
    assert.ok(memory.slice(blockAt(index) + 8, blockAt(index + 1)).every((byte) => byte === (isFree ? 0 : 1)), `${index}`);
  }
});

test("what only looks like an arena is a block in use", () => {
  const spoil: readonly ((view: DataView) => void)[] = [
    // No such size, another count of blocks, more in use than are not free, a free one that is its own next, one that leads
    // to nowhere; a block that has another number than its own, and one of another size.
    (view) => view.setUint8(arena + 16, 31),
    (view) => view.setUint16(arena + 20, 8, true),
    (view) => view.setUint16(arena + 18, 5, true),
    (view) => view.setUint16(blockAt(3), 3, true),
    (view) => view.setUint16(blockAt(3), 7, true),
    (view) => view.setUint16(blockAt(4), 6, true),
    (view) => view.setUint8(blockAt(6) + 2, 29),
  ];
  for (const [index, change] of spoil.entries()) {
    const { memory, view } = heapWithArena();
    change(view);
    const before = memory.slice(arena, first + 3616);
    assert.is(clear(memory, base), 88, `${index}`);
    assert.equal(memory.slice(arena, first + 3616), before);
  }
});

const program = `// hproc:runtime/guest/a.js
var a = () => "ours";
var Box = class {
  open() {}
  constructor() {}
};
// counter.ts
var b = () => "author";
`;

/** Puts a function into block 0 that begins at `line`, and its text into block 1. */
function withFunction(text: string, line: number): { readonly memory: Uint8Array; readonly textOf: () => string } {
  const { memory, view } = heapWithArena();
  const [block, at] = [blockAt(0), blockAt(1) + 8];
  view.setUint8(block + 3, 1);
  [block + 100, 20].forEach((value, index) => view.setUint32(block + 20 + 4 * index, value, true));
  view.setUint32(block + 68, line, true);
  view.setUint32(block + 76, text.length, true);
  view.setUint32(block + 88, at, true);
  memory.set(Buffer.from(`${text}\0`), at);
  const textOf = (): string => {
    const start = view.getUint32(block + 88, true);
    return Buffer.from(memory.subarray(start, start + view.getUint32(block + 76, true))).toString();
  };
  return { memory, textOf };
}

test("functions of the runtime lose their texts, and those of authors keep theirs", () => {
  const box = "class {\n  open() {}\n  constructor() {}\n}";
  for (const [text, line] of [['() => "ours"', 2], ["open() {}", 4], [box, 5]] as const) {
    const { memory, textOf } = withFunction(text, line);
    assert.is(textOf(), text);
    assert.is(dropTexts(memory, base, program), text.length);
    assert.is(textOf(), "");
    assert.not.ok(Buffer.from(memory).includes(text));
  }
  // Of the author, of a text that is nowhere in the file of its line, and of one that is longer than it says.
  for (const [text, line] of [['() => "author"', 8], ['() => "author"', 2], ['() => "our', 2]] as const) {
    const { memory, textOf } = withFunction(text, line);
    if (text.endsWith("our")) memory[blockAt(1) + 8 + text.length] = 1;
    const before = memory.slice();
    assert.is(dropTexts(memory, base, program), 0, text);
    assert.equal(memory, before);
    assert.is(textOf(), text);
  }
});

test("a block that nobody has written to since the program stood there loses it", () => {
  const [block, chunk] = [first + 3616 + 8, first + 3616];
  const text = program.padEnd(2000, "// more\n");
  const { memory, view } = heapWithArena();
  memory.set(Buffer.from(text).subarray(10, 10 + 800 - 4 - 24), block + 24);
  assert.is(dropTexts(memory, base, text), 0);
  view.setUint32(block, chunk, true);
  view.setUint32(block + 4, chunk, true);
  assert.is(dropTexts(memory, base, text), 800 - 4 - 24);
  assert.ok(memory.subarray(block + 24, block + 796).every((byte) => byte === 0));
  assert.is(dropTexts(memory, base + 16, text), 0);
});

test.run();
