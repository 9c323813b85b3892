/**
 * The last of what a process wrote to stderr: two buffers of 2500 bytes. A write that fills the current one beyond
 * 2250 bytes goes on in the other, which is erased first, so that what is kept may be much less than 5000 bytes
 * (hyperdrive `src/kernel/process.rs`, `MemoryOutputStream`).
 */

const bufferBytes = 2500;
const fullFromBytes = 2250;

export class StderrRing {
  #previous: Uint8Array[] = [];
  #current: Uint8Array[] = [];
  #currentBytes = 0;

  write(bytes: Uint8Array): void {
    // Of a single write that is larger than a buffer only the end can matter.
    const kept = bytes.slice(Math.max(0, bytes.length - bufferBytes));
    if (this.#currentBytes + kept.length > fullFromBytes) {
      this.#previous = this.#current;
      this.#current = [];
      this.#currentBytes = 0;
    }
    this.#current.push(kept);
    this.#currentBytes += kept.length;
  }

  /** Characters that the ring has cut in two are shown as replacement characters. */
  text(): string {
    return new TextDecoder().decode(Buffer.concat([...this.#previous, ...this.#current]));
  }
}
