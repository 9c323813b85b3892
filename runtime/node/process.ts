/** One process on the node: its place in the kernel, its runs one after another, and what follows when one ends. */

import type { Worker } from "node:worker_threads";
import { formatAddress, formatProcessId } from "../contract/address.js";
import type { Address, ProcessId } from "../contract/address.js";
import type { Handover } from "../contract/handover.js";
import type { Capability, OnExit } from "../contract/standard.js";
import { capabilityKey } from "./capabilities.js";
import type { CancelTimer, Clock } from "./clock.js";
import { exitRequests } from "./exit-requests.js";
import { askForHandover, handOver, type KernelQuestion } from "./handover-messages.js";
import type { Kernel, ProcessPort } from "./kernel.js";
import { isSendFailure } from "./kernel-message.js";
import type { KernelMessage, MailboxItem } from "./kernel-message.js";
import { ProcessWorker } from "./process-worker.js";
import type { RunOutcome } from "./process-worker.js";
import { firstRun, planRestart } from "./restart-policy.js";
import type { RestartRecord } from "./restart-policy.js";
import type { HostWarning } from "./tick-watch.js";
import type { ProcessCode } from "./worker-protocol.js";

export interface ProcessDefinition {
  readonly id: ProcessId;
  /** Its component in the vfs. */
  readonly wasmPath: string;
  readonly isPublic: boolean;
  readonly onExit: OnExit;
  /** What it holds at first, beside the right to message itself. */
  readonly capabilities: readonly Capability[];
  readonly code: ProcessCode;
}

export interface ProcessSurroundings {
  readonly kernel: Kernel;
  readonly clock: Clock;
  /** Prints in the kernel's name. */
  readonly print: (verbosity: number, text: string) => void;
  readonly onWarning: (process: ProcessId, warning: HostWarning) => void;
  readonly takeThread: (name: string) => Worker;
  /** Forgets the timers of a process that were set by one of these messages. */
  readonly dropTimers: (process: ProcessId, isMeant: (messageId: bigint) => boolean) => void;
  /** By process id: what is known of earlier runs. It outlives the process, not the node. */
  readonly restarts: Map<string, RestartRecord>;
}

/**
 * `starting`: it has not received yet. `waiting`: it has ended, and will be started again. `ended`: it has ended for good.
 * `dead`: its code could not be loaded; messages to it vanish. `stopped`: somebody has ended it.
 */
export type ProcessState = "starting" | "running" | "waiting" | "ended" | "dead" | "stopped";

export interface ProcessStatus {
  readonly id: ProcessId;
  readonly state: ProcessState;
  /** Since when it runs, or when it will; milliseconds since the Unix epoch. Undefined in other states. */
  readonly sinceMs: number | undefined;
  /** How often it was started, the first time included. */
  readonly startCount: number;
  readonly onExit: OnExit["tag"];
  readonly code: ProcessCode["kind"];
}

/** A process ended before it called `receive` for the first time. The message is what the node has printed. */
export class ProcessStartError extends Error {
  override readonly name = "ProcessStartError";
}

export class NodeProcess {
  readonly #definition: ProcessDefinition;
  readonly #surroundings: ProcessSurroundings;
  readonly #our: Address;
  #capabilities: readonly Capability[];
  #onExit: OnExit;
  #port: ProcessPort | undefined;
  #worker: ProcessWorker | undefined;
  #startedAtMs = 0;
  #startCount = 0;
  #state: ProcessState = "stopped";
  #cancelRestart: CancelTimer = () => {};
  #start: { readonly resolve: () => void; readonly reject: (error: ProcessStartError) => void } | undefined;
  #isStopped = false;
  #isRunning = false;
  /** Requests that have come since it is being replaced, or replaces another one; undefined while it serves. */
  #held: MailboxItem[] | undefined;
  /** What it replaces, until that is decided. */
  #predecessor: { readonly process: NodeProcess; readonly posted: Set<bigint> } | undefined;
  /** What the kernel has asked it, until it answers: `take` returns whether a message is the answer. */
  #asked: { readonly take: (message: KernelMessage) => boolean; readonly giveUp: () => void } | undefined;
  /** What it has sent since its successor has begun; undefined while it serves. */
  #kept: (() => void)[] | undefined;
  /** What follows from its end while it was being replaced. */
  #owed: (() => void) | undefined;

