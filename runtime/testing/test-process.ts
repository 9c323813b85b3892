/** A process of a test node: what a test may do to it. */

import type { ProcessTable, UseTable } from "../contract/index.js";
import { formatProcessId, parseProcessId, type ProcessId } from "../contract/address.js";
import { createCallMethods, type PendingCall } from "../guest/calls.js";
import type { ProcessDefinition } from "../guest/definition.js";
import type { Reply } from "../guest/exchanges.js";
import type { HttpAnswer, HttpRequest } from "../node/services/http-server/exchange.js";
import type { AcceptSocket } from "../node/services/http-server/client-socket.js";
import type { RunningGuest } from "./guest-runner.js";
import { TestSocket } from "./test-socket.js";
import type { Caller } from "./tester.js";

export interface FetchOptions {
  /** Default `GET`. */
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** The body as a value; with it `POST` is the default method. */
  readonly json?: unknown;
  /** Default true: the request comes from somebody who has logged in at the node. */
  readonly authenticated?: boolean;
}

/** How a message of a test has ended. */
export type MessageOutcome =
  | { readonly tag: "response"; readonly body: Uint8Array; readonly metadata: string | undefined }
  | { readonly tag: "timeout" | "offline" };

/** The handlers of a process as calls: without the context, and with the outcome of a call. */
export type CallsOf<Handlers> = {
  readonly [Name in keyof Handlers as Handlers[Name] extends (context: never, ...values: never) => unknown
    ? Name
    : never]: Handlers[Name] extends (context: never, ...values: infer Values) => infer Result
    ? (...values: Values) => PendingCall<Awaited<Result>>
    : never;
};

/** The state that the contexts of the handlers have. */
export type StateOf<Handlers> = {
  [Name in keyof Handlers]: Handlers[Name] extends (context: infer Context, ...values: never) => unknown
    ? Context extends { readonly state: infer State }
      ? State
      : never
    : never;
}[keyof Handlers];

/** What a process stands on; the test node gives it. */
export interface ProcessWorld {
  readonly definition: ProcessDefinition;
  readonly start: () => Promise<RunningGuest>;
  /** Lets what it has sent at its start arrive, where that takes time. */
  readonly settle: () => Promise<void>;
  readonly stop: (running: RunningGuest) => void;
  readonly stored: () => Uint8Array | undefined;
  readonly caller: (node: string | undefined) => Caller;
  readonly handle: (request: HttpRequest) => Promise<HttpAnswer>;
  readonly acceptSocket: (request: HttpRequest) => AcceptSocket | undefined;
  readonly cookie: () => string;
  readonly waitFor: <Result>(result: Promise<Result>) => Promise<Result>;
}

/** `ProcessDefinition` says what its handlers are: a test of `todo` has `todo.local.createTask({ title })`. */
export class TestProcess<Handlers> {
  /** Calls by another process of the node, to handlers that are `local` or `remote`. */
  readonly local: CallsOf<Handlers>;
  /** Calls by a process of the node `elsewhere.os`, to handlers that are `remote`. */
  readonly remote: CallsOf<Handlers>;
  readonly #world: ProcessWorld;
  readonly #id: ProcessId;
  #running: RunningGuest | undefined;

  constructor(world: ProcessWorld, running: RunningGuest) {
    this.#world = world;
    this.#running = running;
    this.#id = readId(world.definition.table.id);
    this.local = this.#callsBy(undefined);
    this.remote = this.#callsBy("elsewhere.os");
  }

