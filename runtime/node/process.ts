/** One process on the node: its place in the kernel, its runs one after another, and what follows when one ends. */

import { formatAddress, formatProcessId } from "../contract/address.js";
import type { Address, ProcessId } from "../contract/address.js";
import type { Capability, OnExit } from "../contract/standard.js";
import type { CancelTimer, Clock } from "./clock.js";
import { exitRequests } from "./exit-requests.js";
import type { Kernel, ProcessPort } from "./kernel.js";
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
    this.#state = "stopped";
    this.#cancelRestart();
    this.#start?.reject(new ProcessStartError(`process ${formatAddress(this.#our)} was stopped`));
    this.#start = undefined;
    await this.#worker?.stop();
  }

  #run(): void {
    const { kernel, clock, print, onWarning } = this.#surroundings;
    const name = formatAddress(this.#our);
    const port = kernel.addProcess({
      id: this.#definition.id,
      wasmPath: this.#definition.wasmPath,
      isPublic: this.#definition.isPublic,
      onExit: this.#onExit,
      capabilities: this.#capabilities,
      deliver: (item) => worker.deliver(item),
      kill: () => void this.#halt(),
    });
    if (!port) return this.#failStart(`process ${formatProcessId(this.#definition.id)} exists already`);
    this.#port = port;
    this.#startedAtMs = clock.now();
    this.#startCount++;
    this.#state = "starting";
    const worker = new ProcessWorker({
      our: this.#our,
      onExit: this.#onExit,
      code: this.#definition.code,
      link: port,
      events: {
        ready: () => {
          this.#state = "running";
          this.#start?.resolve();
          this.#start = undefined;
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
    this.#worker = worker;
  }

  #ended(outcome: RunOutcome, port: ProcessPort): void {
    const text = describeOutcome(outcome, formatAddress(this.#our));
    this.#surroundings.print(outcome.kind === "returned" ? 1 : 0, text);
    this.#failStart(outcome.kind === "returned" ? `process ${formatAddress(this.#our)} ended at its start` : text);
    this.#state = outcome.kind === "not-loaded" ? "dead" : "ended";
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
