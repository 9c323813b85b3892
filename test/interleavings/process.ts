/** The process that is played with: handlers that do the steps they are told, and write down what they see. */

import type { HttpMethod, ProcessTable } from "../../runtime/contract/index.js";
import { json } from "../../runtime/contract/index.js";
import type { CallOptions, CallOutcome, Channel, Context, PendingCall, ProcessDefinition, Socket } from "../../runtime/guest/index.js";
import { defineProcess } from "../../runtime/guest/index.js";
import type { Timers } from "../../runtime/guest/timers.js";
import { formatAddress } from "../../runtime/contract/address.js";
import type { Setup, Step } from "./plan.js";

/** What a request carries to its handler. */
export interface Task {
  readonly number: number;
  readonly steps: readonly Step[];
  /** The address that the handler must see as its source. */
  readonly from: string;
}

/** What became of a handler. */
export interface Life {
  readonly startMs: number;
  endMs: number;
  hasThrown: boolean;
  /** When it began to wait for its signal, and when that was aborted; both infinite if never. */
  heedMs: number;
  abortMs: number;
}

export interface Surroundings {
  readonly now: () => number;
  readonly timers: () => Timers;
}

interface Calls {
  readonly peer: { ask(text: unknown, options?: CallOptions): PendingCall<unknown> };
  readonly absent: { ask(text: unknown, options?: CallOptions): PendingCall<unknown> };
  readonly itself: { run(task: unknown, options?: CallOptions): PendingCall<unknown> };
}

/** Whose handlers have begun, and come to their end. */
interface State {
  begun: number[];
  done: number[];
  isSpoiled: boolean;
}

type PlayContext = Context<State, Calls, { readonly live: Socket<unknown> }> & {
  readonly channel?: Channel<unknown>;
  readonly query?: ReadonlyMap<string, string>;
  readonly response?: { readonly headers: Map<string, string> };
};

export const processId = "g:test:test.os";
export const otherNode = "other.os";

export class PlayedProcess {
  /** By number; a handler that runs twice is among the faults. */
  readonly lives = new Map<number, Life>();
  readonly faults: string[] = [];
  /** A handler has made the state one that cannot be stored. */
  hasSpoiled = false;
  readonly definition: ProcessDefinition;
  readonly #surroundings: Surroundings;
  #waiting: (() => void)[] = [];
  #lock: Promise<void> = Promise.resolve();
  #lockHolder: number | undefined;
  #shared: Promise<CallOutcome<unknown>> | undefined;
  /** When the timer's handler that runs has started. */
  #sweepingSinceMs: number | undefined;
  #isQuiet = false;
  #isReady: boolean;
  #selfCount = 0;

