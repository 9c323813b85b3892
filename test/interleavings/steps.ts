/** What handlers do, one step at a time, and what they can see to be wrong in it. */

import { formatAddress } from "../../runtime/contract/index.js";
import type { CallOptions, CallOutcome } from "../../runtime/guest/index.js";
import type { Timers } from "../../runtime/guest/timers.js";
import type { Step } from "./plan.js";
import type { Calls, PlayContext, Task } from "./table.js";

export interface Surroundings {
  readonly now: () => number;
  readonly timers: () => Timers;
}

/** What handlers write down, of all that there were since the process started first. */
export class Book {
  /** By number; a handler that runs twice is among the faults. */
  readonly lives = new Map<number, Life>();
  readonly faults: string[] = [];
  /** A handler has made the state one that cannot be stored. */
  hasSpoiled = false;
  /** How often the process has called itself: its requests go down from -2. */
  selfCount = 0;
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

/** A failure that a plan wants. */
export class Planned extends Error {}

/** Those of one process: what its handlers share is here. */
export class Steps {
  /** Channels to servers that a handler has closed. */
  readonly hungUp = new Set<number>();
  readonly #surroundings: Surroundings;
  readonly #book: Book;
  #waiting: (() => void)[] = [];
  #lock: Promise<void> = Promise.resolve();
  #lockHolder: number | undefined;
  #shared: Promise<CallOutcome<unknown>> | undefined;

  constructor(surroundings: Surroundings, book: Book) {
    this.#surroundings = surroundings;
    this.#book = book;
  }

  /** `number` is that of the handler's request. */
  async perform(context: PlayContext, step: Step, number: number): Promise<unknown> {
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
      case "dial":
        return this.#dial(context);
      case "hangUp":
        for (const channel of context.clients.feed.channels.values()) {
          this.hungUp.add(channel.id);
          channel.close();
        }
        return undefined;
      case "spoil":
        this.#book.hasSpoiled = true;
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
    if (outcome.tag === "ok" && outcome.val !== text) this.#book.faults.push(`asked ${text}, was told ${String(outcome.val)}`);
  }

  async #dial({ clients }: PlayContext): Promise<void> {
    const outcome = await clients.feed.connect("ws://s", { timeoutMs: 1000 });
    if (outcome.tag === "ok") outcome.val.send(-1);
  }

  #expect(outcome: CallOutcome<unknown>, tag: string, number: number): void {
    if (outcome.tag !== tag) this.#book.faults.push(`a call of ${number} ended as ${outcome.tag} and not as ${tag}`);
  }

  async #askItself({ call, our }: PlayContext, steps: readonly Step[]): Promise<void> {
    const number = -2 - this.#book.selfCount++;
    const task: Task = { number, steps, from: formatAddress(our) };
    const outcome = await call.itself.run(task, { timeoutMs: 2000 });
    if (outcome.tag === "ok" && outcome.val !== number) this.#book.faults.push(`asked itself ${number}, was told ${String(outcome.val)}`);
    this.#book.lives.delete(number);
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
    if (this.#lockHolder !== undefined) this.#book.faults.push(`${number} and ${this.#lockHolder} hold the lock`);
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
    if (now() !== dueMs) this.#book.faults.push(`${number} was to sleep until ${dueMs}, woke at ${now()}`);
  }

  #openGate(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
