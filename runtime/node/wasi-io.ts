/** `wasi:io` for a process in its own thread: waiting blocks the thread, and only stderr goes anywhere. */

import { HostError, Trap } from "./trap.js";

/** Ready at a time of the monotonic clock, in nanoseconds; at once for what never blocks. */
export class Pollable {
  readonly #readyAtNs: bigint;

  constructor(readyAtNs = 0n) {
    this.#readyAtNs = readyAtNs;
  }

  ready(): boolean {
    return process.hrtime.bigint() >= this.#readyAtNs;
  }

  block(): void {
    sleepUntil(this.#readyAtNs);
  }

  /** Waits until at least one is ready, and returns the indexes of those that are. */
  static poll(pollables: readonly Pollable[]): Uint32Array {
    if (pollables.length === 0) throw new Trap("poll of an empty list");
    const [first, ...others] = pollables.map((pollable) => pollable.#readyAtNs);
    let earliestNs = first ?? 0n;
    for (const readyAtNs of others) if (readyAtNs < earliestNs) earliestNs = readyAtNs;
    sleepUntil(earliestNs);
    return Uint32Array.from([...pollables.keys()].filter((index) => pollables[index]?.ready()));
  }
}

const sleepCell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

function sleepUntil(timeNs: bigint): void {
  for (;;) {
    const restNs = timeNs - process.hrtime.bigint();
    if (restNs <= 0n) return;
    Atomics.wait(sleepCell, 0, 0, Number(restNs) / 1e6);
  }
}

export class IoError {
  toDebugString(): string {
    return "input/output error";
  }
}

/** An input that has ended. */
export class InputStream {
  read(): never {
    throw closed();
  }
  blockingRead(): never {
    throw closed();
  }
  skip(): never {
    throw closed();
  }
  blockingSkip(): never {
    throw closed();
  }
  subscribe(): Pollable {
    return new Pollable();
  }
}

/** What wasmtime lets a guest write in one call. */
const longestWriteBytes = 4096;

export class OutputStream {
  readonly #take: (bytes: Uint8Array) => void;

  constructor(take: (bytes: Uint8Array) => void) {
    this.#take = take;
  }

  checkWrite(): bigint {
    return BigInt(longestWriteBytes);
  }
  write(bytes: Uint8Array): void {
    if (bytes.length > longestWriteBytes) throw new Trap(`a single write takes at most ${longestWriteBytes} bytes`);
    this.#take(bytes);
  }
  blockingWriteAndFlush(bytes: Uint8Array): void {
    this.write(bytes);
  }
  flush(): void {}
  blockingFlush(): void {}
  writeZeroes(count: bigint): void {
    this.write(new Uint8Array(Number(count)));
  }
  blockingWriteZeroesAndFlush(count: bigint): void {
    this.writeZeroes(count);
  }
  splice(): never {
    throw closed();
  }
  blockingSplice(): never {
    throw closed();
  }
  subscribe(): Pollable {
    return new Pollable();
  }
}

function closed(): HostError<{ readonly tag: "closed" }> {
  return new HostError("the stream is closed", { tag: "closed" });
}
