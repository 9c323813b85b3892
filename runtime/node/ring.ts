/**
 * A queue of records in shared memory, from one thread to one other, without locks: the writer alone moves `written`, the
 * reader alone moves `taken`. A record lies in one piece, so that it can be filled and read in place.
 */

/** Positions count bytes since the beginning and wrap around at 2^32; each has a cache line of its own. */
const Slot = { written: 0, taken: 16, isAsleep: 32 } as const;
const headerBytes = 192;

/** At the start of each record. */
const Head = { byteLength: 0, kind: 1 } as const;
export const headBytes = 8;

/** What is left at the end of the memory when the next record does not fit there. */
const paddingKind = -1;

/** `capacity` is a power of two, in bytes. */
export function createRingMemory(capacity: number): SharedArrayBuffer {
  if (capacity < 64 || (capacity & (capacity - 1)) !== 0) throw new RangeError(`${capacity} is no capacity of a ring`);
  return new SharedArrayBuffer(headerBytes + capacity);
}

/** The memory as each thread sees it. Offsets of records are multiples of 8. */
class RingView {
  readonly bytes: Uint8Array;
  /** The same, for texts. */
  readonly text: Buffer;
  readonly words: Int32Array;
  readonly longs: BigUint64Array;
  readonly doubles: Float64Array;
  /** In bytes. */
  readonly capacity: number;
  protected readonly header: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.capacity = memory.byteLength - headerBytes;
    this.header = new Int32Array(memory, 0, headerBytes / 4);
    this.bytes = new Uint8Array(memory, headerBytes);
    this.text = Buffer.from(memory, headerBytes);
    this.words = new Int32Array(memory, headerBytes);
    this.longs = new BigUint64Array(memory, headerBytes);
    this.doubles = new Float64Array(memory, headerBytes);
  }
}

export class RingWriter extends RingView {
  #written = 0;
  #reserved = 0;

  /** How many bytes can still be written, in pieces. */
  free(): number {
    return this.capacity - ((this.#written - Atomics.load(this.header, Slot.taken)) | 0);
  }

  /**
   * Returns the offset of a record of `byteLength` bytes, its head included, or undefined if it does not fit and leave
   * `spare` bytes. The record is there for the reader after `commit`, and must be committed before the next is reserved.
   */
  reserve(byteLength: number, kind: number, spare: number): number | undefined {
    const needed = align(byteLength);
    const offset = this.#written & (this.capacity - 1);
    const rest = this.capacity - offset;
    const padding = rest < needed ? rest : 0;
    if (padding + needed + spare > this.free()) return undefined;
    if (padding > 0) {
      this.#setHead(offset, padding, paddingKind);
      this.#written = (this.#written + padding) | 0;
    }
    const start = padding > 0 ? 0 : offset;
    this.#setHead(start, needed, kind);
    this.#reserved = needed;
    return start;
  }

  commit(): void {
    this.#written = (this.#written + this.#reserved) | 0;
    // What was written before this store is seen by whoever has read its value.
    Atomics.store(this.header, Slot.written, this.#written);
  }

  /** Whether the reader has gone to sleep since the last call that said so. */
  takeSleeper(): boolean {
    return Atomics.load(this.header, Slot.isAsleep) === 1 && Atomics.exchange(this.header, Slot.isAsleep, 0) === 1;
  }

  #setHead(offset: number, byteLength: number, kind: number): void {
    this.words[(offset >> 2) + Head.byteLength] = byteLength;
    this.words[(offset >> 2) + Head.kind] = kind;
  }
}

export class RingReader extends RingView {
  #taken = 0;

  /** The offset of the oldest record, or undefined if there is none. It stays until `release`. */
  front(): number | undefined {
    for (;;) {
      if (this.isEmpty()) return undefined;
      const offset = this.#taken & (this.capacity - 1);
      if (this.kindAt(offset) !== paddingKind) return offset;
      this.release(offset);
    }
  }

  kindAt(offset: number): number {
    return this.words[(offset >> 2) + Head.kind] ?? 0;
  }

  /** Gives the memory of the oldest record back. */
  release(offset: number): void {
    this.#taken = (this.#taken + (this.words[(offset >> 2) + Head.byteLength] ?? 0)) | 0;
    Atomics.store(this.header, Slot.taken, this.#taken);
  }

  isEmpty(): boolean {
    return Atomics.load(this.header, Slot.written) === this.#taken;
  }

  /** Tells the writer to wake this side with its next record. Look once more after it: one may just have come. */
  setAsleep(isAsleep: boolean): void {
    Atomics.store(this.header, Slot.isAsleep, isAsleep ? 1 : 0);
  }
}

function align(byteLength: number): number {
  return (byteLength + 7) & ~7;
}
