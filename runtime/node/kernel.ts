/**
 * The event loop of a node: takes messages in order, checks who may send them, and puts them where they belong. Has
 * no I/O: time, other nodes and the terminal are handed in.
 */

import { formatProcessId, sameProcess } from "../contract/address.js";
import type { Address, NodeId, ProcessId } from "../contract/address.js";
import type { Capability, OnExit, SendError } from "../contract/standard.js";
import { capabilityKey, CapabilityStore, messagingCapability, networkCapability } from "./capabilities.js";
import type { Chaos } from "./chaos.js";
import type { Clock } from "./clock.js";
import { HeldMessages } from "./held-messages.js";
import type { HostLink } from "./host-link.js";
import { encodeJson } from "./json-body.js";
import type { KernelMessage, MailboxItem, Printout, SendFailure } from "./kernel-message.js";
import { createModulePort } from "./module-port.js";
import type { ModuleOptions, ModulePort } from "./module-port.js";
import { performCommand } from "./perform-command.js";
import { ProcessMap } from "./process-map.js";
import type { HostedEntry, ProcessEntry } from "./process-map.js";
import { checkRoute, kindOf, type Refusal, withoutOwnCapabilities } from "./routing.js";
import { kernelProcess, netProcess } from "./system-processes.js";

export interface KernelOptions {
  /** The name of the node. */
  readonly node: NodeId;
  readonly clock: Clock;
  readonly print: (line: Printout) => void;
  /** A random `u64`. */
  readonly nextId: () => bigint;
  /** Every other node is offline when undefined. */
  readonly transport?: Transport | undefined;
  /** Told of each message that goes through the loop, and of what becomes of it; its large bytes may be moved away later. */
  readonly trace?: ((message: KernelMessage, outcome: Outcome) => void) | undefined;
  /** Every message arrives in order and at once when undefined. Closed with the kernel. */
  readonly chaos?: Chaos | undefined;
  /** Local messages arrive without the right to send them, and a line says once for each pair what Hyperdrive would do. */
  readonly isLenient?: boolean | undefined;
  /** Messages wait for `step` or `pump` instead of being handled as soon as they are posted. */
  readonly isManual?: boolean;
}

/** `lost`: the target has rights on this node, but nothing that takes messages. */
export type Outcome = "delivered" | "command" | "remote" | "refused" | "lost";

/** The way to other nodes. */
export interface Transport {
  /** `fail` may be called once, at any time. A message that is lost on the way is left to the timer of its sender. */
  send(message: KernelMessage, fail: (kind: SendError["kind"]) => void): void;
}

export interface ProcessOptions {
  readonly id: ProcessId;
  /** Its component in the vfs, as the process map shows it; empty when undefined. */
  readonly wasmPath?: string;
  readonly isPublic: boolean;
  readonly onExit: OnExit;
  readonly capabilities: readonly Capability[];
  /** Puts an item at the end of the channel of the process. */
  readonly deliver: (item: MailboxItem) => void;
  /** Items in that channel. */
  readonly waitingCount?: () => number;
  /** Ends the process; it has been taken off the node already. */
  readonly kill?: () => void;
}

/** What the kernel is to one process. */
export interface ProcessPort extends HostLink {
  /** What `set-on-exit` has set last. */
  onExit(): OnExit;
  /** Puts the process on the node; false, and nothing changes, if its id is taken. */
  attach(): boolean;
  /** Takes the process off the node in such a way that it can be put back: its timers run on. */
  detach(): void;
  /** Takes the process off the node. `revoke` takes what it has issued away from others, as every end but a restart does. */
  remove(options: { readonly revoke: boolean }): void;
}

const noNetwork: Transport = { send: (_message, fail) => fail("offline") };

export class Kernel {
  readonly node: NodeId;
  readonly nextId: () => bigint;
  readonly #clock: Clock;
  readonly #print: (line: Printout) => void;
  readonly #transport: Transport;
  readonly #trace: (message: KernelMessage, outcome: Outcome) => void;
  readonly #chaos: Chaos | undefined;
  readonly #isManual: boolean;
  readonly #isLenient: boolean;
  readonly #pardoned = new Set<string>();
  readonly #processes = new ProcessMap();
  readonly #kernelPort: ModulePort;
  readonly #moduleCapabilities: Capability[];
  readonly #held = new HeldMessages((message) => this.#pass(message));
  #queue: KernelMessage[] = [];
  /** Index into the queue. */
  #next = 0;
  #isPumping = false;

