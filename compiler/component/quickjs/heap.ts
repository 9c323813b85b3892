/** The heap of a program as its engine has left it: what is in use, and what is free. */

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Heap {
  /** What is in use; what QuickJS has allocated begins with `blockHeaderSize` bytes of its own. */
  readonly blocks: readonly Range[];
  /** What nothing has, without what the allocators keep in it. */
  readonly free: readonly Range[];
}

/**
 * Two allocators stand one above the other. Below is the dlmalloc of wasi-libc (https://gee.cs.oswego.edu/pub/misc/malloc.c).
 * Its chunks stand one behind the other: 4 bytes that belong to the chunk before, 4 bytes with the size and two bits for "in
 * use" and "the one before is in use", then the content, which in a free chunk begins with its links. The last is free and
 * followed by one of a size that no other has. Above are the arenas of QuickJS, each a chunk of 4 KiB for blocks of one size.
 *
 * `heapBase` is the address where the heap begins; behind the end of `memory` are zeros. Undefined where the chunks do not
 * fit together.
 */
export function readHeap(memory: Uint8Array, heapBase: number): Heap | undefined {
  const read = reader(memory);
  const blocks: Range[] = [];
  const free: Range[] = [];
  let isBeforeInUse = true;
  let chunk = Math.ceil((heapBase + headerSize) / alignment) * alignment - headerSize;
  for (;;) {
    const head = read(chunk + 4, 4);
    const size = head & ~7;
    const next = chunk + size;
    if (size < smallestChunk || isBeforeInUse !== ((head & previousInUse) !== 0)) return undefined;
    isBeforeInUse = (head & inUse) !== 0;
    const from = chunk + headerSize;
    if (isBeforeInUse) {
      // The 4 bytes of the next chunk are of this one.
      const arena = readArena(read, from, size);
      if (arena) {
        blocks.push(...arena.blocks);
        free.push(...arena.free);
      } else blocks.push({ from, to: next + 4 });
    } else if (read(next + 4, 4) === footSize) {
      free.push({ from, to: next });
      return { blocks, free };
    } else {
      // A free chunk has its size at its end, too.
      if (read(next, 4) !== size) return undefined;
      free.push({ from: from + (size < smallestInTree ? 8 : 24), to: next });
    }
    chunk = next;
  }
}

/** The content of chunks begins at multiples of it. */
const alignment = 16;
const headerSize = 8;
const inUse = 2;
const previousInUse = 1;
const smallestChunk = 16;
/** From here on, free chunks are in trees, and have four links more. */
const smallestInTree = 256;
/** `TOP_FOOT_SIZE`, of 32 bits. */
const footSize = 56;

/**
 * An arena begins with four links, a byte that says how large its blocks are, and, of 2 bytes each, how many are in use, how
 * many there are, and the first that is free. A block begins with 8 bytes: of 2 bytes its own number, or that of the next
 * that is free; and the byte for its size again. Undefined for a chunk in which one of these is otherwise.
 */
function readArena(read: Read, start: number, chunkSize: number): Heap | undefined {
  if (chunkSize > largestArena) return undefined;
  const sizeClass = read(start + 16, 1);
  const blockSize = blockSizes[sizeClass];
  if (blockSize === undefined) return undefined;
  const count = read(start + 20, 2);
  if (count !== Math.floor((arenaSize - arenaHeaderSize) / blockSize)) return undefined;
  if (chunkSize !== Math.ceil((arenaHeaderSize + count * blockSize + 4) / alignment) * alignment) return undefined;
  const placeOf = (index: number): number => start + arenaHeaderSize + index * blockSize;

  const unused = new Set<number>();
  let index = read(start + 22, 2);
  for (; index < count && !unused.has(index); index = read(placeOf(index), 2)) unused.add(index);
  if (index !== noBlock || unused.size !== count - read(start + 18, 2)) return undefined;

  const blocks: Range[] = [];
  const free: Range[] = [];
  for (let each = 0; each < count; each++) {
    const from = placeOf(each);
    const isFree = unused.has(each);
    if (read(from + 2, 1) !== sizeClass || !(isFree || read(from, 2) === each)) return undefined;
    if (isFree) free.push({ from: from + blockHeaderSize, to: from + blockSize });
    else blocks.push({ from, to: from + blockSize });
  }
  return { blocks, free };
}

const arenaSize = 4096;
const arenaHeaderSize = 24;
/** With what a chunk needs beside it. */
const largestArena = arenaSize + alignment;
const noBlock = 0xffff;
/** What the engine has in front of what it allocates, in an arena or not. */
export const blockHeaderSize = 8;

/** From 16 to 128 bytes in steps of 8, to 256 in steps of 16, to 512 in steps of 32. */
const blockSizes: readonly number[] = [
  ...Array.from({ length: 15 }, (_, step) => 16 + 8 * step),
  ...Array.from({ length: 8 }, (_, step) => 144 + 16 * step),
  ...Array.from({ length: 8 }, (_, step) => 288 + 32 * step),
];

export type Read = (address: number, byteCount: 1 | 2 | 4) => number;

/** Little-endian. Behind the end of an image are zeros, as in memory. */
export function reader(memory: Uint8Array): Read {
  return (address, byteCount) => {
    let value = 0;
    for (let offset = byteCount - 1; offset >= 0; offset--) value = value * 256 + (memory[address + offset] ?? 0);
    return value;
  };
}
