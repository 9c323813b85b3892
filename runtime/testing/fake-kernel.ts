/**
 * A node inside one thread: the real kernel, the real process hosts, a clock that stands still, and guests that are
 * callbacks. Nothing happens by itself: messages move in `pump` and in the blocking calls of a guest, time in
 * `advance`. The same seed gives the same run.
 */

import { formatAddress, parseAddress, parseProcessId } from "../contract/index.js";
import type { Address, LazyLoadBlob, OnExit, ProcessId, Received, Request } from "../contract/index.js";
import type { Chaos } from "../node/chaos.js";
import { messagingCapability, networkCapability } from "../node/capabilities.js";
import { Kernel } from "../node/kernel.js";
import type { KernelOptions, Outcome, ProcessPort } from "../node/kernel.js";
import type { ModulePort } from "../node/module-port.js";
import type { KernelMessage, MailboxItem, Printout } from "../node/kernel-message.js";
import { ProcessHost } from "../node/process-host.js";
import { addStateService } from "../node/services/state.js";
import { addTimerService } from "../node/services/timer.js";
import type { HostWarning } from "../node/tick-watch.js";
import { ManualClock } from "./manual-clock.js";
import { createRandom } from "../node/random.js";

export interface FakeKernelOptions {
  /** Default `test.os`. */
  readonly node?: string;
  readonly seed?: number;
  /** One that other nodes share; of its own by default. */
  readonly clock?: ManualClock;
  readonly transport?: KernelOptions["transport"];
  /** Messages come as unordered as Hyperdrive allows. Default undefined: in the order in which they are sent. */
  readonly chaos?: Chaos | undefined;
  /** Default both; a script may take the place of either. */
  readonly services?: readonly ("state" | "timer")[];
  /** As that of `KernelOptions`. */
  readonly isLenient?: boolean;
  /** Default true: `trace` has all messages. */
  readonly isTraced?: boolean;
}

export interface FakeProcessOptions {
  /** What the guest does in the tick that `receive` starts. Without it, call `receive` yourself. */
  readonly guest?: (received: Received, process: FakeProcess) => void;
  /** Default true: every local process may message it. */
  readonly isPublic?: boolean;
  readonly isNetworked?: boolean;
  /** Ids of processes that it may message although they are not public. */
  readonly mayMessage?: readonly string[];
  readonly onExit?: OnExit;
}

export interface ModuleOptions {
  readonly isPublic?: boolean;
  readonly mayMessage?: readonly string[];
  /** Whether `received` keeps what comes. True by default; false for those of a node that may live long. */
  readonly isRecorded?: boolean;
}

/** What `module` hands to a script. */
export interface ScriptedModule extends ModulePort {
  /** All that it was sent, in order. */
  readonly received: KernelMessage[];
}

export class FakeKernel {
  readonly clock: ManualClock;
  readonly kernel: Kernel;
  readonly lines: Printout[] = [];
  readonly trace: { readonly message: KernelMessage; readonly outcome: Outcome }[] = [];
  /** The saved states, by process id. */
  readonly states = new Map<string, Uint8Array>();
  readonly random;
  readonly #processes: FakeProcess[] = [];

  constructor(options: FakeKernelOptions = {}) {
    this.clock = options.clock ?? new ManualClock();
    this.random = createRandom(options.seed ?? 1);
    this.kernel = new Kernel({
      node: options.node ?? "test.os",
      clock: this.clock,
      nextId: this.random.id,
      print: (line) => this.lines.push(line),
      ...(options.isTraced === false ? {} : { trace: (message, outcome) => this.trace.push({ message, outcome }) }),
      transport: options.transport,
      chaos: options.chaos,
      isLenient: options.isLenient,
      isManual: true,
    });
    const services = options.services ?? ["state", "timer"];
    if (services.includes("state")) addStateService(this.kernel, this.states);
    if (services.includes("timer")) addTimerService(this.kernel, this.clock);
  }

  address(process: string): Address {
    return { node: this.kernel.node, process: processId(process) };
  }

  /** Adds a process with a real host. */
  process(id: string, options: FakeProcessOptions = {}): FakeProcess {
    const process = new FakeProcess(this, this.address(id), options);
    this.#processes.push(process);
    return process;
  }

  /** Adds a scripted stand-in for a process or module; it is public unless told otherwise. */
  module(
    id: string,
    handle: (message: KernelMessage, port: ModulePort) => void = () => {},
    options: ModuleOptions = {},
  ): ScriptedModule {
    const received: KernelMessage[] = [];
    const port = this.kernel.addModule(
      processId(id),
      (message) => {
        if (options.isRecorded ?? true) received.push(message);
        handle(message, port);
      },
      {
        isPublic: options.isPublic ?? true,
        capabilities: (options.mayMessage ?? []).map((target) => messagingCapability(this.address(target))),
      },
    );
    return { ...port, received };
  }

