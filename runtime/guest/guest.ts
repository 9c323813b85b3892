/**
 * A process as a reaction to what the host delivers. One tick is `deliver`, then every job that became ready, then
 * `endTick`: only there is state stored and are answers sent, in this order.
 */

import type { Address, HandlerTable, LazyLoadBlob, Received, Request, Standard } from "../contract/index.js";
import { boundBody, decodeHandover, decodeUtf8, encodeHandover, encodeUtf8, finishBody, formatAddress } from "../contract/index.js";
import { readCallArguments, readContent, readEnvelope } from "./arguments.js";
import { bindPaths } from "./bindings.js";
import type { CallMethods } from "./calls.js";
import type { Carrier } from "./channel.js";
import type { ChannelsOptions } from "./channels.js";
import { readClientMessage } from "./client-message.js";
import { clientCarrier, type Clients } from "./clients.js";
import { Deadlines } from "./deadlines.js";
import type { ProcessDefinition } from "./definition.js";
import { encodeCallAnswer, encodeHttpAnswer } from "./encode-answer.js";
import type { Answer, Exchange } from "./exchange.js";
import { Exchanges, type Origin, type Reply } from "./exchanges.js";
import { callFailure, type Failure, httpFailure } from "./failure.js";
import { HandlerRuns } from "./handler-runs.js";
import { addToHomePage, type HomePageFiles } from "./home-page.js";
import { httpAnswer, httpHead } from "./http-answer.js";
import { type HttpDispatch, HttpDispatcher } from "./http-dispatch.js";
import type { HttpRequest } from "./http-request.js";
import { startInterval } from "./interval.js";
import { createLog, type Log, LogSink } from "./log.js";
import { LogFile } from "./log-file.js";
import { describe } from "./log-value.js";
import { Outbox } from "./outbox.js";
import { withOwnBytes } from "./own-bytes.js";
import { type ContextBase, HttpRequestContext, RequestContext, SocketRequestContext } from "./request-context.js";
import { RequestLog } from "./request-log.js";
import { SavedState } from "./saved-state.js";
import type { Scope } from "./scope.js";
import { readServerMessage, type SocketMessage } from "./server-message.js";
import { Services } from "./services/services.js";
import { serverCarrier, type Sockets } from "./sockets.js";
import { closeStray } from "./stray-channels.js";
import { systemName, systemProcess } from "./system-process.js";
import { StartUp } from "./start-up.js";
import { Timers } from "./timers.js";

declare const performance: { now(): number };

export interface GuestOptions {
  /** Milliseconds since any moment; by default of a clock that nobody sets, as that is by which the host waits. */
  readonly now?: () => number;
  readonly homePage?: HomePageFiles;
  /** Of WebSockets to servers; random by default. */
  readonly firstChannelId?: number | undefined;
}

const noBytes = new Uint8Array(0);

export class Guest {
  readonly #standard: Standard;
  readonly #definition: ProcessDefinition;
  readonly #our: Address;
  /** Of the process itself. */
  readonly log: Log;
  /** Undefined where the schema wants no file. */
  readonly #logFile: LogFile | undefined;
  /** Undefined where requests get no line. */
  readonly #requests: RequestLog | undefined;
  readonly #exchanges: Exchanges;
  readonly #state: SavedState<unknown>;
  readonly #http: HttpDispatcher;
  /** By their names on the wire. */
  readonly #callable = new Map<string, HandlerTable>();
  /** These two are undefined where the schema has none. */
  readonly #sockets: Sockets | undefined;
  readonly #clients: Clients | undefined;
  readonly #outbox = new Outbox();
  readonly #runs: HandlerRuns;
  readonly #deadlines: Deadlines;
  /** `setTimeout` and its like for author code. */
  readonly timers: Timers;
  readonly #base: ContextBase;
  readonly #now: () => number;
  readonly #homePage: HomePageFiles;
  #initFailure: Error | undefined;
  readonly #startUp: StartUp;
  /** The kernel has asked for a handover, and has not got it yet. */
  #isFinishing = false;
  /** The kernel has handed something over, and has not been told that all paths are bound. */
  #isAdopting = false;

