/**
 * One direction of the road between the node and the thread of a process. Small messages go through a ring, which costs
 * a third of what a message port does; what is large, or no plain message, goes by the port, and the ring says when. When
 * the ring is full everything goes by the port until there is room again, so nobody ever waits for the other side.
 */

import type { KernelMessage } from "./kernel-message.js";
import { RecordReader, RecordWriter } from "./message-record.js";
import type { RecordItem } from "./message-record.js";
import { createRingMemory, headBytes, RingReader, RingWriter } from "./ring.js";

/** Of each direction of each process. */
const ringBytes = 256 * 1024;

/** Bytes from this size on go by the port, which can move the largest of them instead of copying. */
const largeBytes = 16 * 1024;

/** What goes by the port: after the last one, the ring goes on. */
export type PortItem<Value> = readonly [value: Value, isLast: boolean];

export interface LanePort<Value> {
  postMessage(item: PortItem<Value>, transfer?: readonly ArrayBuffer[]): void;
}

export function createLaneMemory(): SharedArrayBuffer {
  return createRingMemory(ringBytes);
}

export class LaneWriter<Value> {
  readonly #ring: RingWriter;
  readonly #records: RecordWriter;
  readonly #port: LanePort<Value>;
  #isByPort = false;

  constructor(memory: SharedArrayBuffer, port: LanePort<Value>) {
    this.#ring = new RingWriter(memory);
    this.#records = new RecordWriter(this.#ring, headBytes);
    this.#port = port;
  }

  /** False if the message must go by the port. */
  tryMessage(message: KernelMessage, timer: number | undefined): boolean {
    return !this.#isByPort && isSmall(message) && this.#records.message(message, timer);
  }

  /** False if they must go by the port. */
  tryCancelledTimers(timers: readonly number[]): boolean {
    return !this.#isByPort && timers.length * 8 < largeBytes && this.#records.cancelledTimers(timers);
  }

  byPort(value: Value, transfer: readonly ArrayBuffer[] = []): void {
    if (this.#isByPort) {
      // Not as soon as there is any room, or the two would take turns with every message.
      this.#isByPort = this.#ring.free() < this.#ring.capacity / 2;
    } else {
      // The record takes what was kept free; if nothing is left for the next one, the port goes on.
      this.#isByPort = this.#ring.free() < 2 * headBytes;
      // Before the item itself, whose event then finds it: a reader that sleeps is woken by that.
      this.#records.port();
    }
    this.#port.postMessage([value, !this.#isByPort], transfer);
  }

  /** Whether the reader has gone to sleep, which is told once: it is to be woken. */
  takeSleeper(): boolean {
    return this.#ring.takeSleeper();
  }
}

export type LaneItem<Value> = Exclude<RecordItem, { kind: "port" }> | { readonly kind: "value"; readonly value: Value };

export class LaneReader<Value> {
  readonly #ring: RingReader;
  readonly #records: RecordReader;
  readonly #takeFromPort: () => PortItem<Value> | undefined;
  #isByPort = false;

  /** `takeFromPort` gives the next item of the port, if there is one. */
  constructor(memory: SharedArrayBuffer, takeFromPort: () => PortItem<Value> | undefined) {
    this.#ring = new RingReader(memory);
    this.#records = new RecordReader(this.#ring);
    this.#takeFromPort = takeFromPort;
  }

  /** The next item in the order in which they were written, if there is one. */
  next(): LaneItem<Value> | undefined {
    if (!this.#isByPort) {
      const item = this.#records.next();
      if (!item || item.kind !== "port") return item;
      this.#isByPort = true;
    }
    const taken = this.#takeFromPort();
    if (!taken) return undefined;
    const [value, isLast] = taken;
    if (isLast) this.#isByPort = false;
    return { kind: "value", value };
  }

  setAsleep(isAsleep: boolean): void {
    this.#ring.setAsleep(isAsleep);
  }

  /** Whether the ring has something to be read at once. What comes by the port comes with an event of its own. */
  hasRecords(): boolean {
    return !this.#isByPort && !this.#ring.isEmpty();
  }
}

function isSmall({ message, blob }: KernelMessage): boolean {
  const { body, capabilities } = message.tag === "request" ? message.val : message.val[0];
  return capabilities.length === 0 && body.length + (blob?.bytes.length ?? 0) < largeBytes;
}
