/** One run of one process: the worker thread from its start to its end, seen from the main thread. */

import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import type { MessagePort, Worker } from "node:worker_threads";
import type { Address, ProcessId } from "../contract/address.js";
import type { OnExit } from "../contract/standard.js";
import type { HostLink } from "./host-link.js";
import { isSendFailure } from "./kernel-message.js";
import type { MailboxItem } from "./kernel-message.js";
import { createLaneMemory, LaneReader, LaneWriter } from "./lane.js";
import type { LaneItem, PortItem } from "./lane.js";
import { StderrRing } from "./stderr-ring.js";
import type { HostWarning } from "./tick-watch.js";
import { fromWire, largeBuffers, toWireItem } from "./wire.js";
import { bell, describeThrown, Signal } from "./worker-protocol.js";
import type {
  Bell,
  FromWorker,
  OracleCall,
  OracleReply,
  ProcessCode,
  ThrownError,
  ToWorker,
  WorkerNote,
  WorkerStart,
} from "./worker-protocol.js";

export interface WorkerOptions {
  readonly our: Address;
  readonly onExit: OnExit;
  readonly code: ProcessCode;
  /** Waits for its start; the name is for debuggers. */
  readonly takeThread: (name: string) => Worker;
  /** The kernel's side of the process. */
  readonly link: HostLink;
  readonly events: WorkerEvents;
  /** Its code is loaded at once, but `init` is called only after `begin`. */
  readonly isHeld: boolean;
}

export interface WorkerEvents {
  /** The code is loaded. Not told when that fails: then it has ended. */
  loaded(): void;
  /** The guest has called `receive` for the first time. */
  ready(): void;
  warning(warning: HostWarning): void;
  unhandledRejection(error: ThrownError): void;
  /** More items wait than the channel of a process in Hyperdrive holds. Told once. */
  overfull(waitingCount: number): void;
  /** Called once; not after `stop`. */
  ended(outcome: RunOutcome): void;
}

/** How a run ended. */
export type RunOutcome =
  | { readonly kind: "returned" }
  | { readonly kind: "threw"; readonly error: ThrownError; readonly stderr: string }
  | { readonly kind: "not-loaded"; readonly error: ThrownError }
  /** The code ended its thread itself, as with `process.exit`. */
  | { readonly kind: "exited"; readonly code: number };

/** Slots in the channel of a process. Hyperdrive's event loop waits when they are full; here they are only counted. */
const channelCapacity = 100;

/** Items of a process that are taken before other events have their turn. As many as a message port hands over. */
const itemsPerTurn = 1000;

export class ProcessWorker {
  readonly #link: HostLink;
  readonly #events: WorkerEvents;
  readonly #worker: Worker;
  readonly #mailbox: MessagePort;
  readonly #replies: MessagePort;
  readonly #signal: Int32Array;
  readonly #inbox: LaneWriter<ToWorker>;
  readonly #outbox: LaneReader<FromWorker>;
  /** What has come by the port with an event, before its record in the ring was read. */
  readonly #arrived: PortItem<FromWorker>[] = [];
  #nextTurn: NodeJS.Immediate | undefined;
  readonly #stderr = new StderrRing();
  #outcome: RunOutcome | undefined;
  #deliveredCount = 0;
  #wasOverfull = false;
  #isStopped = false;

