/** Takes the text of our own functions out of the memory of a program: the engine keeps it for `toString` alone. */

import { ownNamespace } from "../bundle-imports.js";
import { blockHeaderSize, type Heap, type Range, reader, type Read } from "./heap.js";

/**
 * Removes the texts of functions of the runtime, and what is left of the text of the whole program. A function without
 * text says of itself that it is `[native code]`, which ECMA-262 allows (20.2.3.5); those of the author and of packages
 * keep theirs. Returns how many bytes were cleared.
 */
export function dropFunctionTexts(memory: Uint8Array, { blocks }: Heap, source: string): number {
  const read = reader(memory);
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  const bytes = Buffer.from(source);
  const own = findOwnParts(source);
  let cleared = 0;
  for (const block of blocks) {
    const text = findFunctionText(read, block);
    if (text && isTextOf(memory, text, bytes, own)) {
      view.setUint32(block.from + offsets.text, 0, true);
      view.setUint32(block.from + offsets.textLength, 0, true);
      memory.fill(0, text.from, text.to);
      cleared += text.to - text.from;
    }
    if (isLeftover(read, block) && isPartOf(memory, block, bytes)) {
      memory.fill(0, block.from + linksSize, block.to);
      cleared += block.to - block.from - linksSize;
    }
  }
  return cleared;
}

interface FunctionText extends Range {
  /** In the bundle, from 1. */
  readonly line: number;
}

/** Of the engine's `JSFunctionBytecode`, from the start of its block. */
const offsets = { kind: 3, code: 20, codeLength: 24, line: 68, textLength: 76, text: 88, end: 92 } as const;

/** `JS_GC_OBJ_TYPE_FUNCTION_BYTECODE`, in four bits. */
const functionKind = 1;

/** Undefined for a block that is no function. One that only looks like it has no text that is in the program. */
function findFunctionText(read: Read, { from, to }: Range): FunctionText | undefined {
  if (to - from < offsets.end || (read(from + offsets.kind, 1) & 0xf) !== functionKind) return undefined;
  const code = read(from + offsets.code, 4);
  if (code < from + offsets.end || code + read(from + offsets.codeLength, 4) > to) return undefined;
  const start = read(from + offsets.text, 4);
  const length = read(from + offsets.textLength, 4);
  if (start === 0 || length === 0) return undefined;
  return { from: start, to: start + length, line: read(from + offsets.line, 4) };
}

/** A part of the program's text, in bytes. */
interface Part extends Range {
  /** From 1. */
  readonly firstLine: number;
}

/** What comes from files of ours: esbuild puts the name of a file in front of what comes from it. */
function findOwnParts(source: string): readonly Part[] {
  const parts: Part[] = [];
  let [at, begin, isOwn] = [0, { from: 0, firstLine: 1 }, false];
  source.split("\n").forEach((text, index) => {
    if (text.startsWith("// ")) {
      if (isOwn) parts.push({ ...begin, to: at });
      begin = { from: at, firstLine: index + 1 };
      isOwn = text.startsWith(`// ${ownNamespace}:`);
    }
    at += Buffer.byteLength(text) + 1;
  });
  return isOwn ? [...parts, { ...begin, to: at }] : parts;
}

/** Classes have the line of their constructor or their end, and their text begins before. */
function isTextOf(memory: Uint8Array, { from, to, line }: FunctionText, source: Buffer, own: readonly Part[]): boolean {
  if (to >= memory.length || memory[to] !== 0) return false;
  const part = own.findLast(({ firstLine }) => firstLine <= line);
  return part !== undefined && source.subarray(part.from, part.to).includes(Buffer.from(memory.subarray(from, to)));
}

/**
 * A block that was allocated and never written to: it still begins with the links of the free chunk that it was, the only
 * one of its size. The engine has one such of 64 KiB, where the program's text was before.
 */
function isLeftover(read: Read, { from, to }: Range): boolean {
  const chunk = from - blockHeaderSize;
  return to - from > linksSize && read(from, 4) === chunk && read(from + 4, 4) === chunk;
}

const linksSize = 24;

function isPartOf(memory: Uint8Array, { from, to }: Range, source: Buffer): boolean {
  return source.includes(Buffer.from(memory.subarray(from + linksSize, Math.min(to, memory.length))));
}
