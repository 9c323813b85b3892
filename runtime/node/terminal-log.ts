/**
 * Everything that the node prints, of every verbosity, in files: `<home>/.terminal_logs/YYYY-MM-DD-HH:MM:SS.log`, as
 * Hyperdrive keeps it (hyperdrive `src/terminal/utils.rs`, `Logger`). Nothing waits for it.
 */

import { appendFile, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export interface TerminalLogOptions {
  /** Made with the first line. */
  readonly folder: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Called once, when nothing is written any more. */
  readonly onStopped: (reason: string) => void;
  /** Of one file; the next line goes to another. 4 MB by default: the four together have the 16 MB of Hyperdrive. */
  readonly maxFileBytes?: number;
}

const maxFileCount = 4;
/** For how long lines are gathered after a write. A node prints one for each request, and a write costs more than a request. */
const gatherMs = 40;
/** What waits for the disk, in characters; lines beyond it are dropped, and counted. */
const maxWaitingLength = 4 * 1024 * 1024;

export class TerminalLog {
  readonly #options: TerminalLogOptions;
  #waiting: string[] = [];
  #waitingLength = 0;
  #droppedCount = 0;
  #writing: Promise<void> | undefined;
  #isStopped = false;
  readonly #closing = new AbortController();
  #lastSecond = Number.NaN;
  #lastTime = "";
  #file: string | undefined;
  #fileBytes = 0;

  constructor(options: TerminalLogOptions) {
    this.#options = options;
  }

  write(text: string): void {
    if (this.#isStopped) return;
    if (this.#waitingLength > maxWaitingLength) {
      this.#droppedCount++;
      return;
    }
    const line = `[${this.#time()}] ${text}\n`;
    this.#waiting.push(line);
    this.#waitingLength += line.length;
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined));
  }

  /** Resolves when all lines are written. Later ones are not. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#writing;
    this.#isStopped = true;
  }

  /** `Sat, 28 Nov 2026 22:41:07 +0000`. */
  #time(): string {
    const second = Math.floor(this.#options.now() / 1000);
    if (second !== this.#lastSecond) this.#lastTime = new Date(second * 1000).toUTCString().replace("GMT", "+0000");
    this.#lastSecond = second;
    return this.#lastTime;
  }

  async #writeAll(): Promise<void> {
    try {
      // What is printed meanwhile goes with the next.
      while (this.#waiting.length > 0) {
        await this.#append(Buffer.from(this.#takeWaiting()));
        await delay(gatherMs, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {});
      }
    } catch (error) {
      this.#isStopped = true;
      this.#waiting = [];
      this.#options.onStopped(error instanceof Error ? error.message : String(error));
    }
  }

  #takeWaiting(): string {
    if (this.#droppedCount > 0) this.#waiting.push(`${this.#droppedCount} lines were dropped: the disk is too slow\n`);
    const text = this.#waiting.join("");
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#droppedCount = 0;
    return text;
  }

  async #append(bytes: Uint8Array): Promise<void> {
    const { maxFileBytes = 4 * 1024 * 1024 } = this.#options;
    if (this.#file === undefined || this.#fileBytes >= maxFileBytes) await this.#begin();
    await appendFile(join(this.#options.folder, this.#file ?? ""), bytes);
    this.#fileBytes += bytes.length;
  }

  /** Another file, and no more than there may be. */
  async #begin(): Promise<void> {
    const { folder, now } = this.#options;
    const name = `${new Date(now()).toISOString().slice(0, 19).replace("T", "-")}.log`;
    // Within one second it stays the same file.
    if (name === this.#file) return;
    await mkdir(folder, { recursive: true });
    this.#file = name;
    this.#fileBytes = 0;
    const others = (await readdir(folder)).filter((each) => isOwnName(each) && each !== name).sort();
    const superfluous = others.slice(0, Math.max(0, others.length - (maxFileCount - 1)));
    await Promise.all(superfluous.map((each) => rm(join(folder, each), { force: true })));
  }
}

function isOwnName(name: string): boolean {
  return /^\d{4}-\d\d-\d\d-\d\d:\d\d:\d\d\.log$/.test(name);
}