  constructor({ our, onExit, code, takeThread, link, events, isHeld }: WorkerOptions) {
    this.#link = link;
    this.#events = events;
    const mailbox = new MessageChannel();
    const replies = new MessageChannel();
    const signal = new SharedArrayBuffer(Signal.length * Int32Array.BYTES_PER_ELEMENT);
    this.#mailbox = mailbox.port1;
    this.#replies = replies.port1;
    this.#signal = new Int32Array(signal);
    if (!isHeld) this.#signal[Signal.begun] = 1;
    const inbox = createLaneMemory();
    const outbox = createLaneMemory();
    this.#inbox = new LaneWriter(inbox, this.#mailbox);
    this.#outbox = new LaneReader(outbox, () => this.#takeFromPort());
    this.#outbox.setAsleep(true);
    const start: WorkerStart = {
      our,
      onExit,
      code,
      inbox,
      outbox,
      mailbox: mailbox.port2,
      replies: replies.port2,
      signal,
    };
    this.#worker = takeThread(formatName(our.process));
    this.#worker.postMessage(start, [mailbox.port2, replies.port2]);
    this.#worker.stdout.resume();
    this.#worker.stderr.on("data", (chunk: Buffer) => this.#stderr.write(chunk));
    this.#worker.on("error", (error) => {
      this.#outcome ??= { kind: "threw", error: describeThrown(error), stderr: "" };
    });
    this.#worker.on("exit", (exitCode) => this.#finish(exitCode));
    this.#mailbox.on("message", (message: PortItem<FromWorker> | Bell) => {
      if (message !== bell) this.#arrived.push(message);
      this.#takeAll(itemsPerTurn);
    });
  }

  /** Lets `init` be called. */
  begin(): void {
    Atomics.store(this.#signal, Signal.begun, 1);
    Atomics.notify(this.#signal, Signal.begun);
  }

  /** Puts an item at the end of the process's channel. */
  deliver(item: MailboxItem): void {
    if (isSendFailure(item) || !this.#inbox.tryMessage(item, undefined)) {
      const wire: ToWorker = toWireItem(item);
      this.#inbox.byPort(wire, isKeptByNobody(item) ? largeBuffers(wire) : undefined);
    }
    this.#wake();
    this.#deliveredCount = (this.#deliveredCount + 1) | 0;
    if (!this.#wasOverfull) this.#checkCapacity();
  }

  /** Items in its channel. */
  waitingCount(): number {
    return (this.#deliveredCount - Atomics.load(this.#signal, Signal.taken)) | 0;
  }

  /** What the component's memory has grown to, in bytes; 0 without one. */
  linearMemoryBytes(): number {
    return Atomics.load(this.#signal, Signal.memory) * 1024;
  }

  /** Ends the thread, whatever it is doing. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#closePorts();
    await this.#worker.terminate();
  }

  /** Takes what has come, up to a number of items, and goes to sleep when nothing is left. */
  #takeAll(maxCount: number): void {
    clearImmediate(this.#nextTurn);
    this.#nextTurn = undefined;
    this.#outbox.setAsleep(false);
    for (let count = 0; count < maxCount; count++) {
      // What is taken may end this process.
      if (this.#isStopped) return;
      const item = this.#outbox.next();
      if (item) this.#take(item);
      else {
        this.#outbox.setAsleep(true);
        if (!this.#outbox.hasRecords()) return;
        this.#outbox.setAsleep(false);
      }
    }
    this.#nextTurn = setImmediate(() => this.#takeAll(maxCount));
  }

  #takeFromPort(): PortItem<FromWorker> | undefined {
    const arrived = this.#arrived.shift();
    if (arrived) return arrived;
    for (;;) {
      const received: { message: PortItem<FromWorker> | Bell } | undefined = receiveMessageOnPort(this.#mailbox);
      if (!received) return undefined;
      if (received.message !== bell) return received.message;
    }
  }

  #take(item: LaneItem<FromWorker>): void {
    if (item.kind === "message") return this.#link.post(item.message, item.timer);
    if (item.kind === "cancelled-timers") return this.#cancel(item.timers);
    const { value } = item;
    if (isNote(value)) return this.#takeNote(value);
    const [wire, timer] = value;
    this.#link.post(fromWire(wire), timer);
  }

  #cancel(timers: readonly number[]): void {
    for (const timer of timers) this.#link.cancelTimer(timer);
  }

  #takeNote(note: WorkerNote): void {
    switch (note.kind) {
      case "cancel":
        return this.#cancel(note.timers);
      case "print":
        return this.#link.print(note.source, note.verbosity, note.text);
      case "on-exit":
        return this.#link.setOnExit(note.onExit);
      case "oracle":
        this.#replies.postMessage(this.#askOracle(note.call));
        return this.#wake();
      case "warning":
        return this.#events.warning(note.warning);
      case "loaded":
        return this.#events.loaded();
      case "ready":
        return this.#events.ready();
      case "unhandled":
        return this.#events.unhandledRejection(note.error);
      case "returned":
      case "threw":
      case "not-loaded":
        this.#outcome = note;
        return;
    }
  }

  #askOracle(call: OracleCall): OracleReply {
    const { capabilities } = this.#link;
    switch (call.kind) {
      case "all":
        return capabilities.all();
      case "filter":
        return capabilities.filter(call.capabilities);
      case "drop":
        capabilities.drop(call.capabilities);
        return [];
      case "add":
        capabilities.add(call.on, call.capabilities);
        return [];
    }
  }

  #finish(exitCode: number): void {
    if (this.#isStopped) return;
    // What the process sent before it ended may still wait.
    this.#takeAll(Number.POSITIVE_INFINITY);
    this.#closePorts();
    const outcome = this.#outcome ?? { kind: "exited", code: exitCode };
    const stderr = this.#stderr.text();
    this.#events.ended(outcome.kind === "threw" ? { ...outcome, stderr: outcome.stderr + stderr } : outcome);
  }

  #wake(): void {
    Atomics.add(this.#signal, Signal.posted, 1);
    if (this.#inbox.takeSleeper()) Atomics.notify(this.#signal, Signal.posted);
  }

  #checkCapacity(): void {
    const waitingCount = this.waitingCount();
    if (waitingCount <= channelCapacity) return;
    this.#wasOverfull = true;
    this.#events.overfull(waitingCount);
  }

  #closePorts(): void {
    clearImmediate(this.#nextTurn);
    this.#mailbox.close();
    this.#replies.close();
  }
}

function isNote(message: FromWorker): message is WorkerNote {
  return !Array.isArray(message);
}

/**
 * True unless the timer of the request may still need the message: it is part of the time-out. Only requests of
 * processes have one, and those carry an rsvp.
 */
function isKeptByNobody(item: MailboxItem): boolean {
  return !isSendFailure(item) && item.rsvp === undefined;
}

function formatName({ processName, packageName }: ProcessId): string {
  return `${processName}:${packageName}`;
}
