/** One process on the node: its place in the kernel, its runs one after another, and what follows when one ends. */

import { formatAddress, formatProcessId } from "../contract/address.js";
import type { Address, ProcessId } from "../contract/address.js";
import { finishBody } from "../contract/finish.js";
import type { Capability, OnExit } from "../contract/standard.js";
import { capabilityKey } from "./capabilities.js";
import type { CancelTimer, Clock } from "./clock.js";
import type { Kernel, ProcessPort } from "./kernel.js";
import { isSendFailure } from "./kernel-message.js";
import type { KernelMessage, MailboxItem } from "./kernel-message.js";
import { ProcessWorker } from "./process-worker.js";
import type { RunOutcome } from "./process-worker.js";
import { randomId } from "./random-id.js";
import { firstRun, planRestart } from "./restart-policy.js";
import { kernelProcess } from "./system-processes.js";
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
  #restarts = firstRun;
  #cancelRestart: CancelTimer = () => {};
  #start: { readonly resolve: () => void; readonly reject: (error: ProcessStartError) => void } | undefined;
  #isStopped = false;
  #isRunning = false;
  /** Requests that have come since it is being replaced, or replaces another one; undefined while it serves. */
  #held: MailboxItem[] | undefined;
  /** What it replaces, until that is decided. */
  #predecessor: { readonly process: NodeProcess; readonly posted: Set<bigint> } | undefined;
  #finishing: { readonly id: bigint; readonly done: () => void } | undefined;

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
   * Loads the code beside `predecessor`, which goes on serving, and calls nothing of it. Rejects when it cannot be loaded.
   */
  async load(predecessor: NodeProcess): Promise<void> {
    this.#predecessor = { process: predecessor, posted: new Set() };
    this.#held = [];
    this.#capabilities = [...this.#capabilities, ...predecessor.#acquired()];
    const port = this.#createPort();
    this.#port = port;
    await new Promise<void>((resolve, reject) => {
      this.#start = { resolve, reject };
      this.#worker = this.#createWorker(port, true);
    });
  }

  /**
   * Keeps requests back and resolves when the handlers that run have ended, with their answers sent and the state stored,
   * or after `limitMs`. Either `end` or `resume` follows.
   */
  finish(limitMs: number): Promise<void> {
    this.#held = [];
    if (!this.#isRunning || !this.#worker) return Promise.resolve();
    const { clock } = this.#surroundings;
    const request: KernelMessage = {
      id: randomId(),
      source: { node: this.#our.node, process: kernelProcess },
      target: this.#our,
      rsvp: undefined,
      message: {
        tag: "request",
        val: {
          inherit: false,
          expectsResponse: BigInt(Math.ceil(limitMs / 1000)),
          body: new TextEncoder().encode(finishBody),
          metadata: undefined,
          capabilities: [],
        },
      },
      blob: undefined,
    };
    const finished = new Promise<void>((resolve) => {
      const done = (): void => {
        this.#finishing = undefined;
        cancel();
        resolve();
      };
      const cancel = clock.after(limitMs, done);
      this.#finishing = { id: request.id, done };
    });
    this.#worker.deliver(request);
    return finished;
  }

  /**
   * Takes the place of the predecessor, which has finished, and resolves when it receives for the first time: the
   * predecessor has ended then. When it ends before, or takes longer than `limitMs`, it is removed, the predecessor
   * serves again, and this rejects with `ProcessStartError`.
   */
  async takeOver(limitMs: number): Promise<void> {
    const predecessor = this.#predecessor?.process;
    if (!predecessor || !this.#port) throw new Error("takeOver without load");
    predecessor.#detach();
    this.#port.attach();
    this.#startedAtMs = this.#surroundings.clock.now();
    const cancel = this.#surroundings.clock.after(limitMs, () =>
      this.#failStart(`process ${formatAddress(this.#our)} did not receive within ${limitMs / 1000} s`),
    );
    try {
      await new Promise<void>((resolve, reject) => {
        this.#start = { resolve, reject };
        if (this.#isRunning) this.#worker?.begin();
        else this.#failStart(`process ${formatAddress(this.#our)} ended before it began`);
      });
    } catch (error) {
      this.#port.remove({ revoke: false });
      predecessor.#resume(this.#held ?? []);
      await this.#halt();
      throw error;
    } finally {
      cancel();
    }
    this.#predecessor = undefined;
    const held = [...predecessor.#takeHeld(), ...this.#takeHeld()];
    for (const item of held) this.#worker?.deliver(item);
    predecessor.#port?.remove({ revoke: false });
    await predecessor.#halt();
  }

  get code(): ProcessCode {
    return this.#definition.code;
  }

  /** Ends the process without its on-exit. Safe to call twice. */
  async stop(): Promise<void> {
    this.#port?.remove({ revoke: true });
    await this.#halt();
  }

  async #halt(): Promise<void> {
    this.#isStopped = true;
    this.#cancelRestart();
    this.#finishing?.done();
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

  #detach(): void {
    this.#cancelRestart();
    this.#port?.detach();
  }

  /** Serves again, first the requests that were kept back: by itself, then by its successor. */
  #resume(heldBySuccessor: readonly MailboxItem[]): void {
    const held = [...this.#takeHeld(), ...heldBySuccessor];
    if (this.#isStopped) return;
    if (this.#isRunning) this.#port?.attach();
    else if (this.#definition.onExit.tag === "restart") this.#run();
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
      kill: () => void this.#halt(),
    });
    return {
      ...port,
      post: (message, timer) => {
        if (message.id === this.#finishing?.id) return this.#finishing.done();
        this.#predecessor?.posted.add(message.id);
        port.post(message, timer);
      },
    };
  }

  #createWorker(port: ProcessPort, isHeld: boolean): ProcessWorker {
    const { print, onWarning } = this.#surroundings;
    const name = formatAddress(this.#our);
    const begun = (): void => {
      this.#start?.resolve();
      this.#start = undefined;
    };
    this.#isRunning = true;
    return new ProcessWorker({
      our: this.#our,
      onExit: this.#onExit,
      code: this.#definition.code,
      link: port,
      isHeld,
      events: {
        loaded: () => {
          if (isHeld) begun();
        },
        ready: begun,
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
    this.#finishing?.done();
    // Whether it is started again is decided by how the replacement ends.
    if (this.#held) return;
    // As in Hyperdrive, such a process stays known as a dead one, and messages to it vanish.
    if (outcome.kind === "not-loaded") return;
    this.#performOnExit(port);
  }

  #performOnExit(port: ProcessPort): void {
    const onExit = port.onExit();
    switch (onExit.tag) {
      case "restart":
        return this.#restart(port);
      case "requests":
        for (const [target, request, blob] of onExit.val) {
          const val = { ...request, expectsResponse: undefined };
          const message = { tag: "request", val } as const;
          this.#surroundings.kernel.post({ id: randomId(), source: this.#our, target, rsvp: undefined, message, blob });
        }
        return port.remove({ revoke: true });
      case "none":
        return port.remove({ revoke: true });
    }
  }

  #restart(port: ProcessPort): void {
    const { clock, print } = this.#surroundings;
    if (this.#definition.onExit.tag !== "restart") {
      // Hyperdrive's task panics here, for it keeps a record of restarts only for processes that started this way.
      const name = formatAddress(this.#our);
      return print(
        0,
        `process ${name} is not restarted: set-on-exit came too late, on_exit must be "Restart" in the manifest`,
      );
    }
    const { record, delayMs } = planRestart(this.#restarts, clock.now() - this.#startedAtMs);
    this.#restarts = record;
    this.#capabilities = port.capabilities.all();
    this.#onExit = { tag: "restart" };
    port.remove({ revoke: false });
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
