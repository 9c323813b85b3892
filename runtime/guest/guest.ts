/**
 * A process as a reaction to what the host delivers. One tick is `deliver`, then every job that became ready, then
 * `endTick`: only there is state stored and are answers sent, in this order.
 */

import type { Address, LazyLoadBlob, Received, Request, Standard } from "../contract/index.js";
import { formatAddress, formatProcessId } from "../contract/index.js";
import { readCallArguments, readContent, readEnvelope } from "./arguments.js";
import { bindPaths } from "./bindings.js";
import { type CallMethods, createCallMethods } from "./calls.js";
import type { HandlerFunction, ProcessDefinition } from "./definition.js";
import { encodeCallAnswer, encodeHttpAnswer } from "./encode-answer.js";
import type { Answer, Exchange } from "./exchange.js";
import { Exchanges, type Origin, type Reply } from "./exchanges.js";
import { callFailure, type Failure, httpFailure } from "./failure.js";
import { addToHomePage, type HomePageFiles } from "./home-page.js";
import { httpAnswer, httpHead } from "./http-answer.js";
import { HttpDispatcher } from "./http-dispatch.js";
import type { HttpRequest } from "./http-request.js";
import { startInterval } from "./interval.js";
import { createLog, describe, type Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { withOwnBytes } from "./own-bytes.js";
import { type ContextBase, HttpRequestContext, RequestContext } from "./request-context.js";
import { SavedState } from "./saved-state.js";
import { serveUi } from "./serve-ui.js";
import { readServerMessage } from "./server-message.js";
import { type EventRun, Sockets } from "./sockets.js";
import { systemProcess } from "./system-process.js";

export interface GuestOptions {
  /** Milliseconds since the Unix epoch; the host's clock when undefined. */
  readonly now?: () => number;
  readonly homePage?: HomePageFiles;
}

const noBytes = new Uint8Array(0);

export class Guest {
  readonly #standard: Standard;
  readonly #definition: ProcessDefinition;
  readonly #our: Address;
  readonly #log: Log;
  readonly #exchanges: Exchanges;
  readonly #state: SavedState<unknown>;
  readonly #http: HttpDispatcher;
  readonly #sockets: Sockets;
  readonly #outbox = new Outbox();
  readonly #base: ContextBase;
  readonly #now: () => number;
  readonly #homePage: HomePageFiles;
  /** Handlers that settled since the last save: what is told if their state cannot be stored. */
  #unsaved: ((failure: Failure) => void)[] = [];
  /** Undefined once `init` is through; handlers wait for it. */
  #starting: Promise<void> | undefined;
  #initFailure: Error | undefined;

  /** Loads the state. Throws `UnreadableStateError` when it cannot be read. */
  constructor(standard: Standard, definition: ProcessDefinition, { now = Date.now, homePage = {} }: GuestOptions = {}) {
    const our = standard.our();
    this.#now = now;
    this.#homePage = homePage;
    this.#standard = standard;
    this.#definition = definition;
    this.#our = our;
    this.#log = createLog(standard, "");
    this.#exchanges = new Exchanges(standard, our, now);
    this.#state = new SavedState(standard, definition.table);
    this.#http = new HttpDispatcher(definition.table);
    this.#sockets = new Sockets({
      table: definition.table,
      methods: definition.sockets,
      log: this.#log,
      outbox: this.#outbox,
      server: systemProcess(our, "http-server"),
      run: (run) => this.#runEvent(run),
    });
    this.#base = {
      standard,
      our,
      state: this.#state.value,
      callsOf: (origin) => this.#createCalls(origin),
      sockets: this.#sockets.faces,
      sleep: (delayMs, origin) => this.#sleep(delayMs, origin),
    };
  }

  /** Requests of ours that have not come back; for tests of what a process holds on to. */
  get outstandingCount(): number {
    return this.#exchanges.outstandingCount;
  }

  /** Binds the process's paths, sets its timers and runs `init`; call `endTick` afterwards as for any tick. */
  start(): void {
    const { table } = this.#definition;
    const options = { our: this.#our, exchanges: this.#exchanges, log: this.#log };
    bindPaths(table, options);
    if (table.ui) serveUi(table.ui, options);
    addToHomePage(table, this.#homePage, options);
    this.#startTimers();
    if (!table.init) return;
    const context = new RequestContext(this.#base, { source: this.#our }, "init");
    this.#starting = Promise.resolve()
      .then(() => this.#definition.handlers["init"]?.(context))
      .then(
        () => {
          this.#state.noteMessage();
        },
        (error: unknown) => {
          this.#initFailure = new Error(`init of ${table.name} failed: ${describe(error)}`);
        },
      )
      .finally(() => {
        this.#starting = undefined;
      });
  }

  /** Takes what `receive` returned. The blob of the message is read here, before any other call of the host. */
  deliver(received: Received): void {
    if (received.tag === "err") {
      const [error, context] = received.val;
      this.#resume(context, { kind: "failure", failure: error.kind });
      return;
    }
    const blob = withOwnBytes(this.#standard.getBlob());
    const [source, message] = received.val;
    if (message.tag === "response") {
      const [response, context] = message.val;
      this.#resume(context, { kind: "response", response, blob });
    } else {
      this.#handleRequest(source, message.val, blob);
    }
  }

  /** Call when every job of the tick has run. Throws when `init` has failed: no handler may run without it. */
  endTick(): void {
    if (this.#initFailure) throw this.#initFailure;
    this.#save();
    this.#outbox.flush(this.#exchanges);
    this.#exchanges.endTick();
  }

  #startTimers(): void {
    const { table } = this.#definition;
    const options = { exchanges: this.#exchanges, now: this.#now, log: this.#log };
    for (const { name, periodMs } of table.timers) {
      let runCount = 0;
      let isRunning = false;
      const onTick = (): void => {
        // Never beside itself: while it runs, its times pass by.
        if (isRunning) return;
        isRunning = true;
        this.#runEvent({
          method: this.#definition.handlers[name],
          context: new RequestContext(this.#base, { source: this.#our }, `${name} ${++runCount}`),
          values: [],
          refuse: () => {},
          done: () => (isRunning = false),
        });
      };
      startInterval({ ...options, periodMs, onTick });
    }
    if (table.save.kind === "every-period") {
      startInterval({ ...options, periodMs: table.save.milliseconds, onTick: () => this.#state.notePeriod() });
    }
  }

  #resume(context: Uint8Array | undefined, reply: Reply): void {
    if (!this.#exchanges.resume(context, reply)) this.#log.warn("dropped an answer to no request of this process");
  }

  #handleRequest(source: Address, request: Request, blob: LazyLoadBlob | undefined): void {
    const exchange = this.#exchanges.begin(source, request);
    const isOwnNode = source.node === this.#our.node;
    const sender = formatProcessId(source.process);
    // The kernel repeats `run` for a process that runs already.
    if (isOwnNode && sender === "kernel:distro:sys") return;
    if (isOwnNode && sender === "http-server:distro:sys") {
      const message = readServerMessage(request.body, this.#definition.table.id);
      if (message?.kind === "http") return this.#handleHttp(exchange, message.request, blob?.bytes ?? noBytes);
      // The server waits for no answer to what happens on a WebSocket.
      if (message && request.expectsResponse === undefined) {
        return this.#sockets.take(message, this.#base, { number: exchange.number, source, blob });
      }
      // Not from a browser: what the node's RPC endpoint injects has the http-server as its source too.
    }
    this.#handleCall(exchange, request, isOwnNode);
  }

  #handleHttp(exchange: Exchange, request: HttpRequest, body: Uint8Array): void {
    const dispatch = this.#http.dispatch(request, body);
    switch (dispatch.kind) {
      case "failure":
        return this.#exchanges.settle(exchange, httpFailure(dispatch.failure));
      case "options":
        return this.#exchanges.settle(exchange, httpAnswer(httpHead(204, { allow: dispatch.allow.join(", ") }), noBytes));
      case "run": {
        const { handler, values, shownPath } = dispatch;
        const scope = `#${exchange.number} ${request.method} ${shownPath}`;
        const context = new HttpRequestContext(this.#base, exchange, scope, request, body);
        this.#run({
          exchange,
          context,
          name: handler.name,
          values,
          encode: (value) => encodeHttpAnswer(handler, value, context.response, request.method),
          fail: httpFailure,
        });
      }
    }
  }

  #handleCall(exchange: Exchange, request: Request, isOwnNode: boolean): void {
    const refuse = (failure: Failure): void => this.#exchanges.settle(exchange, callFailure(failure));
    const read = readContent(request.body);
    if (read.kind === "failure") return refuse(read.failure);
    const envelope = readEnvelope(read.content);
    const handler = this.#definition.table.handlers.find(
      (each) => each.wireName === envelope?.name && (each.remote || (each.local && isOwnNode)),
    );
    if (!envelope || !handler) {
      // The same words whether the name is unknown or only not for this caller: names cannot be probed.
      const message = `no handler that ${formatAddress(exchange.source)} may call is named so`;
      return refuse({ code: "call/unknown-handler", message });
    }
    const args = readCallArguments(handler, envelope);
    if (args.kind === "failure") return refuse(args.failure);
    const kind = isOwnNode ? "local" : "remote";
    this.#run({
      exchange,
      context: new RequestContext(this.#base, exchange, `#${exchange.number} ${kind} ${handler.name}`),
      name: handler.name,
      values: args.values,
      encode: (value) => encodeCallAnswer(handler, value),
      fail: callFailure,
    });
  }

  /** Runs a handler, or lets it wait for `init`; without `init` none runs at all. */
  #run(run: HandlerRun): void {
    if (!this.#starting) return this.#runNow(run);
    this.#whenStarted(() => this.#runNow(run));
  }

  #whenStarted(action: () => void): void {
    void this.#starting?.then(() => {
      if (!this.#initFailure) action();
    });
  }

  /** Keeps the answer of the handler when it settles. One that throws is answered by an id that the log repeats. */
  #runNow({ exchange, context, name, values, encode, fail }: HandlerRun): void {
    const finish = (makeAnswer: () => Answer): void => {
      this.#state.noteMessage();
      let answer: Answer;
      try {
        answer = makeAnswer();
      } catch (error) {
        answer = fail(this.#logFailure(context.log, error));
      }
      this.#exchanges.settle(exchange, answer);
      this.#unsaved.push((failure) => this.#exchanges.replaceAnswer(exchange, fail(failure)));
    };
    const settle = (result: unknown): void => finish(() => encode(result));
    const reject = (error: unknown): void => finish(() => fail(this.#logFailure(context.log, error)));
    perform(this.#definition.handlers[name], context, values, settle, reject);
  }

  /** Runs what answers nobody: the handler of a timer, or one of a WebSocket. */
  #runEvent(run: EventRun): void {
    if (this.#starting) return this.#whenStarted(() => this.#runEvent(run));
    const { method, context, values, refuse, done } = run;
    const finish = (): void => {
      this.#state.noteMessage();
      this.#unsaved.push(refuse);
      done();
    };
    const reject = (error: unknown): void => {
      refuse(this.#logFailure(context.log, error));
      finish();
    };
    perform(method, context, values, finish, reject);
  }

  #logFailure(log: Log, error: unknown): Failure {
    const id = makeFailureId();
    log.error(`the handler failed (id ${id})`, error);
    return { code: "handler/failed", message: "the handler failed; the log of the process has the reason under the id", id };
  }

  /** An answer that was promised to follow its state must not leave when the state cannot be stored. */
  #save(): void {
    try {
      this.#state.saveIfDue();
    } catch (error) {
      const failure = this.#logFailure(this.#log, error);
      const discardedCount = this.#outbox.discard();
      if (discardedCount > 0) this.#log.error(`${discardedCount} messages to WebSockets were dropped with the change they follow`);
      for (const refuse of this.#unsaved) refuse(failure);
    }
    if (this.#unsaved.length > 0) this.#unsaved = [];
  }

  #createCalls(origin: Origin): Readonly<Record<string, CallMethods>> {
    const caller = { exchanges: this.#exchanges, our: this.#our, origin };
    const uses = Object.entries(this.#definition.table.uses);
    return Object.fromEntries(uses.map(([alias, use]) => [alias, createCallMethods(use, caller)]));
  }

  #sleep(delayMs: number, origin: Origin): Promise<void> {
    if (!Number.isInteger(delayMs) || delayMs < 0) {
      return Promise.reject(new RangeError(`sleep takes whole milliseconds from 0, found ${delayMs}`));
    }
    return new Promise((resolve) => {
      this.#exchanges.sendTimer(delayMs, () => resolve(), origin);
    });
  }
}

interface HandlerRun {
  readonly exchange: Exchange;
  readonly context: RequestContext;
  readonly name: string;
  readonly values: readonly unknown[];
  readonly encode: (value: unknown) => Answer;
  readonly fail: (failure: Failure) => Answer;
}

/** Calls `settle` or `reject` once; at once when the handler is no asynchronous one. */
function perform(
  method: HandlerFunction | undefined,
  context: RequestContext,
  values: readonly unknown[],
  settle: (result: unknown) => void,
  reject: (error: unknown) => void,
): void {
  let result: unknown;
  try {
    // Not `(context, ...values)`: spreading costs the component's engine 3 us, ten times the call.
    result = method?.apply(undefined, [context as unknown].concat(values) as [unknown]);
  } catch (error) {
    return reject(error);
  }
  if (isThenable(result)) Promise.resolve(result).then(settle, reject);
  else settle(result);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Ten random letters and digits: to find a line in a log, not a secret. */
function makeFailureId(): string {
  return Math.random().toString(36).slice(2, 12).padEnd(10, "0");
}