  constructor(options: KernelOptions) {
    this.node = options.node;
    this.#clock = options.clock;
    this.nextId = options.nextId;
    this.#print = options.print;
    this.#transport = options.transport ?? noNetwork;
    this.#trace = options.trace ?? (() => {});
    this.#chaos = options.chaos;
    this.#isManual = options.isManual ?? false;
    this.#isLenient = options.isLenient ?? false;
    this.#kernelPort = this.#modulePort(kernelProcess);
    this.#moduleCapabilities = [
      messagingCapability(this.#local(kernelProcess)),
      messagingCapability(this.#local(netProcess)),
      networkCapability(this.node),
    ];
    for (const id of [kernelProcess, netProcess]) {
      const capabilities = new CapabilityStore(this.#moduleCapabilities);
      this.#processes.add({ kind: "module", id, isPublic: false, capabilities, handle: undefined });
    }
  }

  /** Adds a part of the node itself, or a stand-in for a process. `handle` gets requests and responses one at a time. */
  addModule(id: ProcessId, handle: (message: KernelMessage) => void, options: ModuleOptions = {}): ModulePort {
    const existing = this.#processes.find(id);
    // `net` is known from the start, and may be given something that takes its messages.
    if (existing && (existing.kind === "hosted" || existing.handle || !sameProcess(id, netProcess))) {
      throw new Error(`there is a process ${formatProcessId(id)} already`);
    }
    if (existing) this.#processes.remove(existing);
    const { isPublic = false, capabilities: extra = [] } = options;
    const toModule = messagingCapability(this.#local(id));
    for (const entry of this.#processes.entries()) if (entry.kind === "module") entry.capabilities.add(toModule);
    this.#moduleCapabilities.push(toModule);
    const capabilities = new CapabilityStore([...this.#moduleCapabilities, ...extra]);
    this.#processes.add({ kind: "module", id, isPublic, capabilities, handle });
    return this.#modulePort(id);
  }

  /** Adds a process that runs in a host; undefined if its id is taken. It may always message itself. */
  addProcess(options: ProcessOptions): ProcessPort | undefined {
    const port = this.createProcess(options);
    return port.attach() ? port : undefined;
  }

  /** As `addProcess`, but nobody reaches it before its port is attached. */
  createProcess(options: ProcessOptions): ProcessPort {
    const { id, wasmPath = "", isPublic, onExit, deliver, waitingCount = () => 0, kill = () => {} } = options;
    const itself = messagingCapability(this.#local(id));
    const capabilities = new CapabilityStore([...options.capabilities, itself]);
    const process = { kind: "hosted", id, wasmPath, isPublic, capabilities } as const;
    const entry: HostedEntry = { ...process, deliver, waitingCount, kill, timers: new Map(), onExit };
    return this.#portOf(entry);
  }

  /** Gives a process capabilities; nothing happens if it does not exist. */
  grant(on: ProcessId, capabilities: readonly Capability[]): void {
    this.#processes.grant(on, capabilities);
  }

  /**
   * What a process, by its id as text, sends from now on leaves it only when `stored` resolves; it is dropped when that
   * rejects. Several calls add up.
   */
  hold(process: string, stored: Promise<void>): void {
    this.#held.hold(process, stored);
  }

  has(id: ProcessId): boolean {
    return this.#processes.find(id) !== undefined;
  }

  /** Messages that a process has not taken yet; 0 for one that does not run in a host. */
  waitingCount(id: ProcessId): number {
    const entry = this.#processes.find(id);
    return entry?.kind === "hosted" ? entry.waitingCount() : 0;
  }

  /** Whether a process of this node holds a capability. */
  holds(id: ProcessId, capability: Capability): boolean {
    return this.#processes.find(id)?.capabilities.has(capabilityKey(capability)) ?? false;
  }

  /** Takes a message from a process of this node, or from another node. */
  post(message: KernelMessage): void {
    if (this.#chaos) this.#chaos.post(message, (released) => this.#enqueue(released));
    else this.#enqueue(message);
  }

  /** Handles all waiting messages, and those that they lead to. Returns how many. */
  pump(): number {
    // A module that is called from here may post: the outer loop takes that too.
    if (this.#isPumping) return 0;
    this.#isPumping = true;
    let count = 0;
    while (this.step()) count++;
    this.#isPumping = false;
    return count;
  }

  /** Handles one waiting message; false if there is none. */
  step(): boolean {
    const message = this.#queue[this.#next];
    if (!message) return false;
    this.#next++;
    if (this.#next === this.#queue.length) {
      this.#queue = [];
      this.#next = 0;
    }
    this.#handle(this.#resolveOur(message));
    return true;
  }

  /** Cancels all timers; nothing is delivered any more. */
  close(): void {
    this.#chaos?.close();
    for (const entry of [...this.#processes.entries()]) this.#remove(entry);
    this.#held.clear();
    this.#queue = [];
    this.#next = 0;
  }

  #enqueue(message: KernelMessage): void {
    this.#queue.push(message);
    if (!this.#isManual) this.pump();
  }

  #handle(message: KernelMessage): void {
    const verdict = checkRoute(message, this.node, (process) => this.#processes.find(process));
    if (verdict.kind === "refuse") {
      if (!this.#isLenient || !verdict.isPardonable) return this.#refuse(message, verdict);
      this.#warnOnce(verdict);
    }
    if (this.#held.isEmpty || message.source.node !== this.node || !this.#held.take(message)) {
      this.#pass(message);
    }
  }

  #refuse(message: KernelMessage, { lines, tellSender }: Refusal): void {
    for (const { verbosity, text } of lines) this.#kernelPort.print(verbosity, text);
    this.#trace(message, "refused");
    if (tellSender) this.#throwTimeout(message);
  }

  /** Of what is delivered although it would be refused. */
  #warnOnce({ lines }: Refusal): void {
    for (const { verbosity, text } of lines) {
      if (this.#pardoned.has(text)) continue;
      this.#pardoned.add(text);
      this.#kernelPort.print(verbosity, `${text}; this node is lenient and delivers it, Hyperdrive does not`);
    }
  }

  /** What may go where it is sent. */
  #pass(message: KernelMessage): void {
    if (message.target.node !== this.node) {
      this.#trace(message, "remote");
      this.#transport.send(message, (kind) => this.#fail(message, kind));
    } else if (message.target.process.processName === "kernel" && message.source.node === this.node) {
      // By the process name alone, as in Hyperdrive: no other process of that name ever gets a local message.
      this.#trace(message, "command");
      performCommand(message, {
        processes: this.#processes,
        remove: (entry) => this.#remove(entry),
        print: this.#kernelPort.print,
        reply: (json) => this.#kernelPort.respond(message, encodeJson(json)),
      });
    } else {
      this.#deliver(message);
    }
  }

  #deliver(message: KernelMessage): void {
    const target = this.#processes.find(message.target.process);
    if (target?.kind === "hosted") {
      this.#trace(message, "delivered");
      target.deliver(message.source.node === this.node ? message : withoutOwnCapabilities(message, this.node));
    } else if (target?.handle) {
      this.#trace(message, "delivered");
      try {
        target.handle(message);
      } catch (error) {
        this.#kernelPort.print(0, `${formatProcessId(target.id)} failed: ${describeError(error)}`);
      }
    } else {
      const { source } = message;
      const to = formatProcessId(message.target.process);
      const text = `event loop: got ${kindOf(message)} from ${formatProcessId(source.process)} for ${to}, but target doesn't exist (perhaps it terminated)`;
      this.#kernelPort.print(0, text);
      this.#trace(message, "lost");
      this.#throwTimeout(message);
    }
  }

  /** Tells the sender of a request that expects a response, at once, that none will come. Modules are never told. */
  #throwTimeout(message: KernelMessage): void {
    if (message.message.tag === "request" && message.message.val.expectsResponse !== undefined) {
      this.#fail(message, "timeout");
    }
  }

  #fail(message: KernelMessage, kind: SendError["kind"]): void {
    const source = this.#processes.find(message.source.process);
    if (source?.kind === "hosted") source.deliver(failure(message, kind));
  }

  #remove(entry: ProcessEntry): void {
    this.#processes.remove(entry);
    if (entry.kind === "module") return;
    for (const cancel of entry.timers.values()) cancel();
    entry.timers.clear();
  }

  #portOf(entry: HostedEntry): ProcessPort {
    const { id, timers } = entry;
    return {
      post: (message, timer) => {
        if (timer !== undefined) this.#startTimer(entry, message, timer);
        this.post(message);
      },
      cancelTimer: (timer) => {
        timers.get(timer)?.();
        timers.delete(timer);
      },
      print: (source, verbosity, text) => this.#print({ source, verbosity, text }),
      onExit: () => entry.onExit,
      setOnExit: (onExit) => {
        entry.onExit = onExit;
      },
      capabilities: {
        all: () => entry.capabilities.all(),
        filter: (capabilities) => this.#processes.filter(id, capabilities),
        add: (on, capabilities) => this.#processes.grant(on, capabilities),
        drop: (capabilities) => this.#processes.drop(id, capabilities),
      },
      attach: () => this.#processes.add(entry),
      detach: () => this.#processes.remove(entry),
      remove: ({ revoke }) => {
        this.#remove(entry);
        if (revoke) this.#processes.revokeIssuedBy(id);
      },
    };
  }

  /** A time-out goes straight into the sender's channel, past the checks of the loop, with the target as it was written. */
  #startTimer(entry: HostedEntry, message: KernelMessage, timer: number): void {
    if (message.message.tag !== "request" || message.message.val.expectsResponse === undefined) return;
    const delayMs = Number(message.message.val.expectsResponse) * 1000;
    const cancel = this.#clock.after(delayMs, () => {
      entry.timers.delete(timer);
      entry.deliver(failure(message, "timeout"));
    });
    entry.timers.set(timer, cancel);
  }

  #resolveOur(message: KernelMessage): KernelMessage {
    const { source, target } = message;
    if (source.node !== "our" && target.node !== "our") return message;
    const resolve = (address: Address): Address => (address.node === "our" ? { ...address, node: this.node } : address);
    return { ...message, source: resolve(source), target: resolve(target) };
  }

  #local(process: ProcessId): Address {
    return { node: this.node, process };
  }

  #modulePort(id: ProcessId): ModulePort {
    return createModulePort(this.#local(id), {
      post: (message) => this.post(message),
      print: (verbosity, text) => this.#print({ source: id, verbosity, text }),
      nextId: this.nextId,
    });
  }
}

function failure({ id, target, message, blob }: KernelMessage, kind: SendError["kind"]): SendFailure {
  return { id, error: { kind, target, message, lazyLoadBlob: blob } };
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