  constructor(definition: ProcessDefinition, surroundings: ProcessSurroundings) {
    this.#definition = definition;
    this.#surroundings = surroundings;
    this.#our = { node: surroundings.kernel.node, process: definition.id };
    this.#capabilities = definition.capabilities;
    this.#onExit = definition.onExit;
  }

  /** Resolves when the process receives for the first time. What it sent before has been routed by then. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#start = { resolve, reject };
      this.#run();
    });
  }

  /**
   * Loads the code beside `predecessor`, which goes on serving, and calls nothing of it. Rejects with `ProcessStartError`
   * when it cannot be loaded, or takes longer than `limitMs`.
   */
  async load(predecessor: NodeProcess, limitMs: number): Promise<void> {
    this.#predecessor = { process: predecessor, posted: new Set() };
    this.#held = [];
    this.#capabilities = [...this.#capabilities, ...predecessor.#acquired()];
    const port = this.#createPort();
    this.#port = port;
    try {
      await this.#begin(limitMs, "is not loaded", () => (this.#worker = this.#createWorker(port, true)));
    } catch (error) {
      await this.#halt();
      throw error;
    }
  }

  /**
   * Keeps requests back and resolves when the handlers that run have ended, with their answers sent and the state stored:
   * to what it hands over, which is nothing after `limitMs`. `takeOver` of the successor follows.
   */
  async finish(limitMs: number): Promise<Handover> {
    this.#held = [];
    return (this.#isRunning && (await this.#ask(askForHandover(this.#our), limitMs))) || [];
  }

  /** Undefined when it has not answered within `limitMs`, or ended before. */
  #ask<Answer>({ request, readAnswer }: KernelQuestion<Answer>, limitMs: number): Promise<Answer | undefined> {
    const answered = new Promise<Answer | undefined>((resolve) => {
      const end = (answer: Answer | undefined): void => {
        this.#asked = undefined;
        cancel();
        resolve(answer);
      };
      const cancel = this.#surroundings.clock.after(limitMs, () => end(undefined));
      const take = (message: KernelMessage): boolean => {
        const answer = readAnswer(message);
        if (answer !== undefined) end(answer);
        return answer !== undefined;
      };
      this.#asked = { take, giveUp: () => end(undefined) };
    });
    this.#worker?.deliver(request);
    return answered;
  }

