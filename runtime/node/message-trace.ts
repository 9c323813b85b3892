/** Every message that goes through the nodes of a program, one JSON object a line, in files that stay bounded. */

import { appendFile, rename, rm, stat } from "node:fs/promises";
import { formatAddress } from "../contract/address.js";
import { decodeUtf8, parseJson } from "../contract/index.js";
import type { Outcome } from "./kernel.js";
import type { KernelMessage } from "./kernel-message.js";
import { LineQueue } from "./line-queue.js";

export interface MessageTraceOptions {
  /** What is there is kept: lines come behind it. */
  readonly path: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Called once, when nothing is written any more. */
  readonly onStopped: (reason: string) => void;
  /** Of one file; 16 MB by default. A full one becomes `<path>.1`, the one before it `.2`, and so on up to `.3`. */
  readonly maxFileBytes?: number;
}

/** What the kernel says, and `dropped`: lost between the nodes. */
export type TraceOutcome = Outcome | "dropped";

const keptFileCount = 3;
const defaultMaxFileBytes = 16 * 1024 * 1024;
/** A longer body is cut to this many characters. */
const longestBody = 8192;
/** Only the owner: messages have passwords and cookies in them. */
const mode = 0o600;

export class MessageTrace {
  readonly #options: MessageTraceOptions;
  readonly #queue: LineQueue;
  #fileBytes: number;

  private constructor(options: MessageTraceOptions, fileBytes: number) {
    this.#options = options;
    this.#fileBytes = fileBytes;
    this.#queue = new LineQueue({
      append: (bytes) => this.#append(bytes),
      onStopped: options.onStopped,
      describeDropped: (count) => JSON.stringify({ time: this.#time(), droppedLines: count }),
    });
  }

  /** Makes the file if it is missing. Rejects with what the system refuses. */
  static async open(options: MessageTraceOptions): Promise<MessageTrace> {
    await appendFile(options.path, "", { mode });
    return new MessageTrace(options, (await stat(options.path)).size);
  }

  /** Reads the message at once: its bytes may be moved away later. */
  take(node: string, message: KernelMessage, outcome: TraceOutcome): void {
    if (this.#queue.isOpen) this.#queue.write(formatMessage(message, { time: this.#time(), node, outcome }));
  }

  /** Resolves when all lines are written. Later ones are not. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  #time(): string {
    return new Date(this.#options.now()).toISOString();
  }

  async #append(bytes: Uint8Array): Promise<void> {
    const { path, maxFileBytes = defaultMaxFileBytes } = this.#options;
    if (this.#fileBytes >= maxFileBytes) await this.#rotate(path);
    await appendFile(path, bytes, { mode });
    this.#fileBytes += bytes.length;
  }

  async #rotate(path: string): Promise<void> {
    await rm(`${path}.${keptFileCount}`, { force: true });
    for (let index = keptFileCount - 1; index >= 0; index--) {
      await rename(index === 0 ? path : `${path}.${index}`, `${path}.${index + 1}`).catch(ignoreMissing);
    }
    this.#fileBytes = 0;
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

function formatMessage(
  { id, source, target, rsvp, message, blob }: KernelMessage,
  { time, node, outcome }: { readonly time: string; readonly node: string; readonly outcome: TraceOutcome },
): string {
  const content = message.tag === "request" ? message.val : message.val[0];
  const line = JSON.stringify({
    time,
    node,
    // As text: readers of JSON round numbers of this size.
    id: id.toString(),
    kind: message.tag,
    source: formatAddress(source),
    target: formatAddress(target),
    outcome,
    rsvp: rsvp && formatAddress(rsvp),
    expects: message.tag === "request" && message.val.expectsResponse !== undefined ? Number(message.val.expectsResponse) : undefined,
    inherit: content.inherit || undefined,
    metadata: content.metadata,
    blob: blob && { mime: blob.mime, size: blob.bytes.length },
    size: content.body.length,
  });
  return `${line.slice(0, -1)}${formatBody(content.body)}}`;
}

/** The JSON of the body as it was sent, with every digit; else its text; nothing for bytes that are no text. */
function formatBody(body: Uint8Array): string {
  const isCut = body.length > longestBody;
  const text = decodeUtf8(body);
  if (text === undefined) return "";
  if (isCut) return `,"text":${JSON.stringify(text.slice(0, longestBody))},"isCut":true`;
  // Ends of lines stand only between values.
  return parseJson(text).kind === "value" ? `,"body":${text.replace(/[\r\n]/g, " ")}` : `,"text":${JSON.stringify(text)}`;
}
