/** One open WebSocket: what its handlers hold in hands, and the order in which they run. */

import type { Address, LazyLoadBlob, SocketTable } from "../contract/index.js";
import { encodeUtf8 } from "../contract/index.js";
import type { Channel, Frame, RawMessage } from "./context.js";
import type { Outbox } from "./outbox.js";

/** A frame as the http-server takes it. */
export interface Push {
  readonly kind: "Text" | "Binary";
  readonly bytes: Uint8Array;
}

/** Handlers of one channel run one after the other, so this much of a client that is faster is kept. */
const maxWaitingCount = 1024;
const maxWaitingBytes = 16 * 1024 * 1024;

interface Job {
  readonly byteCount: number;
  /** Runs however much waits. */
  readonly isLast: boolean;
  readonly run: (done: () => void) => void;
}

export class OpenChannel implements Channel<unknown> {
  readonly id: number;
  readonly path: string;
  readonly table: SocketTable;
  readonly #server: Address;
  readonly #outbox: Outbox;
  readonly #onClose: () => void;
  #state: "open" | "closed-here" | "closed-there" = "open";
  #jobs: Job[] = [];
  #waitingBytes = 0;
  #isRunning = false;
  #isAdvancing = false;

  /** `server` is the http-server; `onClose` is called when this side closes. */
  constructor(id: number, table: SocketTable, sides: { server: Address; outbox: Outbox; onClose: () => void }) {
    this.id = id;
    this.path = table.path;
    this.table = table;
    this.#server = sides.server;
    this.#outbox = sides.outbox;
    this.#onClose = sides.onClose;
  }

  /** False once this side has closed: what the client says afterwards, or said and still waits, is nothing any more. */
  get isHeard(): boolean {
    return this.#state !== "closed-here";
  }

  /** Nothing when it is closed. Throws `EncodeError` when the message does not fit its declared type. */
  send(message: unknown): void {
    this.push(encodeMessage(this.table, message));
  }

  push({ kind, bytes }: Push): void {
    if (this.#state !== "open") return;
    const action = `{"WebSocketPush":{"channel_id":${this.id},"message_type":"${kind}"}}`;
    const blob: LazyLoadBlob = { mime: undefined, bytes };
    this.#outbox.add(this.#server, encodeUtf8(action), blob);
  }

  close(): void {
    if (this.#state !== "open") return;
    this.#state = "closed-here";
    this.#outbox.add(this.#server, closeAction(this.id));
    this.#onClose();
  }

  /** The client has gone, or has answered that this side closed. */
  noteClosed(): void {
    if (this.#state === "open") this.#state = "closed-there";
  }

  /** Runs the job after those that are there. False when too much waits already. */
  enqueue(job: Job): boolean {
    const byteCount = this.#waitingBytes + job.byteCount;
    const isTooMuch = this.#jobs.length >= maxWaitingCount || (this.#jobs.length > 0 && byteCount > maxWaitingBytes);
    if (isTooMuch && !job.isLast) return false;
    this.#jobs.push(job);
    this.#waitingBytes = byteCount;
    this.#advance();
    return true;
  }

  /** Forgets what waits. */
  clear(): void {
    this.#jobs = [];
    this.#waitingBytes = 0;
  }

  /** A loop, since a job may be done before `run` returns. */
  #advance(): void {
    if (this.#isAdvancing) return;
    this.#isAdvancing = true;
    while (!this.#isRunning) {
      const job = this.#jobs.shift();
      if (!job) break;
      this.#waitingBytes -= job.byteCount;
      this.#isRunning = true;
      job.run(() => {
        this.#isRunning = false;
        this.#advance();
      });
    }
    this.#isAdvancing = false;
  }
}

/** The http-server sends the client a close frame. */
export function closeAction(channelId: number): Uint8Array {
  return encodeUtf8(`{"WebSocketClose":${channelId}}`);
}

/** Throws `EncodeError` when the message does not fit its declared type, `TypeError` when it is no frame. */
export function encodeMessage({ sends }: SocketTable, message: unknown): Push {
  if (sends) return { kind: "Text", bytes: encodeUtf8(sends.encode(message)) };
  const raw = message as RawMessage;
  if (typeof raw === "string") return { kind: "Text", bytes: encodeUtf8(raw) };
  if (raw instanceof Uint8Array) return { kind: "Binary", bytes: raw };
  const frame: Frame | undefined = raw;
  if (frame?.kind === "text") return { kind: "Text", bytes: encodeUtf8(frame.text) };
  if (frame?.kind === "binary") return { kind: "Binary", bytes: frame.bytes };
  throw new TypeError("a frame is a string, a Uint8Array, { kind: \"text\", text } or { kind: \"binary\", bytes }");
}