  /**
   * Takes the place of the predecessor, which has finished, and ends it when it receives for the first time. Resolves when
   * its paths are bound, or after `boundMs` more. When it ends before it receives, or takes longer than `limitMs`, it is
   * removed, the predecessor serves again, and this rejects with `ProcessStartError`.
   */
  async takeOver(handover: Handover, { limitMs, boundMs }: { limitMs: number; boundMs: number }): Promise<void> {
    if (!this.#predecessor || !this.#port) throw new Error("takeOver without load");
    const { process: predecessor, posted } = this.#predecessor;
    const { clock, dropTimers } = this.#surroundings;
    const { id } = this.#definition;
    predecessor.#detach();
    this.#port.attach();
    this.#startedAtMs = clock.now();
    let bound: Promise<unknown> = Promise.resolve();
    try {
      await this.#begin(limitMs, "did not receive", () => {
        if (!this.#isRunning) return this.#failStart(`process ${formatAddress(this.#our)} ended before it began`);
        bound = this.#ask(handOver(this.#our, handover), limitMs + boundMs);
        this.#worker?.begin();
      });
    } catch (error) {
      this.#port.remove({ revoke: false });
      dropTimers(id, (messageId) => posted.has(messageId));
      predecessor.#resume(this.#held ?? []);
      await this.#halt();
      throw error;
    }
    this.#predecessor = undefined;
    // They would be answers to no request of the successor.
    dropTimers(id, (messageId) => !posted.has(messageId));
    const held = [...predecessor.#takeHeld(), ...this.#takeHeld()];
    for (const item of held) this.#worker?.deliver(item);
    predecessor.#port?.remove({ revoke: false });
    await Promise.all([predecessor.#halt(), bound]);
  }

  get code(): ProcessCode {
    return this.#definition.code;
  }

  /** What its component's memory has grown to, in bytes; 0 while it has none. */
  linearMemoryBytes(): number {
    return this.#worker?.linearMemoryBytes() ?? 0;
  }

  status(): ProcessStatus {
    const hasTime = this.#state === "starting" || this.#state === "running" || this.#state === "waiting";
    return {
      id: this.#definition.id,
      state: this.#state,
      sinceMs: hasTime ? this.#startedAtMs : undefined,
      startCount: this.#startCount,
      onExit: (this.#port?.onExit() ?? this.#onExit).tag,
      code: this.#definition.code.kind,
    };
  }

  /** Ends the process without its on-exit. Safe to call twice. */
  async stop(): Promise<void> {
    this.#port?.remove({ revoke: true });
    await this.#halt();
  }

  async #halt(): Promise<void> {
    this.#isStopped = true;
    this.#isRunning = false;
    this.#state = "stopped";
    this.#cancelRestart();
    this.#asked?.giveUp();
    this.#start?.reject(new ProcessStartError(`process ${formatAddress(this.#our)} was stopped`));
    this.#start = undefined;
    await this.#worker?.stop();
  }

  /** What it was given or saved beside what its manifest says. */
  #acquired(): readonly Capability[] {
    const fromManifest = new Set(this.#definition.capabilities.map(capabilityKey));
    const present = this.#isRunning && this.#port ? this.#port.capabilities.all() : this.#capabilities;
    return present.filter((capability) => !fromManifest.has(capabilityKey(capability)));
  }

  /** As if time stood still for it: what it would store or send now is not to get in the way of its successor. */
  #detach(): void {
    this.#cancelRestart();
    this.#port?.detach();
    this.#kept = [];
  }

  /** `run` sets off what calls `#start`. */
  #begin(limitMs: number, failing: string, run: () => void): Promise<void> {
    const { clock } = this.#surroundings;
    return new Promise<void>((resolve, reject) => {
      const cancel = clock.after(limitMs, () =>
        this.#failStart(`process ${formatAddress(this.#our)} ${failing} within ${limitMs / 1000} s`),
      );
      this.#start = {
        resolve: () => (cancel(), resolve()),
        reject: (error) => (cancel(), reject(error)),
      };
      run();
    });
  }

  /** Serves again, first the requests that were kept back: by itself, then by its successor. */
  #resume(heldBySuccessor: readonly MailboxItem[]): void {
    const held = [...this.#takeHeld(), ...heldBySuccessor];
    const kept = this.#kept ?? [];
    this.#kept = undefined;
    if (this.#isStopped) return;
    if (this.#isRunning || this.#state === "dead") {
      this.#port?.attach();
      for (const send of kept) send();
    } else {
      this.#owed?.();
      this.#owed = undefined;
      if (this.#state === "waiting") this.#runNow();
    }
    for (const item of held) this.#worker?.deliver(item);
  }

  #takeHeld(): readonly MailboxItem[] {
    const held = this.#held ?? [];
    this.#held = undefined;
    return held;
  }

  #deliver(item: MailboxItem): void {
    if (this.#held) this.#sort(item, this.#held);
    else this.#worker?.deliver(item);
  }

  /** An answer belongs to the one of the two that has asked; a request to the one that serves in the end. */
  #sort(item: MailboxItem, held: MailboxItem[]): void {
    if (!isSendFailure(item) && item.message.tag === "request") held.push(item);
    else if (!this.#predecessor || this.#predecessor.posted.has(item.id)) this.#worker?.deliver(item);
    else this.#predecessor.process.#worker?.deliver(item);
  }

  #runNow(): void {
    this.#cancelRestart();
    this.#run();
  }

