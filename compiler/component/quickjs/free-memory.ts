/** Clears what the engine has freed: half of its memory, when it has read a program, are leftovers of reading it. */

import type { Heap } from "./heap.js";

/**
 * Overwrites with zeros what is free in the heap, and changes nothing else: not what the allocators themselves have there.
 * A program cannot tell, since what it allocates has no content before it writes there.
 *
 * Returns how many bytes were cleared.
 */
export function clearFreeMemory(memory: Uint8Array, { free }: Heap): number {
  for (const { from, to } of free) memory.fill(0, from, Math.min(to, memory.length));
  return free.reduce((sum, { from, to }) => sum + to - from, 0);
}
