/**
 * Random runs of a guest on the fake kernel: handlers that wait for peers, timers, each other and shared results,
 * answers in any order, messages that expect nothing. Each answerable request must get exactly one answer, its own.
 */

import { FakeKernel, type ScriptedModule } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner, type RunningGuest } from "../../runtime/testing/guest-runner.js";
import { Actor } from "../support/host-world.js";
import { defineSubject, type SubjectContext, type SubjectHandlers } from "./subject.js";

/** What a handler does, one step after the other, before it answers with its request's number. */
type Step =
  | { readonly kind: "ask" | "askBoth" | "askRace" | "share" | "background" | "wait" | "open" }
  | { readonly kind: "nap" | "jobs"; readonly count: number };

interface Sent {
  readonly number: number;
  readonly expects: boolean;
}

export interface RunResult {
  /** Undefined when all went well. */
  readonly failure: string | undefined;
  readonly requestCount: number;
}

const requestsPerRun = 12;
/** Longer than any run: no requester stops waiting. */
const patienceSeconds = 600n;

/** One run; the same seed gives the same run. */
export async function runInterleaving(seed: number): Promise<RunResult> {
  const run = new Run(seed);
  await run.start();
  for (let sent = 0; sent < requestsPerRun; ) {
    if (run.pick(3) === 0) {
      run.sendRequest(sent++);
    } else {
      await run.moveOn();
    }
  }
  await run.finish();
  return { failure: run.findFailure(), requestCount: requestsPerRun };
}

class Run {
  readonly #kernel: FakeKernel;
  readonly #runner: GuestRunner;
  readonly #peer: ScriptedModule;
  readonly #seed: number;
  readonly #sent: Sent[] = [];
  #requesters: Actor[] = [];
  #subject: RunningGuest | undefined;
  #target: Actor | undefined;
  #answeredCount = 0;
  readonly #peerOrder: number[] = [];
  #waiting: (() => void)[] = [];
  #shared: Promise<unknown> | undefined;

  constructor(seed: number) {
    this.#seed = seed;
    this.#kernel = new FakeKernel({ seed });
    this.#runner = new GuestRunner(this.#kernel);
    this.#peer = this.#kernel.module("d:test:test.os");
  }

  pick(count: number): number {
    return this.#kernel.random.below(count);
  }

  async start(): Promise<void> {
    const handlers: SubjectHandlers = { run: (context, text) => this.#handle(context, text) };
    const save = this.pick(2) === 0 ? ({ kind: "every-message" } as const) : ({ kind: "never" } as const);
    this.#subject = await this.#runner.start(defineSubject(handlers, { save }));
    const target = new Actor(this.#subject.process, this.#kernel);
    this.#target = target;
    this.#requesters = ["a", "b", "c"].map((name) => new Actor(this.#kernel.process(`${name}:test:test.os`), this.#kernel));
  }

  sendRequest(number: number): void {
    const steps = Array.from({ length: this.pick(4) }, () => this.#randomStep());
    const requester = this.#requesters[this.pick(this.#requesters.length)];
    if (!requester || !this.#target) throw new Error("the run has not started");
    const expects = this.pick(5) !== 0;
    const body = JSON.stringify({ run: JSON.stringify({ number, steps }) });
    if (expects) requester.ask(this.#target, body, { context: String(number), seconds: patienceSeconds });
    else requester.tell(this.#target, body);
    this.#sent.push({ number, expects });
  }

  /** One of: a tick or two of the guest, an answer of the peer, time. */
  async moveOn(): Promise<void> {
    switch (this.pick(3)) {
      case 0:
        await this.#runner.pump();
        break;
      case 1:
        this.#kernel.kernel.pump();
        this.#answerPeer();
        break;
      default:
        await this.#runner.advance(this.pick(30));
    }
  }

  /** Opens every gate and answers everything that is asked, until nothing is left to wait for. */
  async finish(): Promise<void> {
    for (let round = 0; round < 40; round++) {
      await this.#runner.pump();
      this.#openGate();
      while (this.#answerPeer());
      await this.#runner.advance(300);
    }
  }

  findFailure(): string | undefined {
    const answers = this.#requesters.flatMap((requester) => requester.receiveAll());
    const expected = this.#sent.filter(({ expects }) => expects).map(({ number }) => `response ${number} [${number}]`);
    const wrong = answers.filter((answer) => !expected.includes(answer));
    const missing = expected.filter((answer) => !answers.includes(answer));
    const warnings = this.#subject?.process.warnings ?? [];
    if (wrong.length === 0 && missing.length === 0 && answers.length === expected.length && warnings.length === 0) {
      const { outstandingCount = 0 } = this.#subject?.guest ?? {};
      return outstandingCount === 0 ? undefined : `seed ${this.#seed}: ${outstandingCount} requests left outstanding`;
    }
    return `seed ${this.#seed}: wrong ${wrong}; missing ${missing}; ${answers.length} of ${expected.length} answers; ${JSON.stringify(warnings.map(({ kind }) => kind))}`;
  }

  #randomStep(): Step {
    const kinds = ["ask", "askBoth", "askRace", "share", "background", "wait", "open", "nap", "jobs"] as const;
    const kind = kinds[this.pick(kinds.length)] ?? "ask";
    return kind === "nap" || kind === "jobs" ? { kind, count: this.pick(40) } : { kind };
  }

  async #handle(context: SubjectContext, text: string): Promise<unknown> {
    const { number, steps } = JSON.parse(text) as { number: number; steps: readonly Step[] };
    for (const step of steps) await this.#perform(context, step);
    return number;
  }

  async #perform({ call, sleep }: SubjectContext, step: Step): Promise<unknown> {
    switch (step.kind) {
      case "ask":
        return call.d.ask("x");
      case "askBoth":
        return Promise.all([call.d.ask("x"), call.d.ask("y")]);
      case "askRace":
        return Promise.race([call.d.ask("x"), call.d.ask("y")]);
      case "share":
        this.#shared ??= call.d.ask("shared").orThrow();
        await this.#shared;
        this.#shared = undefined;
        return undefined;
      case "background":
        void call.d.ask("background").then(() => this.#openGate());
        return undefined;
      case "wait":
        return new Promise<void>((resolve) => this.#waiting.push(resolve));
      case "open":
        return this.#openGate();
      case "nap":
        return sleep(step.count);
      case "jobs":
        for (let count = 0; count < step.count; count++) await Promise.resolve();
        return undefined;
    }
  }

  #openGate(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Answers one of the unanswered requests to the peer, any of them; false when there is none. */
  #answerPeer(): boolean {
    while (this.#peerOrder.length + this.#answeredCount < this.#peer.received.length) {
      this.#peerOrder.push(this.#peerOrder.length + this.#answeredCount);
    }
    const [index] = this.#peerOrder.splice(this.pick(Math.max(1, this.#peerOrder.length)), 1);
    const message = index === undefined ? undefined : this.#peer.received[index];
    if (!message) return false;
    this.#answeredCount++;
    this.#peer.respond(message, new TextEncoder().encode("true"));
    return true;
  }
}
