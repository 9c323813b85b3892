/**
 * `<process>.log` in the package's drive `log`, as Rust processes keep theirs (process_lib `src/logging.rs`). It is
 * written beside all else: a tick hands its lines over and never waits, and where the vfs refuses or is silent, the
 * process goes on without the file.
 *
 * The vfs performs each request in a task of its own, so that two that are under way may change places
 * (hyperdrive/src/vfs.rs). There is one at a time, then, and what is logged meanwhile leaves with the next.
 */

import type { Address } from "../contract/index.js";
import { encodeUtf8 } from "../contract/index.js";
import type { Exchanges } from "./exchanges.js";
import { systemProcess } from "./system-process.js";
import { askVfs, type VfsReply } from "./vfs-request.js";

/** A larger file is cut to its second half: what process_lib does by default. */
const maxFileBytes = 1024 * 1024;
/** What waits for the vfs, in characters; lines beyond it are dropped, and counted. */
const maxWaitingLength = 256 * 1024;
/** The vfs may be busy for long, and nobody waits for it. */
const timeoutSeconds = 60;

export interface LogFileOptions {
  readonly our: Address;
  readonly exchanges: Pick<Exchanges, "send">;
  /** Called once, when nothing is written any more. */
  readonly onStopped: (reason: string) => void;
}

export class LogFile {
  readonly #options: LogFileOptions;
  readonly #drive: string;
  readonly #path: string;
  #waiting: string[] = [];
  #waitingLength = 0;
  #droppedCount = 0;
  #isAsking = false;
  #isStopped = false;
  /** Of the file as it is, in bytes. Nobody else writes it. */
  #fileBytes = 0;
  /** What is asked next. The drive is made when there is something to write. */
  #next = (): void => this.#createDrive();

  constructor(options: LogFileOptions) {
    const { processName, packageName, publisherNode } = options.our.process;
    this.#options = options;
    this.#drive = `/${packageName}:${publisherNode}/log`;
    this.#path = `${this.#drive}/${processName}.log`;
  }

  /** `line` ends with a line break. */
  add(line: string): void {
    if (this.#isStopped) return;
    if (this.#waitingLength + line.length > maxWaitingLength) {
      this.#droppedCount++;
      return;
    }
    this.#waiting.push(line);
    this.#waitingLength += line.length;
  }

  /** Call at the end of a tick, when its answer has left. */
  flush(): void {
    if (this.#waiting.length > 0 && !this.#isAsking) this.#next();
  }

  #createDrive(): void {
    this.#ask(this.#drive, "CreateDrive", () => (this.#next = () => this.#open()));
  }

  #open(): void {
    this.#ask(this.#path, { OpenFile: { create: true } }, () => (this.#next = () => this.#measure()));
  }

  #measure(): void {
    this.#ask(this.#path, "Metadata", ({ json }) => {
      this.#fileBytes = readLength(json);
      this.#next = () => this.#append();
    });
  }

  #append(): void {
    if (this.#fileBytes > maxFileBytes) return this.#read();
    if (this.#droppedCount > 0) this.#waiting.push(droppedLine(this.#droppedCount));
    const bytes = encodeUtf8(this.#waiting.join(""));
    const byteCount = bytes.length;
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#droppedCount = 0;
    this.#ask(this.#path, "Append", () => (this.#fileBytes += byteCount), bytes);
  }

  #read(): void {
    this.#ask(this.#path, "Read", ({ bytes }) => (this.#next = () => this.#replace(secondHalf(bytes))));
  }

  #replace(content: Uint8Array): void {
    const byteCount = content.length;
    const onReplaced = (): void => {
      this.#fileBytes = byteCount;
      this.#next = () => this.#append();
    };
    this.#ask(this.#path, "Write", onReplaced, content);
  }

  #ask(path: string, action: unknown, onDone: (reply: VfsReply) => void, blob?: Uint8Array): void {
    const { our, exchanges } = this.#options;
    this.#isAsking = true;
    askVfs({ exchanges, vfs: systemProcess(our, "vfs"), path, action, timeoutSeconds, blob }, (reply) => {
      this.#isAsking = false;
      if (reply.kind === "answer") onDone(reply);
      else this.#stop(reply.reason);
    });
  }

  #stop(reason: string): void {
    this.#isStopped = true;
    this.#waiting = [];
    this.#options.onStopped(`${this.#path}: ${reason}`);
  }
}

/** From the first line that begins in it. */
function secondHalf(content: Uint8Array): Uint8Array {
  const middle = content.length >> 1;
  const lineEnd = content.indexOf(0x0a, middle);
  return content.slice(lineEnd < 0 ? middle : lineEnd + 1);
}

function readLength(json: unknown): number {
  const { Metadata } = json as { readonly Metadata?: { readonly len?: unknown } };
  return typeof Metadata?.len === "number" ? Metadata.len : 0;
}

function droppedLine(count: number): string {
  const message = `${count} lines were dropped: more was logged than the vfs could write`;
  return `{"timestamp":"${new Date().toISOString()}","level":"WARN","fields":{"message":"${message}"}}\n`;
}
