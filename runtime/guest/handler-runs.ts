/** Running handlers: each from its start, which waits for `init`, to its result, its failure or the end of its time. */

import type { Deadlines } from "./deadlines.js";
import type { HandlerFunction } from "./definition.js";
import type { Answer, Exchange } from "./exchange.js";
import type { Exchanges } from "./exchanges.js";
import type { Failure } from "./failure.js";
import type { Log } from "./log.js";
import type { RequestContext } from "./request-context.js";
import type { RequestLog, Settlement } from "./request-log.js";
import type { SavedState } from "./saved-state.js";
import { isThenable } from "./thenable.js";

/** A handler that answers a request. */
export interface RequestRun {
  readonly exchange: Exchange;
  readonly context: RequestContext;
  readonly method: HandlerFunction | undefined;
  readonly values: readonly unknown[];
  /** Throws when the result does not fit its type. */
  readonly encode: (value: unknown) => Answer;
  readonly fail: (failure: Failure) => Answer;
  /** Its line in the log, once it is over. */
  settlement: Settlement | undefined;
}

/** A handler that answers nobody: of a timer, or of a WebSocket. */
export interface EventRun {
  readonly context: RequestContext;
  readonly method: HandlerFunction | undefined;
  readonly values: readonly unknown[];
  /** It threw, took too long, or the state behind it could not be stored. */
  readonly refuse: (failure: Failure) => void;
  /** Called once, when it has settled or its time is over. */
  readonly done: () => void;
}

export interface HandlerRunsOptions {
  readonly exchanges: Exchanges;
  readonly deadlines: Deadlines;
  /** Milliseconds. */
  readonly now: () => number;
  readonly log: Log;
  /** Undefined where requests get no line. */
  readonly requests: RequestLog | undefined;
  /** How long a handler may take; as long as its caller waits when undefined. */
  readonly limitMs: number | undefined;
  /** Told that a handler has settled: what it changed counts as one message. */
  readonly state: Pick<SavedState<unknown>, "noteMessage">;
}

export class HandlerRuns {
  readonly #options: HandlerRunsOptions;
  /** Undefined once `init` is through; handlers wait for it. */
  #starting: Promise<void> | undefined;
  /** Handlers that settled since the last save: those that are told if their state cannot be stored. */
  #unsaved: (RequestRun | ((failure: Failure) => void))[] = [];
  /** How often the state has become again what is stored, under handlers that wait for something. */
  #rollbackCount = 0;
  #count = 0;

  constructor(options: HandlerRunsOptions) {
    this.#options = options;
  }

  /** Handlers that have begun, `init` among them, or wait for it, and have neither settled nor run out of time. */
  get count(): number {
    return this.#count;
  }

  /** Lets all runs wait for `started`; when that rejects, none of them ever runs. */
  waitFor(started: Promise<void>): void {
    this.#count++;
    const over = (): void => void this.#count--;
    started.then(over, over);
    const starting = started.then(() => {
      this.#starting = undefined;
    });
    // Whoever gave it handles the failure.
    starting.catch(() => {});
    this.#starting = starting;
  }

  /** Keeps the answer of the handler when it settles. One that throws is answered by an id that the log repeats. */
  run(run: RequestRun): void {
    if (this.#starting) return this.#whenStarted(() => this.run(run));
    let result: unknown;
    try {
      result = call(run.method, run.context, run.values);
    } catch (error) {
      return this.#answer(run, this.#failed(run, error, "handler"));
    }
    if (isThenable(result)) this.#follow(run, result);
    else this.#answer(run, this.#encode(run, result));
  }

  /** Waits for an asynchronous handler, and for the end of its time. */
  #follow(run: RequestRun, result: PromiseLike<unknown>): void {
    const { exchange, context } = run;
    const { exchanges, requests, state } = this.#options;
    const rollbackCount = this.#rollbackCount;
    let isOver = false;
    let callOff = (): void => {};
    const finish = (makeAnswer: () => Answer): void => {
      // What it changed after its time counts too.
      if (isOver) return state.noteMessage();
      isOver = true;
      this.#count--;
      callOff();
      const isRolledBack = rollbackCount !== this.#rollbackCount;
      this.#answer(run, isRolledBack ? this.#failed(run, new Error(rolledBack), "save") : makeAnswer());
    };
    this.#count++;
    Promise.resolve(result).then(
      (value) => finish(() => this.#encode(run, value)),
      (error: unknown) => finish(() => this.#failed(run, error, "handler")),
    );
    callOff = this.#limit(exchange, () => {
      if (isOver) return;
      isOver = true;
      this.#count--;
      const answer = run.fail(this.#endLate(context));
      exchanges.settle(exchange, answer);
      requests?.add(context.scope, exchange.beganMs, answer);
    });
  }

  /** The handler has settled within its time. */
  #answer(run: RequestRun, answer: Answer): void {
    const { exchange, context } = run;
    const { exchanges, requests, state } = this.#options;
    state.noteMessage();
    context.end();
    exchanges.settle(exchange, answer);
    if (requests) run.settlement = requests.add(context.scope, exchange.beganMs, answer);
    this.#unsaved.push(run);
  }