  #run(): void {
    const port = this.#createPort();
    if (!port.attach()) return this.#failStart(`process ${formatProcessId(this.#definition.id)} exists already`);
    this.#port = port;
    this.#startedAtMs = this.#surroundings.clock.now();
    this.#worker = this.#createWorker(port, false);
  }

  #createPort(): ProcessPort {
    const { id, wasmPath, isPublic } = this.#definition;
    const port = this.#surroundings.kernel.createProcess({
      id,
      wasmPath,
      isPublic,
      onExit: this.#onExit,
      capabilities: this.#capabilities,
      deliver: (item) => this.#deliver(item),
      waitingCount: () => (this.#held?.length ?? 0) + (this.#worker?.waitingCount() ?? 0),
      kill: () => void this.#halt(),
    });
    return {
      ...port,
      post: (message, timer) => {
        if (this.#asked?.take(message)) return;
        if (this.#kept) return void this.#kept.push(() => port.post(message, timer));
        this.#predecessor?.posted.add(message.id);
        port.post(message, timer);
      },
    };
  }

  #createWorker(port: ProcessPort, isHeld: boolean): ProcessWorker {
    const { print, onWarning, takeThread } = this.#surroundings;
    const name = formatAddress(this.#our);
    const begun = (): void => {
      this.#start?.resolve();
      this.#start = undefined;
    };
    this.#isRunning = true;
    this.#startCount++;
    this.#state = "starting";
    return new ProcessWorker({
      our: this.#our,
      onExit: this.#onExit,
      code: this.#definition.code,
      takeThread,
      link: port,
      isHeld,
      events: {
        loaded: () => {
          if (isHeld) begun();
        },
        ready: () => {
          this.#state = "running";
          begun();
        },
        warning: (warning) => onWarning(this.#definition.id, warning),
        unhandledRejection: ({ stack }) => print(0, `process ${name} left a rejected promise unhandled:\n${stack}`),
        overfull: (count) =>
          print(
            1,
            `process ${name} has ${count} messages waiting; Hyperdrive delivers nothing to any process while one has more than 100`,
          ),
        ended: (outcome) => this.#ended(outcome, port),
      },
    });
  }

  #ended(outcome: RunOutcome, port: ProcessPort): void {
    const text = describeOutcome(outcome, formatAddress(this.#our));
    this.#surroundings.print(outcome.kind === "returned" ? 1 : 0, text);
    this.#failStart(outcome.kind === "returned" ? `process ${formatAddress(this.#our)} ended at its start` : text);
    this.#isRunning = false;
    this.#asked?.giveUp();
    this.#state = outcome.kind === "not-loaded" ? "dead" : "ended";
    // As in Hyperdrive, such a process stays known as a dead one, and messages to it vanish.
    if (outcome.kind === "not-loaded") return;
    const follow = (): void => this.#performOnExit(port);
    // Nothing follows where the replacement succeeds.
    if (this.#held) this.#owed = follow;
    else follow();
  }

  #performOnExit(port: ProcessPort): void {
    const onExit = port.onExit();
    switch (onExit.tag) {
      case "restart":
        return this.#restart(port);
      case "requests":
        for (const message of exitRequests(this.#our, onExit)) this.#surroundings.kernel.post(message);
        return port.remove({ revoke: true });
      case "none":
        return port.remove({ revoke: true });
    }
  }

  #restart(port: ProcessPort): void {
    const { clock, print, restarts } = this.#surroundings;
    if (this.#definition.onExit.tag !== "restart") {
      // Hyperdrive's task panics here, for it keeps a record of restarts only for processes that started this way.
      const name = formatAddress(this.#our);
      return print(
        0,
        `process ${name} is not restarted: set-on-exit came too late, on_exit must be "Restart" in the manifest`,
      );
    }
    const key = formatProcessId(this.#definition.id);
    const { record, delayMs } = planRestart(restarts.get(key) ?? firstRun, clock.now() - this.#startedAtMs);
    restarts.set(key, record);
    this.#capabilities = port.capabilities.all();
    this.#onExit = { tag: "restart" };
    port.remove({ revoke: false });
    this.#state = "waiting";
    this.#startedAtMs = clock.now() + delayMs;
    if (delayMs > 0) print(1, `process ${formatAddress(this.#our)} starts again in ${delayMs / 1000} s`);
    this.#cancelRestart = clock.after(delayMs, () => {
      if (!this.#isStopped) this.#run();
    });
  }

  #failStart(text: string): void {
    this.#start?.reject(new ProcessStartError(text));
    this.#start = undefined;
  }
}

function describeOutcome(outcome: RunOutcome, name: string): string {
  switch (outcome.kind) {
    case "returned":
      return `process ${name} returned without error`;
    case "not-loaded":
      return `process ${name} failed to instantiate: ${outcome.error.stack}`;
    case "exited":
      return `process ${name} ended with error:\nexit with code ${outcome.code}`;
    case "threw": {
      // Hyperdrive shows one of the two; here both help, and nothing is lost.
      const stderr = outcome.stderr.trimEnd();
      return `process ${name} ended with error:\n${stderr === "" ? "" : `${stderr}\n`}${outcome.error.stack}`;
    }
  }
}
