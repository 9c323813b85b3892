/**
 * The event loop of a node: takes messages in order, checks who may send them, and puts them where they belong. Has
 * no I/O: time, other nodes and the terminal are handed in.
 */

import { formatProcessId } from "../contract/address.js";
import type { Address, NodeId, ProcessId } from "../contract/address.js";
import type { Capability, LazyLoadBlob, OnExit, SendError } from "../contract/standard.js";
import { capabilityKey, CapabilityStore, messagingCapability, networkCapability } from "./capabilities.js";
import type { Clock } from "./clock.js";
import type { HostLink } from "./host-link.js";
import { encodeJson } from "./json-body.js";
import { parseKernelCommand } from "./kernel-command.js";
import type { KernelMessage, MailboxItem, Printout, SendFailure } from "./kernel-message.js";
import { ProcessMap } from "./process-map.js";
import type { HostedEntry, ProcessEntry } from "./process-map.js";
import { checkRoute, kindOf } from "./routing.js";
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
  /** Told of each message that goes through the loop, and of what becomes of it. */
  readonly trace?: ((message: KernelMessage, outcome: Outcome) => void) | undefined;
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
  readonly isPublic: boolean;
  readonly onExit: OnExit;
  readonly capabilities: readonly Capability[];
  /** Puts an item at the end of the channel of the process. */
  readonly deliver: (item: MailboxItem) => void;
  /** Ends the process; it has been taken off the node already. */
  readonly kill?: () => void;
}

/** What the kernel is to one process. */
export interface ProcessPort extends HostLink {
  /** What `set-on-exit` has set last. */
  onExit(): OnExit;
  /** Takes the process off the node. `revoke` takes what it has issued away from others, as every end but a restart does. */
  remove(options: { readonly revoke: boolean }): void;
}

export interface ModuleOptions {
  readonly isPublic?: boolean;
  /** Beside those that all modules hold: to message each other, the kernel and `net`, and the network. */
  readonly capabilities?: readonly Capability[];
}

/** What a module sends with. */
export interface ModulePort {
  readonly address: Address;
  /** Goes to the request's rsvp if it has one, else to its source, whether or not a response is expected. */
  respond(request: KernelMessage, body: Uint8Array, extra?: ResponseExtra): void;
  /** Returns the id of the request. Nothing times it out, and a refusal is not reported. */
  request(target: Address, body: Uint8Array, extra?: RequestExtra): bigint;
  print(verbosity: number, text: string): void;
}

export interface ResponseExtra {
  readonly blob?: LazyLoadBlob | undefined;
  readonly metadata?: string | undefined;
}

export interface RequestExtra {
  readonly expectsResponse?: bigint;
  readonly rsvp?: Address;
  readonly blob?: LazyLoadBlob;
  /** A fresh one of `nextId` when undefined. */
  readonly id?: bigint;
}

const noNetwork: Transport = { send: (_message, fail) => fail("offline") };