  /** Its answer has not left yet. */
  #refuse({ exchange, fail, settlement }: RequestRun, failure: Failure): void {
    const refusal = fail(failure);
    this.#options.exchanges.replaceAnswer(exchange, refusal);
    if (settlement) settlement.outcome = refusal;
  }

  #encode(run: RequestRun, result: unknown): Answer {
    try {
      return run.encode(result);
    } catch (error) {
      return this.#failed(run, error, "encode");
    }
  }

  #failed({ context, fail }: RequestRun, error: unknown, phase: Failure["phase"]): Answer {
    return fail(this.logFailure(context.log, error, phase));
  }

  runEvent(run: EventRun): void {
    if (this.#starting) return this.#whenStarted(() => this.runEvent(run));
    const { method, context, values, refuse, done } = run;
    const { requests, now } = this.#options;
    const beganMs = requests ? now() : 0;
    const rollbackCount = this.#rollbackCount;
    let isOver = false;
    let callOff = (): void => {};
    const finish = (failure: Failure | undefined): void => {
      this.#options.state.noteMessage();
      if (isOver) return;
      isOver = true;
      this.#count--;
      callOff();
      context.end();
      const settlement = requests?.add(context.scope, beganMs, { status: undefined, failure });
      this.#unsaved.push((unsaved) => {
        refuse(unsaved);
        if (settlement) settlement.outcome = { status: undefined, failure: unsaved };
      });
      done();
    };
    const reject = (error: unknown, phase: Failure["phase"]): void => {
      const failure = this.logFailure(context.log, error, phase);
      if (!isOver) refuse(failure);
      finish(failure);
    };
    const settle = (): void =>
      rollbackCount === this.#rollbackCount ? finish(undefined) : reject(new Error(rolledBack), "save");
    this.#count++;
    const isSettled = perform(method, context, values, settle, (error) => reject(error, "handler"));
    if (isSettled) return;
    callOff = this.#limit(undefined, () => {
      if (isOver) return;
      isOver = true;
      this.#count--;
      const failure = this.#endLate(context);
      refuse(failure);
      requests?.add(context.scope, beganMs, { status: undefined, failure });
      done();
    });
  }

  logFailure(log: Log, error: unknown, phase: Failure["phase"]): Failure {
    const id = makeFailureId();
    log.error(`the handler failed (id ${id})`, error);
    const message = "the handler failed; the log of the process has the reason under the id";
    return { code: "handler/failed", message, id, ...(phase === undefined ? {} : { phase }) };
  }

  /** The changes of all that has settled are stored, or nobody needs them to be. */
  noteSaved(): void {
    if (this.#unsaved.length > 0) this.#unsaved = [];
  }

  /** Takes back what the handlers said whose changes could not be stored. */
  refuseUnsaved(failure: Failure): void {
    for (const unsaved of this.#unsaved) {
      if (typeof unsaved === "function") unsaved(failure);
      else this.#refuse(unsaved, failure);
    }
    this.#unsaved = [];
  }

  /** Handlers that have begun before and are still waiting may have lost a change: what they say is no answer any more. */
  noteRolledBack(): void {
    this.#rollbackCount++;
  }

  #whenStarted(action: () => void): void {
    this.#count++;
    const start = (): void => {
      this.#count--;
      action();
    };
    void this.#starting?.then(start, () => {});
  }

  /** `exchange` is that of a request. Returns what calls it off. */
  #limit(exchange: Exchange | undefined, onReached: () => void): () => void {
    const { exchanges, deadlines, now, limitMs } = this.#options;
    if (limitMs === undefined) return () => {};
    // A tick of the request itself, in which it can be answered: its handler may wait for what never gives it one.
    if (exchange?.answerable) return exchanges.limit(exchange, limitMs, onReached);
    return deadlines.add(now() + limitMs, onReached);
  }

  #endLate(context: RequestContext): Failure {
    const message = `the handler took longer than ${this.#options.limitMs} ms`;
    context.log.error(message);
    context.abort(message);
    return { code: "handler/timeout", message };
  }
}

const rolledBack = "while it waited, the state of another handler could not be stored, and all changes since the last one were undone";

/** Returns what the handler returns, throws what it throws. */
function call(method: HandlerFunction | undefined, context: RequestContext, values: readonly unknown[]): unknown {
  // Not `(context, ...values)`: spreading costs the component's engine 3 us, ten times the call.
  switch (values.length) {
    case 0:
      return method?.(context);
    case 1:
      return method?.(context, values[0]);
    case 2:
      return method?.(context, values[0], values[1]);
    default:
      return method?.apply(undefined, [context as unknown].concat(values) as [unknown]);
  }
}

/** Calls `settle` or `reject` once, at once when the handler is no asynchronous one. Returns whether it did so already. */
function perform(
  method: HandlerFunction | undefined,
  context: RequestContext,
  values: readonly unknown[],
  settle: (result: unknown) => void,
  reject: (error: unknown) => void,
): boolean {
  let result: unknown;
  try {
    result = call(method, context, values);
  } catch (error) {
    reject(error);
    return true;
  }
  if (!isThenable(result)) {
    settle(result);
    return true;
  }
  Promise.resolve(result).then(settle, reject);
  return false;
}

/** Ten random letters and digits: to find a line in a log, not a secret. */
function makeFailureId(): string {
  return Math.random().toString(36).slice(2, 12).padEnd(10, "0");
}
