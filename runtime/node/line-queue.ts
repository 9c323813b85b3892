/** Lines on their way to a file: whoever writes them never waits, and a slow disk costs lines, not memory. */

import { setTimeout as delay } from "node:timers/promises";

export interface LineQueueOptions {
  /** Writes whole lines; called again only when it has resolved. */
  readonly append: (bytes: Uint8Array) => Promise<void>;
  /** Called once, when nothing is written any more. */
  readonly onStopped: (reason: string) => void;
  /** A line in the place of those that the disk was too slow for. */
  readonly describeDropped: (count: number) => string;
}

/** For how long lines are gathered after a write. A node may have one for each request, and a write costs more than a request. */
const gatherMs = 40;

/** What waits for the disk, in characters; lines beyond it are dropped, and counted. */
const maxWaitingLength = 4 * 1024 * 1024;

export class LineQueue {
  readonly #options: LineQueueOptions;
  #waiting: string[] = [];
  #waitingLength = 0;
  #droppedCount = 0;
  #writing: Promise<void> | undefined;
  #isStopped = false;
  readonly #closing = new AbortController();

  constructor(options: LineQueueOptions) {
    this.#options = options;
  }

  /** False when nothing is taken any more, so that its line need not be made. */
  get isOpen(): boolean {
    return !this.#isStopped;
  }

  /** `line` without its end. */
  write(line: string): void {
    if (this.#isStopped) return;
    if (this.#waitingLength > maxWaitingLength) {
      this.#droppedCount++;
      return;
    }
    this.#waiting.push(`${line}\n`);
    this.#waitingLength += line.length + 1;
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined));
  }

  /** Resolves when all lines are written. Later ones are not. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#writing;
    this.#isStopped = true;
  }

  async #writeAll(): Promise<void> {
    try {
      // What is written meanwhile goes with the next.
      while (this.#waiting.length > 0) {
        await this.#options.append(Buffer.from(this.#takeWaiting()));
        await delay(gatherMs, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {});
      }
    } catch (error) {
      this.#isStopped = true;
      this.#waiting = [];
      this.#options.onStopped(error instanceof Error ? error.message : String(error));
    }
  }

  #takeWaiting(): string {
    if (this.#droppedCount > 0) this.#waiting.push(`${this.#options.describeDropped(this.#droppedCount)}\n`);
    const text = this.#waiting.join("");
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#droppedCount = 0;
    return text;
  }
}
