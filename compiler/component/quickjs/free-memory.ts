/** Clears what the engine has freed: a third of its memory, when it has read a program, are leftovers of reading it. */

/**
 * Overwrites with zeros what lies in the free chunks of the heap, and changes nothing else: not what the allocator itself
 * has in them. A program cannot tell, since what it allocates has no content before it writes there.
 *
 * The allocator is the dlmalloc of wasi-libc (https://gee.cs.oswego.edu/pub/misc/malloc.c). Chunks stand one behind the
 * other: 4 bytes that belong to the chunk before, 4 bytes with the size and two bits for "in use" and "the one before is in
 * use", then the content, which in a free chunk begins with its links. The last is free and followed by one of a size that
 * no other has.
 *
 * Returns how many bytes were cleared; 0 where the chunks do not fit together, and memory is then left as it is: larger,
 * and right.
 */
export function clearFreeMemory(memory: Uint8Array, heapBase: number): number {
  const free = findFree(memory, heapBase);
  for (const { from, to } of free) memory.fill(0, from, Math.min(to, memory.length));
  return free.reduce((sum, { from, to }) => sum + to - from, 0);
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

interface Range {
  readonly from: number;
  readonly to: number;
}

function findFree(memory: Uint8Array, heapBase: number): readonly Range[] {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  const free: Range[] = [];
  let isBeforeInUse = true;
  let chunk = Math.ceil((heapBase + headerSize) / alignment) * alignment - headerSize;
  for (;;) {
    const head = read(view, chunk + 4);
    const size = head & ~7;
    const next = chunk + size;
    if (size < smallestChunk || isBeforeInUse !== ((head & previousInUse) !== 0)) return [];
    isBeforeInUse = (head & inUse) !== 0;
    if (!isBeforeInUse && read(view, next + 4) === footSize) return [...free, { from: chunk + headerSize, to: next }];
    if (!isBeforeInUse) {
      // A free chunk has its size at its end, too.
      if (read(view, next) !== size) return [];
      free.push({ from: chunk + headerSize + (size < smallestInTree ? 8 : 24), to: next });
    }
    chunk = next;
  }
}

/** Little-endian. Behind the end of an image are zeros, as in memory. */
function read(view: DataView, address: number): number {
  let value = 0;
  for (let offset = 3; offset >= 0; offset--) {
    value = value * 256 + (address + offset < view.byteLength ? view.getUint8(address + offset) : 0);
  }
  return value;
}
