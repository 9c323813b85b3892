/** One open WebSocket: what its handlers hold in hands, and the order in which they run. */

import type { Address, ChannelTable, LazyLoadBlob } from "../contract/index.js";
import { encodeUtf8 } from "../contract/index.js";
import type { Channel } from "./context.js";
import { encodeMessage, type Push } from "./frames.js";
import type { Outbox } from "./outbox.js";

/** The process of the node that has the connection: the http-server or the http-client. */
export interface Carrier {
  readonly address: Address;
  /** What it closes a connection for; it then sends the other side a close frame. */
  readonly closeAction: (channelId: number) => Uint8Array;
}

export interface ChannelSides {
  readonly carrier: Carrier;
  readonly outbox: Outbox;
  /** Called when this side closes. */
  readonly onClose: () => void;
}

/** Handlers of one channel run one after the other, so this much of another side that is faster is kept. */
const maxWaitingCount = 1024;
const maxWaitingBytes = 16 * 1024 * 1024;

/** What a control frame may carry (RFC 6455, 5.5). */
const maxPingBytes = 125;

const noBytes = new Uint8Array(0);

interface Job {
  readonly byteCount: number;
  /** Runs however much waits. */
  readonly isLast: boolean;
  readonly run: (done: () => void) => void;
}

export abstract class OpenChannel implements Channel<unknown> {
  readonly id: number;
  abstract readonly table: ChannelTable;
  readonly #sides: ChannelSides;
  #state: "open" | "closed-here" | "closed-there" = "open";
  #jobs: Job[] = [];
  #waitingBytes = 0;
  #isRunning = false;
  #isAdvancing = false;

  constructor(id: number, sides: ChannelSides) {
    this.id = id;
    this.#sides = sides;
  }

  get isOpen(): boolean {
    return this.#state === "open";
  }

  /** False once this side has closed: what the other side says afterwards, or said and still waits, is nothing any more. */
  get isHeard(): boolean {
    return this.#state !== "closed-here";
  }

  /** Nothing when it is closed. Throws `EncodeError` when the message does not fit its declared type. */
  send(message: unknown): void {
    this.push(encodeMessage(this.table, message));
  }

  /** Throws `RangeError` for more than a ping can carry. */
  ping(bytes: Uint8Array = noBytes): void {
    if (bytes.length > maxPingBytes) throw new RangeError(`a ping carries up to ${maxPingBytes} bytes, found ${bytes.length}`);
    this.push({ kind: "Ping", bytes });
  }

  push({ kind, bytes }: Push): void {
    if (!this.isOpen) return;
    const body = encodeUtf8(`{"WebSocketPush":{"channel_id":${this.id},"message_type":"${kind}"}}`);
    const blob: LazyLoadBlob = { mime: undefined, bytes };
    this.#sides.outbox.add({ target: this.#sides.carrier.address, body, blob });
  }

  close(): void {
    if (!this.isOpen) return;
    this.#state = "closed-here";
    const { carrier, outbox, onClose } = this.#sides;
    closeAt(carrier, this.id, outbox);
    onClose();
  }

  /** This side has closed it, in a process whose successor this is. */
  noteClosing(): void {
    this.#state = "closed-here";
  }

  /** The other side has gone, or has answered that this side closed. */
  noteClosed(): void {
    if (this.isOpen) this.#state = "closed-there";
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

/** Leaves although the state of this moment cannot be stored: it says nothing of it, and nobody would close it later. */
export function closeAt({ address, closeAction }: Carrier, channelId: number, outbox: Outbox): void {
  outbox.add({ target: address, body: closeAction(channelId), isKept: true });
}