  /** Loads the state. Throws `UnreadableStateError` when it cannot be read. */
  constructor(standard: Standard, definition: ProcessDefinition, options: GuestOptions = {}) {
    const { now = () => performance.now(), homePage = {}, firstChannelId } = options;
    const our = standard.our();
    this.#now = now;
    this.#homePage = homePage;
    this.#standard = standard;
    this.#definition = definition;
    this.#our = our;
    this.#exchanges = new Exchanges(standard, our, now);
    this.#startUp = new StartUp(this.#exchanges);
    const { log } = definition.table;
    if (log.file !== "none") {
      const onStopped = (reason: string): void => sink.print("warn", undefined, `the log goes to the terminal alone from now on: ${reason}`);
      this.#logFile = new LogFile({ our, exchanges: this.#exchanges, onStopped });
    }
    const sink = new LogSink(standard, log, this.#logFile);
    if (sink.takes(log.requests)) this.#requests = new RequestLog(sink, log.requests, now);
    this.log = createLog(sink);
    this.#state = new SavedState(standard, definition.table, this.log, definition.migrate);
    this.#http = new HttpDispatcher(definition.table);
    for (const handler of definition.table.handlers) {
      if (handler.local || handler.remote) this.#callable.set(handler.wireName, handler);
    }
    this.#deadlines = new Deadlines(this.#exchanges, now);
    this.#runs = new HandlerRuns({
      exchanges: this.#exchanges,
      deadlines: this.#deadlines,
      now,
      log: this.log,
      requests: this.#requests,
      limitMs: definition.table.timeoutMs,
      state: this.#state,
    });
    this.timers = new Timers({
      exchanges: this.#exchanges,
      now,
      onError: (error) => void this.log.error("a callback of a timer failed", error),
      onCalled: () => this.#state.noteMessage(),
    });
    const channels: Omit<ChannelsOptions, "carrier"> = {
      methods: definition.sockets,
      log: this.log,
      requests: this.#requests,
      outbox: this.#outbox,
      createContext: (source, scope, channel) => new SocketRequestContext(this.#base, { source }, scope, channel),
      run: (run) => this.#runs.runEvent(run),
    };
    const { features } = definition;
    this.#sockets = features.sockets?.(definition.table.sockets, {
      ...channels,
      carrier: serverCarrier(systemProcess(our, "http-server")),
    });
    this.#clients = features.clients?.(definition.table.clients, {
      ...channels,
      carrier: clientCarrier(systemProcess(our, "http-client")),
      exchanges: this.#exchanges,
      firstChannelId,
    });
    this.#base = {
      sink,
      our,
      state: this.#state.value,
      callsOf: (origin) => this.#createCalls(origin),
      sockets: this.#sockets?.faces ?? {},
      clientsOf: (origin) => this.#clients?.facesOf(origin) ?? {},
      servicesOf: (origin) => new Services(features, { exchanges: this.#exchanges, our, origin }),
      sleep: (delayMs, origin) => this.#sleep(delayMs, origin),
      whenOver: (origin, abort) => this.#whenOver(origin, abort),
    };
  }

  /** What handlers have as `state`; for tests. */
  get state(): unknown {
    return this.#state.value;
  }

  /** Requests of ours that have not come back; for tests of what a process holds on to. */
  get outstandingCount(): number {
    return this.#exchanges.outstandingCount;
  }

  /** What waits for a time of its own: callbacks of author code, and signals that a handler has looked at. */
  get waitingCount(): number {
    return this.timers.count + this.#deadlines.count;
  }

  /** WebSockets whose end it has not heard of. */
  get channelCount(): number {
    return (this.#sockets?.count ?? 0) + (this.#clients?.count ?? 0);
  }

  /** Binds the process's paths, sets its timers and runs `init`; call `endTick` afterwards as for any tick. */
  start(): void {
    const { table, features } = this.#definition;
    const options = { our: this.#our, exchanges: this.#startUp, log: this.log };
    bindPaths(table, options);
    if (table.ui) features.ui?.(table.ui, options);
    addToHomePage(table, this.#homePage, { our: this.#our, exchanges: this.#exchanges });
    this.#startTimers();
    if (!table.init) return;
    const scope: Scope = { kind: "init" };
    const context = new RequestContext(this.#base, { source: this.#our }, scope);
    const beganMs = this.#now();
    const started = Promise.resolve()
      .then(() => this.#definition.handlers["init"]?.(context))
      .then(() => {
        this.#state.noteMessage();
        this.#requests?.add(scope, beganMs, { status: undefined, failure: undefined });
      });
    this.#runs.waitFor(started);
    started.catch((error: unknown) => {
      this.#initFailure = new Error(`init of ${table.name} failed: ${describe(error)}`);
    });
  }

  /** Takes what `receive` returned. Where its blob is looked at, that is before any other call of the host. */
  deliver(received: Received): void {
    if (received.tag === "err") {
      const [error, context] = received.val;
      this.#resume(context, { kind: "failure", failure: error.kind });
      return;
    }
    const [source, message] = received.val;
    if (message.tag === "response") {
      const blob = this.#readBlob();
      const [response, context] = message.val;
      this.#resume(context, { kind: "response", response, blob });
    } else {
      this.#handleRequest(source, message.val);
    }
  }

  /** Of the message that was delivered last. */
  #readBlob(): LazyLoadBlob | undefined {
    return withOwnBytes(this.#standard.getBlob());
  }

  /** Call when every job of the tick has run. Throws when `init` has failed: no handler may run without it. */
  endTick(): void {
    if (this.#initFailure) throw this.#initFailure;
    if (this.#isFinishing && this.#runs.count === 0) this.#state.noteEnd();
    this.#save();
    this.#outbox.flush(this.#exchanges);
    this.#exchanges.endTick();
    if (this.#isFinishing || this.#isAdopting) this.#tellKernel();
    // Last, so that no answer waits for them.
    this.#requests?.flush();
    this.#logFile?.flush();
  }

  #tellKernel(): void {
    const kernel = systemProcess(this.#our, "kernel");
    if (this.#isFinishing && this.#runs.count === 0 && this.#exchanges.unsentCount === 0) {
      this.#isFinishing = false;
      this.#exchanges.notify(kernel, encodeHandover(this.#sockets?.handOver() ?? []));
    }
    if (this.#isAdopting && this.#startUp.isOver) {
      this.#isAdopting = false;
      this.#exchanges.notify(kernel, encodeUtf8(boundBody));
    }
  }

  #startTimers(): void {
    const { table } = this.#definition;
    const options = { exchanges: this.#exchanges, now: this.#now, log: this.log };
    for (const { name, periodMs } of table.timers) {
      let runCount = 0;
      let isRunning = false;
      const onTick = (): void => {
        // Never beside itself: while it runs, its times pass by.
        if (isRunning) return;
        isRunning = true;
        this.#runs.runEvent({
          method: this.#definition.handlers[name],
          context: new RequestContext(this.#base, { source: this.#our }, { kind: "timer", handler: name, run: ++runCount }),
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
    if (!this.#exchanges.resume(context, reply)) this.log.warn("dropped an answer to no request of this process");
  }

  #handleRequest(source: Address, request: Request): void {
    const exchange = this.#exchanges.begin(source, request);
    if (this.#requests) exchange.beganMs = this.#now();
    const isOwnNode = source.node === this.#our.node;
    const sender = isOwnNode ? systemName(source.process) : undefined;
    if (sender !== undefined && this.#handleSystem(sender, exchange, request)) return;
    // Its blob is not looked at: a call has all its arguments in the body.
    this.#handleCall(exchange, request, isOwnNode);
  }

  /** Takes what is a message of a process of the node's own; returns whether it was. */
  #handleSystem(sender: string, exchange: Exchange, request: Request): boolean {
    if (sender === "kernel") {
      this.#handleKernel(request.body);
      return true;
    }
    const { number, source } = exchange;
    if (sender === "http-server") {
      const message = readServerMessage(request.body, this.#definition.table.id);
      if (message?.kind === "http") {
        this.#handleHttp(exchange, message.request, this.#readBlob()?.bytes ?? noBytes);
        return true;
      }
      // The server waits for no answer to what happens on a WebSocket. What does not fit is not from a browser: what the
      // node's RPC endpoint injects has the http-server as its source too.
      if (!message || request.expectsResponse !== undefined) return false;
      if (this.#sockets) this.#sockets.take(message, { number, source, blob: this.#readBlob() });
      else this.#closeStray(message, source, serverCarrier(source));
      return true;
    }
    if (sender !== "http-client" || request.expectsResponse !== undefined) return false;
    const message = readClientMessage(request.body);
    if (!message) return false;
    if (this.#clients) this.#clients.take(message, { number, source, blob: this.#readBlob() });
    else this.#closeStray(message, source, clientCarrier(source));
    return true;
  }

  #closeStray(message: SocketMessage, source: Address, carrier: Carrier): void {
    closeStray(message, source, { log: this.log, outbox: this.#outbox, carrier });
  }

  /** Anything else is nothing to answer: the kernel repeats `run` for a process that runs already. */
  #handleKernel(body: Uint8Array): void {
    if (decodeUtf8(body) === finishBody) this.#isFinishing = true;
    const handover = decodeHandover(body);
    if (!handover) return;
    this.#isAdopting = true;
    if (this.#sockets) return this.#sockets.adopt(handover);
    // The predecessor had WebSockets, which this schema has not.
    const server = systemProcess(this.#our, "http-server");
    for (const { id, path, isClosing = false } of handover) {
      if (!isClosing) this.#closeStray({ kind: "open", channelId: id, path }, server, serverCarrier(server));
    }
  }

  #handleHttp(exchange: Exchange, request: HttpRequest, body: Uint8Array): void {
    const dispatch = this.#http.dispatch(request, body);
    switch (dispatch.kind) {
      case "failure": {
        const scope = httpScope(exchange, request, dispatch, dispatch.handler);
        return this.#settle(exchange, httpFailure(dispatch.failure), scope);
      }
      case "options": {
        const answer = httpAnswer(httpHead(204, { allow: dispatch.allow.join(", ") }), noBytes);
        return this.#settle(exchange, answer, httpScope(exchange, request, dispatch, undefined));
      }
      case "run": {
        const { handler, values } = dispatch;
        const scope = httpScope(exchange, request, dispatch, handler);
        const context = new HttpRequestContext(this.#base, exchange, scope, request, body);
        this.#runs.run({
          exchange,
          context,
          method: this.#definition.handlers[handler.name],
          values,
          encode: (value) => encodeHttpAnswer(handler, value, context.settings, request.method),
          fail: httpFailure,
          settlement: undefined,
        });
      }
    }
  }

  #handleCall(exchange: Exchange, request: Request, isOwnNode: boolean): void {
    const kind = isOwnNode ? "local" : "remote";
    const refuse = (failure: Failure, refusing?: HandlerTable): void =>
      this.#settle(exchange, callFailure(failure), { kind, id: exchange.number, handler: refusing });
    const read = readContent(request.body);
    if (read.kind === "failure") return refuse(read.failure);
    const envelope = readEnvelope(read.content);
    const handler = envelope && this.#callable.get(envelope.name);
    if (!handler || !(handler.remote || isOwnNode)) {
      // The same words whether the name is unknown or only not for this caller: names cannot be probed.
      const message = `no handler that ${formatAddress(exchange.source)} may call is named so`;
      return refuse({ code: "call/unknown-handler", message });
    }
    const args = readCallArguments(handler, envelope);
    if (args.kind === "failure") return refuse(args.failure, handler);
    this.#runs.run({
      exchange,
      context: new RequestContext(this.#base, exchange, { kind, id: exchange.number, handler }),
      method: this.#definition.handlers[handler.name],
      values: args.values,
      encode: (value) => encodeCallAnswer(handler, value),
      fail: callFailure,
      settlement: undefined,
    });
  }

  /** Without a handler. */
  #settle(exchange: Exchange, answer: Answer, scope: Scope): void {
    this.#exchanges.settle(exchange, answer);
    this.#requests?.add(scope, exchange.beganMs, answer);
  }

  /** An answer that was promised to follow its state must not leave when the state cannot be stored. */
  #save(): void {
    try {
      this.#state.saveIfDue();
      this.#runs.noteSaved();
    } catch (error) {
      const failure = this.#runs.logFailure(this.log, error, "save");
      const discardedCount = this.#outbox.discard();
      if (discardedCount > 0) this.log.error(`${discardedCount} messages to WebSockets were dropped with the change they follow`);
      this.#runs.refuseUnsaved(failure);
      if (this.#state.rollBack()) this.#runs.noteRolledBack();
    }
  }

  #createCalls(origin: Origin): Readonly<Record<string, CallMethods>> {
    const caller = { exchanges: this.#exchanges, our: this.#our, origin };
    const { table, features } = this.#definition;
    const uses = Object.entries(table.uses);
    return Object.fromEntries(uses.map(([alias, use]) => [alias, features.calls?.(use, caller) ?? {}]));
  }

  #whenOver(origin: Origin, abort: (reason: string) => void): () => void {
    if (!isExchange(origin) || !origin.answerable) return () => {};
    return this.#deadlines.add(this.#exchanges.deadlineOf(origin), () => abort("the requester has stopped waiting"));
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

function isExchange(origin: Origin): origin is Exchange {
  return "deadlineMs" in origin;
}

function httpScope(
  { number }: Exchange,
  { method }: HttpRequest,
  { shownPath }: HttpDispatch,
  handler: HandlerTable | undefined,
): Scope {
  return { kind: "http", id: number, method, path: shownPath, handler };
}