  constructor(setup: Setup, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#isReady = setup.initMs === undefined;
    this.definition = defineProcess<State, object>(createTable(setup)).process({
      init: async ({ sleep }: PlayContext) => {
        await sleep(setup.initMs ?? 0);
        this.#isReady = true;
      },
      run: (context: PlayContext, task: unknown) => this.#run(context, task as Task),
      sweep: (context: PlayContext) => (this.#isQuiet ? undefined : this.#sweep(context, setup.sweep)),
      live: { message: (context: PlayContext, task: unknown) => this.#answerFrame(context, task as Task) },
    });
  }

  #openGate(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** From now on the timer's handler does nothing. */
  calmDown(): void {
    this.#isQuiet = true;
  }

  /** Forgets the handlers that have run; the timer's works again. */
  clear(state: unknown): void {
    this.lives.clear();
    this.hasSpoiled = false;
    Object.assign(state as State, { begun: [], done: [] });
    this.#isQuiet = false;
  }

  async #run(context: PlayContext, task: Task): Promise<number> {
    const { now } = this.#surroundings;
    const life: Life = { startMs: now(), endMs: Infinity, hasThrown: false, heedMs: Infinity, abortMs: Infinity };
    if (this.lives.has(task.number)) this.faults.push(`${task.number} runs twice`);
    if (!this.#isReady) this.faults.push(`${task.number} runs before init is through`);
    this.lives.set(task.number, life);
    context.state.begun.push(task.number);
    context.response?.headers.set("x-number", String(task.number));
    try {
      for (const step of task.steps) {
        if (step.kind === "heed") await this.#heed(context, life);
        else await this.#perform(context, step, task.number);
        this.#checkContext(context, task);
      }
    } catch (error) {
      life.hasThrown = true;
      if (!(error instanceof Planned)) this.faults.push(`${task.number} failed: ${String(error)}`);
      throw error;
    } finally {
      life.endMs = now();
    }
    context.state.done.push(task.number);
    return task.number;
  }

  async #answerFrame(context: PlayContext, task: Task): Promise<void> {
    context.channel?.send(await this.#run(context, task));
  }

  async #sweep(context: PlayContext, sweep: Setup["sweep"]): Promise<void> {
    const nowMs = this.#surroundings.now();
    const { timeoutMs = Infinity } = this.definition.table;
    if (this.#sweepingSinceMs !== undefined && nowMs < this.#sweepingSinceMs + timeoutMs) {
      this.faults.push("the timer's handler runs beside itself");
    }
    this.#sweepingSinceMs = nowMs;
    try {
      for (const step of sweep?.steps ?? []) await this.#perform(context, step, 0);
    } finally {
      if (this.#sweepingSinceMs === nowMs) this.#sweepingSinceMs = undefined;
    }
  }

  #checkContext({ source, query }: PlayContext, { number, from }: Task): void {
    if (formatAddress(source) !== from) this.faults.push(`${number} of ${from} sees ${formatAddress(source)}`);
    const shown = query?.get("number");
    if (shown !== undefined && shown !== String(number)) this.faults.push(`${number} sees the query of ${shown}`);
  }

  #heed({ signal }: PlayContext, life: Life): Promise<never> {
    const note = (): void => {
      life.abortMs = this.#surroundings.now();
    };
    life.heedMs = this.#surroundings.now();
    if (signal.aborted) note();
    else signal.addEventListener("abort", note);
    return new Promise(() => {});
  }

  async #perform(context: PlayContext, step: Step, number: number): Promise<unknown> {
    const { call } = context;
    switch (step.kind) {
      case "ask":
        return this.#ask(call, `${number}`);
      case "askBoth":
        return Promise.all([this.#ask(call, `${number}x`), this.#ask(call, `${number}y`)]);
      case "askRace":
        return Promise.race([this.#ask(call, `${number}x`), this.#ask(call, `${number}y`)]);
      case "share":
        this.#shared ??= Promise.resolve(call.peer.ask("shared")).finally(() => (this.#shared = undefined));
        return this.#shared;
      case "background":
        void this.#ask(call, `${number}b`).then(() => this.#openGate());
        return undefined;
      case "brief":
        return this.#ask(call, `${number}s`, { timeoutMs: 1000 });
      case "abortable":
        return this.#ask(call, `${number}a`, { signal: context.signal });
      case "dead":
        return this.#expect(await call.absent.ask("x"), "timeout", number);
      case "offline":
        return this.#expect(await call.peer.ask("x", { node: "gone.os" }), "offline", number);
      case "self":
        return this.#askItself(context, step.steps);
      case "wait":
        return new Promise<void>((resolve) => this.#waiting.push(resolve));
      case "open":
        return this.#openGate();
      case "poll":
        return this.#poll(step.ms);
      case "lock":
        return this.#holdLock(context, number, step.ms);
      case "nap":
        return this.#spend(step.ms, () => context.sleep(step.ms), number);
      case "timer":
        return this.#spend(step.ms, () => this.#after(step.ms), number);
      case "interval":
        return this.#countTo(3, step.ms);
      case "jobs":
        for (let count = 0; count < step.count; count++) await Promise.resolve();
        return undefined;
      case "push":
        return context.sockets.live.broadcast(-1);
      case "spoil":
        this.hasSpoiled = true;
        context.state.isSpoiled = true;
        return undefined;
      case "throw":
        throw new Planned();
      case "never":
      case "heed":
        return new Promise(() => {});
    }
  }

  /** The peer answers with what it was asked. */
  async #ask({ peer }: Calls, text: string, options: CallOptions = {}): Promise<void> {
    const outcome = await peer.ask(text, options);
    if (outcome.tag === "ok" && outcome.val !== text) this.faults.push(`asked ${text}, was told ${String(outcome.val)}`);
  }

  #expect(outcome: CallOutcome<unknown>, tag: string, number: number): void {
    if (outcome.tag !== tag) this.faults.push(`a call of ${number} ended as ${outcome.tag} and not as ${tag}`);
  }

  async #askItself({ call, our }: PlayContext, steps: readonly Step[]): Promise<void> {
    const number = -2 - this.#selfCount++;
    const task: Task = { number, steps, from: formatAddress(our) };
    const outcome = await call.itself.run(task, { timeoutMs: 2000 });
    if (outcome.tag === "ok" && outcome.val !== number) this.faults.push(`asked itself ${number}, was told ${String(outcome.val)}`);
    this.lives.delete(number);
  }

  /** Until the gate opens or the time is over. */
  #poll(ms: number): Promise<void> {
    const timers = this.#surroundings.timers();
    return new Promise((resolve) => {
      const timer = timers.setTimeout(() => resolve(), ms);
      this.#waiting.push(() => {
        timers.clear(timer);
        resolve();
      });
    });
  }

  async #holdLock({ sleep }: PlayContext, number: number, ms: number): Promise<void> {
    const before = this.#lock;
    let release = (): void => {};
    this.#lock = new Promise((resolve) => (release = resolve));
    await before;
    if (this.#lockHolder !== undefined) this.faults.push(`${number} and ${this.#lockHolder} hold the lock`);
    this.#lockHolder = number;
    await sleep(ms);
    this.#lockHolder = undefined;
    release();
  }

  #after(ms: number): Promise<void> {
    return new Promise((resolve) => this.#surroundings.timers().setTimeout(() => resolve(), ms));
  }

  #countTo(count: number, periodMs: number): Promise<void> {
    const timers = this.#surroundings.timers();
    let left = count;
    return new Promise((resolve) => {
      const id = timers.setInterval(() => {
        if (--left > 0) return;
        timers.clear(id);
        resolve();
      }, periodMs);
    });
  }

  /** Neither shorter nor longer than asked for: the clock stands still while the process works. */
  async #spend(ms: number, wait: () => Promise<void>, number: number): Promise<void> {
    const { now } = this.#surroundings;
    const dueMs = now() + ms;
    await wait();
    if (now() !== dueMs) this.faults.push(`${number} was to sleep until ${dueMs}, woke at ${now()}`);
  }
}

