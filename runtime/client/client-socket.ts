/** A WebSocket of a process, typed on both sides, that opens again after it was lost. */

import type { ClientSocketTable } from "./client-table.js";
import { MessageQueue } from "./message-queue.js";
import type { PlatformSocket, PlatformSocketClass } from "./platform-socket.js";
import { goodConnectionMs, retryDelayMs, type RetryTimes } from "./retry-delay.js";
import { readFrame, writeFrame, type SocketProblem } from "./socket-frames.js";

export interface SocketOptions<Received> {
  /** Each time that a connection is there. The process does not know its former clients: tell it here who this is. */
  readonly onOpen?: (() => void) | undefined;
  readonly onMessage?: ((message: Received) => void) | undefined;
  readonly onProblem?: ((problem: SocketProblem) => void) | undefined;
  /** Each time that a connection has ended or did not come about. */
  readonly onClose?: ((end: SocketEnd) => void) | undefined;
  /** Whether to open it again, `true` by default, and when. */
  readonly reconnect?: boolean | RetryTimes | undefined;
  /** Closes it when aborted. */
  readonly signal?: AbortSignal | undefined;
}

export interface SocketEnd {
  /** Of the close frame (RFC 6455, 7.4); 1006 when there was none. */
  readonly code: number;
  readonly reason: string;
  /** False for a connection that did not come about, as without the login that the endpoint asks for. */
  readonly wasOpen: boolean;
  /** When it is tried again; undefined when the socket is closed for good. */
  readonly retryInMs: number | undefined;
}

/** `waiting` is the time until it is tried again; `closed` is for good. */
export type SocketState = "connecting" | "open" | "waiting" | "closed";

/**
 * `for await` gives the messages of all connections until the socket is closed for good; leaving the loop closes it. The
 * first loop gets what came before it too, unless there is `onMessage`. Messages that were sent while there was no
 * connection are lost: ask for the present state in `onOpen`.
 */
export interface ClientSocket<Sent, Received> extends AsyncIterable<Received, undefined> {
  readonly state: SocketState;
  /** True once it is open; false when it is closed for good. */
  whenOpen(): Promise<boolean>;
  /**
   * False, and nothing is sent, unless the socket is open: nothing is kept for later, when it may be wrong. True means
   * that it was handed over, not that it has arrived. Throws `EncodeError` when the message does not fit its type.
   */
  send(message: Sent): boolean;
  /** For good. May be called again. */
  close(): void;
}

export class ReconnectingSocket implements ClientSocket<unknown, unknown> {
  readonly #url: string;
  readonly #table: ClientSocketTable;
  readonly #socketClass: PlatformSocketClass;
  readonly #options: SocketOptions<unknown>;
  readonly #queues = new Set<MessageQueue<unknown>>();
  /** That of the first loop, which may begin after the first message. */
  #firstQueue: MessageQueue<unknown> | undefined;
  readonly #waiting: ((isOpen: boolean) => void)[] = [];
  #state: SocketState = "connecting";
  #socket: PlatformSocket | undefined;
  #failureCount = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #close = (): void => this.close();

  constructor(
    url: string,
    table: ClientSocketTable,
    socketClass: PlatformSocketClass,
    options: SocketOptions<unknown>,
  ) {
    this.#url = url;
    this.#table = table;
    this.#socketClass = socketClass;
    this.#options = options;
    if (options.signal?.aborted) {
      this.#state = "closed";
      return;
    }
    options.signal?.addEventListener("abort", this.#close, { once: true });
    if (!options.onMessage) this.#firstQueue = this.#createQueue();
    this.#connect();
  }

  get state(): SocketState {
    return this.#state;
  }

  whenOpen(): Promise<boolean> {
    if (this.#state === "open" || this.#state === "closed") return Promise.resolve(this.#state === "open");
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  send(message: unknown): boolean {
    const frame = writeFrame(this.#table, message);
    if (this.#state !== "open") return false;
    this.#socket?.send(frame);
    return true;
  }

  close(): void {
    if (this.#state === "closed") return;
    const wasWaiting = this.#state === "waiting";
    this.#state = "closed";
    clearTimeout(this.#timer);
    this.#options.signal?.removeEventListener("abort", this.#close);
    // Otherwise `onClose` follows from the connection.
    if (!wasWaiting) this.#socket?.close();
    this.#settle(false);
    for (const queue of this.#queues) queue.end();
    this.#queues.clear();
  }

  [Symbol.asyncIterator](): AsyncIterator<unknown, undefined> {
    const queue = this.#firstQueue ?? this.#createQueue();
    this.#firstQueue = undefined;
    if (this.#state === "closed") queue.end();
    return queue;
  }

  #createQueue(): MessageQueue<unknown> {
    const queue = new MessageQueue<unknown>(() => this.close());
    this.#queues.add(queue);
    return queue;
  }

  #connect(): void {
    this.#state = "connecting";
    let openedAt: number | undefined;
    const socket = new this.#socketClass(this.#url);
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => {
      if (this.#state === "closed") return;
      openedAt = Date.now();
      this.#state = "open";
      this.#settle(true);
      this.#options.onOpen?.();
    });
    socket.addEventListener("message", ({ data }) => {
      if (this.#state === "open") this.#take(data);
    });
    // `close` follows; without a listener, that of `ws` throws.
    socket.addEventListener("error", () => {});
    socket.addEventListener("close", ({ code, reason }) => this.#ended(code, reason, openedAt));
  }

  #take(data: unknown): void {
    const read = readFrame(this.#table, data);
    if (read.kind === "problem") return this.#options.onProblem?.(read.problem);
    for (const queue of this.#queues) queue.push(read.message);
    this.#options.onMessage?.(read.message);
  }

  #ended(code: number, reason: string, openedAt: number | undefined): void {
    const wasOpen = openedAt !== undefined;
    if (openedAt !== undefined && Date.now() - openedAt >= goodConnectionMs) this.#failureCount = 0;
    const retryInMs = this.#retry();
    if (retryInMs === undefined) this.close();
    this.#options.onClose?.({ code, reason, wasOpen, retryInMs });
  }

  /** Undefined when there is to be no other connection. */
  #retry(): number | undefined {
    const { reconnect = true } = this.#options;
    if (this.#state === "closed" || reconnect === false) return undefined;
    this.#failureCount++;
    const delayMs = retryDelayMs(this.#failureCount, reconnect === true ? {} : reconnect);
    this.#state = "waiting";
    this.#timer = setTimeout(() => this.#connect(), delayMs);
    return delayMs;
  }

  #settle(isOpen: boolean): void {
    for (const resolve of this.#waiting.splice(0)) resolve(isOpen);
  }
}
