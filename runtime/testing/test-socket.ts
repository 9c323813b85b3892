/** One end of a WebSocket, without a network: that of a client, or of a server that a process has connected to. */

import type { ClientSocket, SocketListener } from "../node/services/http-server/client-socket.js";
import type { FrameKind } from "../node/services/web-socket-frame.js";

/** The JSON of a text frame. */
type Json = unknown;

export class TestSocket {
  readonly #waitFor: <Result>(result: Promise<Result>) => Promise<Result>;
  readonly #come: (string | Uint8Array | undefined)[] = [];
  readonly #waiting: ((frame: string | Uint8Array | undefined) => void)[] = [];
  #listener: SocketListener | undefined;
  #isOpen = true;

  constructor(waitFor: <Result>(result: Promise<Result>) => Promise<Result>) {
    this.#waitFor = waitFor;
  }

  /** False once either side has closed. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** A string is a text frame, a `Uint8Array` a binary one, anything else the JSON of a text frame. Nothing once closed. */
  send(message: string | Uint8Array | object | number | boolean | null): void {
    if (!this.#isOpen) return;
    if (message instanceof Uint8Array) return this.#listener?.frame("Binary", message);
    const text = typeof message === "string" ? message : JSON.stringify(message);
    this.#listener?.frame("Text", new TextEncoder().encode(text));
  }

  /** What comes next: text, bytes, or undefined when the socket has closed. */
  next(): Promise<string | Uint8Array | undefined> {
    if (this.#come.length > 0) return Promise.resolve(this.#come.shift());
    if (!this.#isOpen) return Promise.resolve(undefined);
    return this.#waitFor(new Promise((resolve) => this.#waiting.push(resolve)));
  }

  /** The JSON of what comes next. Throws `Error` when it is no text frame. */
  async nextJson(): Promise<Json> {
    const frame = await this.next();
    if (typeof frame !== "string") throw new Error(`a text frame was expected, found ${frame ? "a binary one" : "the end"}`);
    return JSON.parse(frame);
  }

  /** What has come and was not taken yet. */
  received(): readonly (string | Uint8Array)[] {
    return this.#come.splice(0).filter((frame) => frame !== undefined);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#listener?.frame("Close", new Uint8Array(0));
    this.#listener?.closed();
    this.#end();
  }

  /** The process's side of it. */
  attach(accept: (client: ClientSocket) => SocketListener): void {
    this.#listener = accept({
      send: (kind, bytes) => this.#take(kind, bytes),
      close: () => this.close(),
      // Nothing waits here: a process takes each message as it comes.
      pause: () => {},
      resume: () => {},
    });
  }

  #end(): void {
    this.#isOpen = false;
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }

  /** Pings are answered, as the libraries of both sides do it. */
  #take(kind: Exclude<FrameKind, "Close">, bytes: Uint8Array): void {
    if (!this.#isOpen) return;
    if (kind === "Ping") this.#listener?.frame("Pong", bytes.slice());
    if (kind === "Ping" || kind === "Pong") return;
    const frame = kind === "Text" ? new TextDecoder().decode(bytes) : bytes.slice();
    const resolve = this.#waiting.shift();
    if (resolve) resolve(frame);
    else this.#come.push(frame);
  }
}