/** A failure that a plan wants. */
class Planned extends Error {}

function createTable({ save, timeoutMs, initMs, sweep }: Setup): ProcessTable<State> {
  const parameters = [{ name: "task", from: "body" as const, codec: json, fallback: undefined }];
  const ask = { wireName: "Ask", parameters: [{ name: "text", codec: json }], returns: json };
  const scope = { authenticated: false, localOnly: false, secureSubdomain: false };
  return {
    name: "Played",
    id: processId,
    title: "Played",
    save,
    timeoutMs,
    state: {
      schemaHash: "v1",
      initial: () => ({ begun: [], done: [], isSpoiled: false }),
      decode(value) {
        const { begun, done } = value as State;
        return { begun: [...begun], done: [...done], isSpoiled: false };
      },
      encode({ begun, done, isSpoiled }) {
        if (isSpoiled) throw new Error("the state is spoiled");
        return JSON.stringify({ begun, done });
      },
    },
    endpoints: [{ path: "/", ...scope }],
    socketEndpoints: [{ path: "/live", authenticated: false, secureSubdomain: false, extension: false }],
    ui: undefined,
    init: initMs !== undefined,
    timers: sweep ? [{ name: "sweep", periodMs: sweep.periodMs }] : [],
    sockets: [{ name: "live", path: "/live", endpoint: "/live", receives: json, sends: json }],
    handlers: [
      {
        name: "run",
        wireName: "Run",
        local: true,
        remote: true,
        http: {
          methods: ["POST" as HttpMethod],
          path: [{ kind: "literal", text: "run" }],
          endpoints: ["/"],
          catchAll: false,
        },
        parameters,
        returns: { kind: "json", codec: json, status: undefined },
      },
    ],
    uses: {
      peer: { id: "d:test:test.os", handlers: { ask } },
      absent: { id: "absent:test:test.os", handlers: { ask } },
      itself: {
        id: processId,
        handlers: { run: { wireName: "Run", parameters: [{ name: "task", codec: json }], returns: json } },
      },
    },
  };
}
