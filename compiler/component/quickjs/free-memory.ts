/** Clears what the engine has freed: a third of its memory, when it has read a program, are leftovers of reading it. */

/**
 * Overwrites with zeros what lies in the free chunks of the heap, and changes nothing else: not what the allocator itself
 * has in them. A program cannot tell, since what it allocates has no content before it writes there.
 *
 * The allocator is the dlmalloc of wasi-libc (https://gee.cs.oswego.edu/pub/misc/malloc.c, "chunks"). Chunks stand one behind
 * the other: 4 bytes that belong to the chunk before, 4 bytes with the size and two bits for "in use" and "the one before is in
 * use", then the content, which in a free chunk begins with its links. The last is free and followed by one of a size that no
 * other has.
 *
 * Returns how many bytes were cleared; 0 where the heap is not found, and memory is then left as it is: larger, and right.
 */
export function clearFreeMemory(memory: Uint8Array): number {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  /** Behind the end are zeros, as in memory. */
  const read = (address: number): number => (address + 4 <= memory.length ? view.getUint32(address, true) : readTail(memory, address));
  for (let start = lowestHeap; start < lowestHeap + longestStatics && start < memory.length; start += alignment) {
    const free = walk(start, memory.length, read);
    if (!free) continue;
    for (const { from, to } of free) memory.fill(0, from, Math.min(to, memory.length));
    return free.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
  }
  return 0;
}

/** Below are the stack and, from here on, constants and variables of C and Rust. */
const lowestHeap = 2 ** 20;
const longestStatics = 600_000;

const alignment = 8;
const inUse = 2;
const previousInUse = 1;
const smallestChunk = 16;
/** `TOP_FOOT_SIZE`, of 32 bits. */
const footSize = 56;
/** Fewer are a coincidence. */
const fewestChunks = 100;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What may be cleared, if chunks that fit together lead from `start` to the end of the heap. */
function walk(start: number, end: number, read: (address: number) => number): readonly Range[] | undefined {
  const free: Range[] = [];
  let isBeforeInUse: boolean | undefined;
  let count = 0;
  for (let chunk = start; chunk < end; count++) {
    const head = read(chunk + 4);
    const size = head & ~7;
    const next = chunk + size;
    if (size < smallestChunk || (isBeforeInUse !== undefined && isBeforeInUse !== ((head & previousInUse) !== 0))) return undefined;
    isBeforeInUse = (head & inUse) !== 0;
    if (!isBeforeInUse) {
      if (read(next + 4) === footSize) return count < fewestChunks ? undefined : [...free, { from: chunk + 8, to: next }];
      // A free chunk has its size at its end, too.
      if (read(next) !== size) return undefined;
      // Large ones are in a tree, and have four links more.
      free.push({ from: chunk + (size < 256 ? 16 : 32), to: next });
    }
    chunk = next;
  }
  return undefined;
}

function readTail(memory: Uint8Array, address: number): number {
  const bytes = new DataView(new ArrayBuffer(4));
  for (let offset = 0; offset < 4; offset++) bytes.setUint8(offset, memory[address + offset] ?? 0);
  return bytes.getUint32(0, true);
}