  /** `todo:todo:template.os`. */
  get id(): string {
    return formatProcessId(this.#id);
  }

  /** What its handlers have as `state`, as it is now. Throws `Error` when the process does not run. */
  get state(): StateOf<Handlers> {
    if (!this.#running) throw new Error(`${this.id} does not run`);
    return this.#running.guest.state as StateOf<Handlers>;
  }

  /** The text that it has stored, if any: what a start of a later version finds. */
  get stored(): string | undefined {
    const bytes = this.#world.stored();
    return bytes && new TextDecoder().decode(bytes);
  }

  /** Requests of it that have not come back, and times that it waits for; 0 when it is at rest. */
  get pendingCount(): number {
    return this.#running ? this.#running.guest.outstandingCount + this.#running.guest.waitingCount : 0;
  }

  /** Calls by a process of another node: the handler's `source` has that node. */
  callsFrom(node: string): CallsOf<Handlers> {
    return this.#callsBy(node);
  }

  /**
   * A message as bytes or text, for what no caller of the schema sends: a Rust process of another version, or somebody
   * hostile. `from` is the node of the sender, this one by default. An answer has 30 seconds.
   */
  message(body: string | Uint8Array, { from }: { readonly from?: string } = {}): Promise<MessageOutcome> {
    const { exchanges, target } = this.#world.caller(from);
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const to = { node: target, process: this.#id };
    const outcome = new Promise<MessageOutcome>((resolve) => {
      const onReply = (reply: Reply): void =>
        resolve(
          reply.kind === "response"
            ? { tag: "response", body: reply.response.body, metadata: reply.response.metadata }
            : { tag: reply.failure },
        );
      exchanges.send({ target: to, body: bytes, timeoutSeconds: 30 }, onReply);
    });
    return this.#world.waitFor(outcome);
  }

  /** An HTTP request behind the process's prefix: `fetch("/api/tasks")`. The answer is the platform's `Response`. */
  async fetch(path: string, options: FetchOptions = {}): Promise<Response> {
    const { json, body = json === undefined ? "" : JSON.stringify(json) } = options;
    const headers = json === undefined ? options.headers : { "content-type": "application/json", ...options.headers };
    const request = this.#request(options.method ?? (json === undefined ? "GET" : "POST"), path, { ...options, headers: headers ?? {} });
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const answer = await this.#world.waitFor(this.#world.handle({ ...request, body: bytes }));
    const hasBody = answer.body.length > 0 && ![204, 205, 304].includes(answer.status);
    return new Response(hasBody ? answer.body.slice() : null, {
      status: answer.status,
      headers: answer.headers.map(([name, value]) => [name, value]),
    });
  }

  /** Opens a WebSocket behind the process's prefix: `connect("/live")`. Throws `Error` where there is none. */
  async connect(path: string, options: Pick<FetchOptions, "headers" | "authenticated"> = {}): Promise<TestSocket> {
    // What the process has bound at its start may still be on the way.
    await this.#world.waitFor(Promise.resolve());
    const accept = this.#world.acceptSocket(this.#request("GET", path, options));
    if (!accept) throw new Error(`${this.id} has no WebSocket at ${path} for this client`);
    const socket = new TestSocket(this.#world.waitFor);
    socket.attach(accept);
    return socket;
  }

  /** Ends it without warning: what it has not stored is lost, and so is what waits for it. */
  crash(): void {
    if (this.#running) this.#world.stop(this.#running);
    this.#running = undefined;
  }

  /** Starts it again, after a crash or instead of it, with what it has stored. Rejects with what its start throws. */
  async restart(): Promise<void> {
    this.crash();
    this.#running = await this.#world.waitFor(this.#world.start());
    await this.#world.settle();
  }

  #request(method: string, path: string, options: Pick<FetchOptions, "headers" | "authenticated">): HttpRequest {
    const headers = Object.entries(options.headers ?? {});
    if (options.authenticated ?? true) headers.push(["cookie", this.#world.cookie()]);
    return {
      method,
      target: `/${this.id}${path}`,
      host: "localhost:8080",
      headers,
      client: { address: "127.0.0.1", port: 50_000 },
      body: new Uint8Array(0),
    };
  }

  #callsBy(node: string | undefined): CallsOf<Handlers> {
    const { definition, caller, waitFor } = this.#world;
    const { exchanges, our, target } = caller(node);
    const methods = createCallMethods(useTable(definition.table), { exchanges, our, origin: { source: our } });
    const calls = Object.entries(methods).map(([name, method]) => {
      const { parameters } = definition.table.handlers.find((handler) => handler.name === name) ?? { parameters: [] };
      const call = (...values: unknown[]): PendingCall<unknown> => {
        const given = parameters.map(({ fallback }, index) => (index < values.length ? values[index] : fallback?.()));
        const pending = method(...given, { node: target });
        // Somebody has to keep the node running until it is there.
        void waitFor(Promise.resolve(pending));
        return pending;
      };
      return [name, call];
    });
    return Object.fromEntries(calls) as CallsOf<Handlers>;
  }
}

/** The process as one that a test calls: all its handlers, also those that refuse, so that a test sees it. */
function useTable({ id, handlers }: ProcessTable<unknown>): UseTable {
  return {
    id,
    handlers: Object.fromEntries(
      handlers.map(({ name, wireName, parameters, returns }) => [name, { wireName, parameters, returns: returns.codec }]),
    ),
  };
}

function readId(text: string): ProcessId {
  const id = parseProcessId(text);
  if (!id) throw new TypeError(`\`${text}\` is not a process id`);
  return id;
}
