/** The process that is played with: its handlers do the steps they are told and write down what becomes of them. */

import { formatAddress } from "../../runtime/contract/index.js";
import { featuresOf } from "../../runtime/guest/features.js";
import { defineProcess, type ProcessDefinition } from "../../runtime/guest/index.js";
import type { Setup } from "./plan.js";
import { type Book, type Life, Planned, Steps, type Surroundings } from "./steps.js";
import { createTable, type PlayContext, type State, type Task } from "./table.js";

export class PlayedProcess {
  readonly definition: ProcessDefinition;
  readonly #surroundings: Surroundings;
  readonly #book: Book;
  readonly #steps: Steps;
  /** Of channels to servers. */
  readonly #phases = new Map<number, "opening" | "open" | "closed">();
  /** When the timer's handler that runs has started. */
  #sweepingSinceMs: number | undefined;
  #isQuiet = false;
  #isReady: boolean;

  constructor(setup: Setup, surroundings: Surroundings, book: Book) {
    this.#surroundings = surroundings;
    this.#book = book;
    this.#steps = new Steps(surroundings, book);
    this.#isReady = setup.initMs === undefined;
    const table = createTable(setup);
    this.definition = defineProcess<State, object>(table, ...featuresOf(table)).process({
      init: async ({ sleep }: PlayContext) => {
        await sleep(setup.initMs ?? 0);
        this.#isReady = true;
      },
      run: (context: PlayContext, task: unknown) => this.#run(context, task as Task),
      sweep: (context: PlayContext) => (this.#isQuiet ? undefined : this.#sweep(context, setup.sweep)),
      live: { message: (context: PlayContext, task: unknown) => this.#answerFrame(context, task as Task) },
      feed: {
        open: async (context: PlayContext) => {
          this.#note(context, "opening", undefined);
          await context.sleep(5);
          this.#note(context, "open", "opening");
        },
        message: (context: PlayContext, task: unknown) => {
          this.#note(context, "open", "open");
          const id = context.channel?.id ?? 0;
          if (this.#steps.hungUp.has(id)) this.#book.faults.push(`channel ${id} is heard after it was closed`);
          return this.#answerFrame(context, task as Task);
        },
        close: (context: PlayContext) => this.#note(context, "closed", "open"),
      },
    });
  }

  /** From now on the timer's handler does nothing. */
  calmDown(): void {
    this.#isQuiet = true;
  }

  /** The timer's handler works again, on a state as at first. */
  startOver(state: unknown): void {
    this.#isQuiet = false;
    this.#phases.clear();
    this.#steps.hungUp.clear();
    Object.assign(state as State, { begun: [], done: [] });
  }

  async #run(context: PlayContext, task: Task): Promise<number> {
    const { now } = this.#surroundings;
    const life: Life = { startMs: now(), endMs: Infinity, hasThrown: false, heedMs: Infinity, abortMs: Infinity };
    if (this.#book.lives.has(task.number)) this.#book.faults.push(`${task.number} runs twice`);
    if (!this.#isReady) this.#book.faults.push(`${task.number} runs before init is through`);
    this.#book.lives.set(task.number, life);
    context.state.begun.push(task.number);
    context.response?.headers.set("x-number", String(task.number));
    try {
      for (const step of task.steps) {
        if (step.kind === "heed") await this.#heed(context, life);
        else await this.#steps.perform(context, step, task.number);
        this.#checkContext(context, task);
      }
    } catch (error) {
      life.hasThrown = true;
      if (!(error instanceof Planned)) this.#book.faults.push(`${task.number} failed: ${String(error)}`);
      throw error;
    } finally {
      life.endMs = now();
    }
    context.state.done.push(task.number);
    return task.number;
  }

  /** What has happened last on a channel to a server must be `before`. */
  #note({ channel }: PlayContext, phase: "opening" | "open" | "closed", before: "opening" | "open" | undefined): void {
    const id = channel?.id ?? 0;
    const last = this.#phases.get(id);
    if (last !== before) this.#book.faults.push(`channel ${id} was ${last ?? "nothing"}, then ${phase}`);
    this.#phases.set(id, phase);
  }

  async #answerFrame(context: PlayContext, task: Task): Promise<void> {
    context.channel?.send(await this.#run(context, task));
  }

  async #sweep(context: PlayContext, sweep: Setup["sweep"]): Promise<void> {
    const nowMs = this.#surroundings.now();
    const { timeoutMs = Infinity } = this.definition.table;
    if (this.#sweepingSinceMs !== undefined && nowMs < this.#sweepingSinceMs + timeoutMs) {
      this.#book.faults.push("the timer's handler runs beside itself");
    }
    this.#sweepingSinceMs = nowMs;
    try {
      for (const step of sweep?.steps ?? []) await this.#steps.perform(context, step, 0);
    } finally {
      if (this.#sweepingSinceMs === nowMs) this.#sweepingSinceMs = undefined;
    }
  }

  #checkContext({ source, query }: PlayContext, { number, from }: Task): void {
    if (formatAddress(source) !== from) this.#book.faults.push(`${number} of ${from} sees ${formatAddress(source)}`);
    const shown = query?.get("number");
    if (shown !== undefined && shown !== String(number)) this.#book.faults.push(`${number} sees the query of ${shown}`);
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
}
