/**
 * `http-client:distro:sys`: HTTP requests and WebSockets of processes to servers (hyperdrive `src/http/client.rs`). Has
 * no network of its own; that is handed in.
 */

import type { ProcessId } from "../../../contract/address.js";
import type { Chaos } from "../../chaos.js";
import { encodeJson } from "../../json-body.js";
import type { Kernel } from "../../kernel.js";
import type { KernelMessage } from "../../kernel-message.js";
import type { ModulePort } from "../../module-port.js";
import { httpClientProcess } from "../../system-processes.js";
import type { HttpExchange } from "./http-exchange.js";
import { parseAction } from "./messages.js";
import type { HttpClientError } from "./messages.js";
import type { OpenSocket } from "./server-socket.js";
import type { Replacing } from "../replacing.js";
import { OutgoingSockets } from "./web-sockets.js";

/** What is outside of the node. */
export interface Outside {
  readonly openSocket: OpenSocket;
  readonly exchange: HttpExchange;
}

/** The same servers, whose answers may overtake each other. */
export function withChaos(outside: Outside, chaos: Chaos): Outside {
  return {
    ...outside,
    exchange: async (...request) => await chaos.hold("http-client", await outside.exchange(...request)),
  };
}

const noBytes = new Uint8Array(0);

export class HttpClient {
  readonly #kernel: Kernel;
  readonly #port: ModulePort;
  readonly #outside: Outside;
  readonly #sockets: OutgoingSockets;
  readonly #waiting: KernelMessage[] = [];
  readonly #stopped = new AbortController();
  #isBusy = false;

  constructor(kernel: Kernel, outside: Outside) {
    this.#kernel = kernel;
    this.#outside = outside;
    this.#port = kernel.addModule(httpClientProcess, (message) => this.#take(message));
    this.#sockets = new OutgoingSockets(this.#port, outside.openSocket, (process) => kernel.waitingCount(process));
  }

  /** Closes the WebSockets of a process. */
  forget(process: ProcessId): void {
    this.#sockets.forget(process);
  }

  /** For a process whose successor opens its own WebSockets. */
  replacing(process: ProcessId): Replacing {
    return this.#sockets.replacing(process);
  }

  /** Ends everything that is under way. */
  close(): void {
    this.#waiting.length = 0;
    this.#stopped.abort();
    this.#sockets.closeAll();
  }

  #take(message: KernelMessage): void {
    // Other nodes have clients of their own.
    if (message.source.node !== this.#kernel.node || message.message.tag !== "request") return;
    this.#waiting.push(message);
    this.#advance();
  }

  /** One after the other: a WebSocket that opens slowly delays all that comes behind it, whoever sent it. */
  #advance(): void {
    while (!this.#isBusy) {
      const message = this.#waiting.shift();
      if (!message) return;
      this.#isBusy = true;
      this.#perform(message, () => {
        this.#isBusy = false;
        this.#advance();
      });
    }
  }

  #perform(message: KernelMessage, done: () => void): void {
    if (message.message.tag !== "request") return done();
    const action = parseAction(message.message.val.body);
    const owner = message.rsvp ?? message.source;
    const answer = (error: HttpClientError | undefined): void => {
      this.#port.respond(message, encodeJson(error ? { Err: error } : { Ok: "WebSocketAck" }));
      done();
    };
    switch (action.kind) {
      case "malformed":
        this.#fail(message, "MalformedRequest");
        return done();
      case "http":
        this.#exchange(message, action.request);
        return done();
      case "socket-open": {
        const { url, headers, channelId } = action;
        return this.#sockets.open({ owner, channelId, messageId: message.id }, { url, headers }, answer);
      }
      case "socket-push":
        return answer(this.#sockets.push(owner, action.channelId, action.frame, message.blob?.bytes));
      case "socket-close":
        return answer(this.#sockets.close(owner, action.channelId));
    }
  }

  /** Beside all others: answers come in any order. */
  #exchange(message: KernelMessage, request: Parameters<HttpExchange>[0]): void {
    const { signal } = this.#stopped;
    void this.#outside.exchange(request, message.blob?.bytes ?? noBytes, signal).then((result) => {
      if (signal.aborted) return;
      if (result.kind === "error") return this.#fail(message, result.error);
      const { status, headers, body } = result;
      this.#port.respond(message, encodeJson({ Ok: { Http: { status, headers } } }), { blob: { mime: undefined, bytes: body } });
    });
  }

  /** An error of an HTTP request is told only to those who expect an answer. */
  #fail(message: KernelMessage, error: HttpClientError): void {
    if (message.message.tag !== "request" || message.message.val.expectsResponse === undefined) return;
    this.#port.respond(message, encodeJson({ Err: error }));
  }
}
