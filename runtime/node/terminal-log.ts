/**
 * Everything that the node prints, of every verbosity, in files: `<home>/.terminal_logs/YYYY-MM-DD-HH:MM:SS.log`, as
 * Hyperdrive keeps it (hyperdrive `src/terminal/utils.rs`, `Logger`). Nothing waits for it.
 */

import { appendFile, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { LineQueue } from "./line-queue.js";

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

export class TerminalLog {
  readonly #options: TerminalLogOptions;
  readonly #queue: LineQueue;
  #lastSecond = Number.NaN;
  #lastTime = "";
  #file: string | undefined;
  #fileBytes = 0;

  constructor(options: TerminalLogOptions) {
    this.#options = options;
    this.#queue = new LineQueue({
      append: (bytes) => this.#append(bytes),
      onStopped: options.onStopped,
      describeDropped: (count) => `${count} lines were dropped: the disk is too slow`,
    });
  }

  write(text: string): void {
    if (this.#queue.isOpen) this.#queue.write(`[${this.#time()}] ${text}`);
  }

  /** Resolves when all lines are written. Later ones are not. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  /** `Sat, 28 Nov 2026 22:41:07 +0000`. */
  #time(): string {
    const second = Math.floor(this.#options.now() / 1000);
    if (second !== this.#lastSecond) this.#lastTime = new Date(second * 1000).toUTCString().replace("GMT", "+0000");
    this.#lastSecond = second;
    return this.#lastTime;
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