export class Kernel {
  readonly node: NodeId;
  readonly nextId: () => bigint;
  readonly #clock: Clock;
  readonly #print: (line: Printout) => void;
  readonly #transport: Transport;
  readonly #trace: (message: KernelMessage, outcome: Outcome) => void;
  readonly #isManual: boolean;
  readonly #processes = new ProcessMap();
  readonly #moduleCapabilities: Capability[];
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
    this.#isManual = options.isManual ?? false;
    const address = (process: ProcessId): Address => ({ node: this.node, process });
    this.#moduleCapabilities = [
      messagingCapability(address(kernelProcess)),
      messagingCapability(address(netProcess)),
      networkCapability(this.node),
    ];
    for (const id of [kernelProcess, netProcess]) {
      const capabilities = new CapabilityStore(this.#moduleCapabilities);
      this.#processes.add({ kind: "module", id, isPublic: false, capabilities, handle: undefined });
    }
  }

  /** Adds a part of the node itself, or a stand-in for a process. `handle` gets requests and responses one at a time. */
  addModule(id: ProcessId, handle: (message: KernelMessage) => void, options: ModuleOptions = {}): ModulePort {
    const source: Address = { node: this.node, process: id };
    const toModule = messagingCapability(source);
    for (const entry of this.#processes.entries()) if (entry.kind === "module") entry.capabilities.add(toModule);
    this.#moduleCapabilities.push(toModule);
    const capabilities = new CapabilityStore([...this.#moduleCapabilities, ...(options.capabilities ?? [])]);
    const isAdded = this.#processes.add({ kind: "module", id, isPublic: options.isPublic ?? false, capabilities, handle });
    if (!isAdded) throw new Error(`there is a process ${formatProcessId(id)} already`);
    return {
      address: source,
      respond: (request, body, extra = {}) => {
        const response = { inherit: false, body, metadata: extra.metadata, capabilities: [] };
        this.post({
          id: request.id,
          source,
          target: request.rsvp ?? request.source,
          rsvp: undefined,
          message: { tag: "response", val: [response, undefined] },
          blob: extra.blob,
        });
      },
      request: (target, body, extra = {}) => {
        const { id = this.nextId(), expectsResponse, rsvp, blob } = extra;
        const val = { inherit: false, expectsResponse, body, metadata: undefined, capabilities: [] };
        this.post({ id, source, target, rsvp, message: { tag: "request", val }, blob });
        return id;
      },
      print: (verbosity, text) => this.#print({ source: id, verbosity, text }),
    };
  }

  /** Adds a process that runs in a host; undefined if its id is taken. It may always message itself. */
  addProcess(options: ProcessOptions): ProcessPort | undefined {
    const { id, isPublic, onExit, deliver, kill = () => {} } = options;
    const itself = messagingCapability({ node: this.node, process: id });
    const capabilities = new CapabilityStore([...options.capabilities, itself]);
    const entry: HostedEntry = { kind: "hosted", id, isPublic, capabilities, deliver, kill, timers: new Map(), onExit };
    return this.#processes.add(entry) ? this.#portOf(entry) : undefined;
  }

  /** Gives a process capabilities; nothing happens if it does not exist. */
  grant(on: ProcessId, capabilities: readonly Capability[]): void {
    this.#processes.grant(on, capabilities);
  }

  has(id: ProcessId): boolean {
    return this.#processes.find(id) !== undefined;
  }

  /** Whether a process of this node holds a capability. */
  holds(id: ProcessId, capability: Capability): boolean {
    return this.#processes.find(id)?.capabilities.has(capabilityKey(capability)) ?? false;
  }

  /** Takes a message from a process of this node, or from another node. */
  post(message: KernelMessage): void {
    this.#queue.push(message);
    if (!this.#isManual) this.pump();
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
    for (const entry of [...this.#processes.entries()]) this.#remove(entry);
    this.#queue = [];
    this.#next = 0;
  }

  #handle(message: KernelMessage): void {
    const verdict = checkRoute(message, this.node, (process) => this.#processes.find(process));
    if (verdict.kind === "refuse") {
      for (const { verbosity, text } of verdict.lines) this.#printLine(verbosity, text);
      this.#trace(message, "refused");
      if (verdict.tellSender) this.#throwTimeout(message);
    } else if (message.target.node !== this.node) {
      this.#trace(message, "remote");
      this.#transport.send(message, (kind) => this.#fail(message, kind));
    } else if (message.target.process.processName === "kernel" && message.source.node === this.node) {
      // By the process name alone, as in Hyperdrive: no other process of that name ever gets a local message.
      this.#trace(message, "command");
      this.#command(message);
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
        this.#printLine(0, `${formatProcessId(target.id)} failed: ${describeError(error)}`);
      }
    } else {
      const { source } = message;
      const to = formatProcessId(message.target.process);
      const text = `event loop: got ${kindOf(message)} from ${formatProcessId(source.process)} for ${to}, but target doesn't exist (perhaps it terminated)`;
      this.#printLine(0, text);
      this.#trace(message, "lost");
      this.#throwTimeout(message);
    }
  }

  #command(message: KernelMessage): void {
    const command = parseKernelCommand(message);
    switch (command.kind) {
      case "grant":
        return this.#processes.grant(command.target, command.capabilities);
      case "drop":
        return this.#processes.drop(command.target, command.capabilities);
      case "kill":
        return this.#kill(command.target, message);
      case "unsupported":
        this.#printLine(0, `kernel: this node does not carry out ${command.name}`);
        if (command.reply !== undefined) this.#replyToCommand(message, command.reply);
        return;
      case "not-a-request":
        return;
      case "malformed":
        return this.#printLine(0, `kernel: couldn't parse command: ${command.reason}`);
    }
  }

  #kill(target: ProcessId, message: KernelMessage): void {
    const entry = this.#processes.find(target);
    const name = formatProcessId(target);
    if (entry?.kind !== "hosted") return this.#printLine(2, `kernel: no such process ${name} to kill`);
    const { tag, val } = message.message;
    if (tag !== "request") return;
    this.#remove(entry);
    if (val.metadata !== "no-revoke") this.#processes.revokeIssuedBy(target);
    entry.kill();
    const isAnswered = val.expectsResponse !== undefined;
    this.#printLine(isAnswered ? 0 : 2, `kernel: killing process ${name}`);
    if (isAnswered) this.#replyToCommand(message, { KilledProcess: name });
  }

  #replyToCommand(request: KernelMessage, json: unknown): void {
    const body = encodeJson(json);
    this.post({
      id: request.id,
      source: { node: this.node, process: kernelProcess },
      target: request.rsvp ?? request.source,
      rsvp: undefined,
      message: { tag: "response", val: [{ inherit: false, body, metadata: undefined, capabilities: [] }, undefined] },
      blob: undefined,
    });
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

  #printLine(verbosity: number, text: string): void {
    this.#print({ source: kernelProcess, verbosity, text });
  }
}

/**
 * A capability from another node that names this node as issuer passes only with a signature of this node. Messages
 * carry none here, so it is removed.
 */
function withoutOwnCapabilities(message: KernelMessage, our: NodeId): KernelMessage {
  const isForeign = ({ issuer }: Capability): boolean => issuer.node !== our;
  if (message.message.tag === "request") {
    const { val } = message.message;
    const capabilities = val.capabilities.filter(isForeign);
    return { ...message, message: { tag: "request", val: { ...val, capabilities } } };
  }
  const [response, context] = message.message.val;
  const capabilities = response.capabilities.filter(isForeign);
  return { ...message, message: { tag: "response", val: [{ ...response, capabilities }, context] } };
}

function failure({ id, target, message, blob }: KernelMessage, kind: SendError["kind"]): SendFailure {
  return { id, error: { kind, target, message, lazyLoadBlob: blob } };
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
