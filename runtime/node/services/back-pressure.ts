/**
 * WebSockets are read no faster than their process takes what comes on them: what waits for it is in the memory of the
 * node. Hyperdrive has the same by its channels, which hold 100 messages each, and stands still while one is full.
 */

import { formatProcessId } from "../../contract/address.js";
import type { ProcessId } from "../../contract/address.js";

/** What is stopped: a socket. */
export interface Flow {
  /** Reads nothing more from the other side until `resume`. */
  pause(): void;
  resume(): void;
}

export interface BackPressureLimits {
  /** Messages that may wait for a process before those who send them do. */
  readonly messageCount: number;
  /** Bytes that may have come for it since it had last taken everything. */
  readonly byteCount: number;
  /** Between two looks at a process for which somebody waits. */
  readonly intervalMs: number;
}

const defaultLimits: BackPressureLimits = { messageCount: 1000, byteCount: 32 * 2 ** 20, intervalMs: 5 };

interface Backlog {
  readonly process: ProcessId;
  byteCount: number;
  readonly paused: Set<Flow>;
}

export class BackPressure {
  readonly #waitingCount: (process: ProcessId) => number;
  readonly #limits: BackPressureLimits;
  readonly #backlogs = new Map<string, Backlog>();
  #nextLook: NodeJS.Timeout | undefined;

  /** `waitingCount` tells how many messages a process has not taken yet. */
  constructor(waitingCount: (process: ProcessId) => number, limits: BackPressureLimits = defaultLimits) {
    this.#waitingCount = waitingCount;
    this.#limits = limits;
  }

  /** Something has come, and was handed to the process; what it came from is stopped where that has enough to do. */
  note(process: ProcessId, flow: Flow, byteCount: number): void {
    const waitingCount = this.#waitingCount(process);
    const key = formatProcessId(process);
    const backlog = this.#backlogs.get(key) ?? { process, byteCount: 0, paused: new Set() };
    // One that waits may be what has just come.
    backlog.byteCount = waitingCount <= 1 ? byteCount : backlog.byteCount + byteCount;
    this.#backlogs.set(key, backlog);
    const { messageCount, byteCount: mostBytes } = this.#limits;
    if (waitingCount <= messageCount && (waitingCount === 0 || backlog.byteCount <= mostBytes)) return;
    backlog.paused.add(flow);
    flow.pause();
    this.#nextLook ??= this.#lookLater();
  }

  #lookLater(): NodeJS.Timeout {
    return setTimeout(() => this.#look(), this.#limits.intervalMs).unref();
  }

  #look(): void {
    let isAnyPaused = false;
    for (const [key, { process, byteCount, paused }] of this.#backlogs) {
      const waitingCount = this.#waitingCount(process);
      const isFree = waitingCount === 0 || (waitingCount <= this.#limits.messageCount / 2 && byteCount <= this.#limits.byteCount);
      if (isFree) {
        if (waitingCount === 0) this.#backlogs.delete(key);
        for (const flow of paused) flow.resume();
        paused.clear();
      } else if (paused.size > 0) {
        isAnyPaused = true;
      }
    }
    this.#nextLook = isAnyPaused ? this.#lookLater() : undefined;
  }
}