  /** Sends a message as another node would; addresses are `node@process:package:publisher`. */
  inject(message: RemoteMessage): bigint {
    const id = message.id ?? this.random.id();
    const { expectsResponse } = message.request;
    const source = address(message.source);
    this.kernel.post({
      id,
      source,
      target: address(message.target),
      rsvp: expectsResponse === undefined ? undefined : source,
      message: { tag: "request", val: message.request },
      blob: message.blob,
    });
    return id;
  }

  /** Moves messages and runs guests until nothing is left to do at this time. Returns the number of both. */
  pump(): number {
    let stepCount = 0;
    for (;;) {
      stepCount += this.kernel.pump();
      const process = this.#processes.find((candidate) => candidate.canTick);
      if (!process) return stepCount;
      process.tick();
      stepCount++;
    }
  }

  /** Moves time on, and all that follows from it. */
  advance(byMs: number): void {
    this.pump();
    const untilMs = this.clock.now() + byMs;
    while (this.clock.nextMs <= untilMs && this.clock.advanceToNext()) this.pump();
    this.clock.advance(untilMs - this.clock.now());
  }
}

export interface RemoteMessage {
  readonly source: string;
  readonly target: string;
  readonly request: Request;
  readonly blob?: LazyLoadBlob;
  readonly id?: bigint;
}

/** A process of the fake kernel: its host, and what waits for it. */
export class FakeProcess {
  readonly host: ProcessHost;
  readonly our: Address;
  readonly port: ProcessPort;
  readonly warnings: HostWarning[] = [];
  readonly #guest: FakeProcessOptions["guest"];
  readonly #kernel: FakeKernel;
  readonly #channel: MailboxItem[] = [];
  #isInTick = false;

  constructor(kernel: FakeKernel, our: Address, options: FakeProcessOptions) {
    this.#kernel = kernel;
    this.#guest = options.guest;
    this.our = our;
    const capabilities = (options.mayMessage ?? []).map((target) => messagingCapability(kernel.address(target)));
    if (options.isNetworked ?? false) capabilities.push(networkCapability(our.node));
    const onExit = options.onExit ?? { tag: "none" };
    const port = kernel.kernel.addProcess({
      id: our.process,
      isPublic: options.isPublic ?? true,
      onExit,
      capabilities,
      deliver: (item) => this.#channel.push(item),
      waitingCount: () => this.waitingCount,
    });
    if (!port) throw new Error(`${formatAddress(our)} exists already`);
    this.port = port;
    this.host = new ProcessHost({
      our,
      onExit,
      channel: { take: () => this.#takeOrWait(), poll: () => this.#channel.shift() },
      link: port,
      nextId: kernel.random.id,
      onWarning: (warning) => this.warnings.push(warning),
    });
  }

  /** How many items wait in the channel. */
  get waitingCount(): number {
    return this.#channel.length;
  }

  get canTick(): boolean {
    return this.#guest !== undefined && !this.#isInTick && this.#channel.length > 0;
  }

  /** Runs the guest on the next item, if there is one. */
  tick(): boolean {
    if (this.#isInTick) throw new Error(`${formatAddress(this.our)} is in a tick already`);
    const received = this.host.tryReceive();
    if (!received) return false;
    this.#isInTick = true;
    try {
      this.#guest?.(received, this);
    } finally {
      this.#isInTick = false;
    }
    return true;
  }

  /** Takes the next item by hand, after all messages that are on the way have arrived. */
  receive(): Received {
    this.#kernel.pump();
    const received = this.host.tryReceive();
    if (!received) throw new Error(`nothing to receive for ${formatAddress(this.our)}`);
    return received;
  }

  /** A blocking call of this guest: the others run meanwhile, and time passes if nothing else can bring an item. */
  #takeOrWait(): MailboxItem {
    const wasInTick = this.#isInTick;
    this.#isInTick = true;
    try {
      for (;;) {
        this.#kernel.pump();
        const item = this.#channel.shift();
        if (item) return item;
        if (!this.#kernel.clock.advanceToNext()) throw new Error(`${formatAddress(this.our)} would wait for ever`);
      }
    } finally {
      this.#isInTick = wasInTick;
    }
  }
}

/** A request with only the interesting fields given. */
export function request(
  fields: Partial<Omit<Request, "body">> & { readonly body?: string | Uint8Array } = {},
): Request {
  const { body = "", inherit = false, expectsResponse, metadata, capabilities = [] } = fields;
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return { inherit, expectsResponse, body: bytes, metadata, capabilities };
}

function processId(text: string): ProcessId {
  const id = parseProcessId(text);
  if (!id) throw new Error(`not a process id: ${text}`);
  return id;
}

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed) throw new Error(`not an address: ${text}`);
  return parsed;
}
