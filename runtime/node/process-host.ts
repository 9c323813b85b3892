/**
 * The message machine of one process: every function of `hyperware:process/standard` over a mailbox and a kernel.
 * Behaves as hyperdrive's `src/kernel/standard_host_v1.rs` does, including where that surprises.
 */

import { formatProcessId, sameAddress } from "../contract/address.js";
import type { Address, ProcessId } from "../contract/address.js";
import type {
  Capability,
  LazyLoadBlob,
  Message,
  OnExit,
  Received,
  Request,
  Response,
  SendError,
  Standard,
} from "../contract/standard.js";
import type { Channel, HostLink } from "./host-link.js";
import { encodeJson } from "./json-body.js";
import { isSendFailure } from "./kernel-message.js";
import type { MailboxItem } from "./kernel-message.js";
import { Mailbox } from "./mailbox.js";
import { createPrompting } from "./prompting.js";
import type { Prompting } from "./prompting.js";
import { spawnProcess } from "./spawn.js";
import type { InternalRequest } from "./spawn.js";
import { kernelProcess, stateProcess } from "./system-processes.js";
import { TickWatch } from "./tick-watch.js";
import type { HostWarning } from "./tick-watch.js";
import { HostError, Trap } from "./trap.js";

export interface ProcessHostOptions {
  readonly our: Address;
  readonly onExit: OnExit;
  readonly channel: Channel;
  readonly link: HostLink;
  /** A random `u64`. */
  readonly nextId: () => bigint;
  /** Told when `receive` is called for the first time. */
  readonly onReady?: (() => void) | undefined;
  /** Told of answers that miss their request. */
  readonly onWarning?: ((warning: HostWarning) => void) | undefined;
  /** Told of a trap before it is thrown. */
  readonly onTrap?: ((trap: Trap) => void) | undefined;
}

/** Seconds that internal requests wait for their response. */
const internalTimeoutSeconds = 5n;

export class ProcessHost implements Standard {
  readonly #our: Address;
  readonly #link: HostLink;
  readonly #mailbox: Mailbox;
  readonly #nextId: () => bigint;
  readonly #watch: TickWatch;
  readonly #onTrap: ((trap: Trap) => void) | undefined;
  #onReady: (() => void) | undefined;
  readonly #kernel: Address;
  readonly #state: Address;
  #prompting: Prompting | undefined;
  /** The blob that came last, with whichever message; messages without one leave it. */
  #lastBlob: LazyLoadBlob | undefined;
  /** Whether the item delivered last carried a blob. */
  #blobbed = false;
  #onExit: OnExit;

  constructor(options: ProcessHostOptions) {
    this.#our = options.our;
    this.#link = options.link;
    this.#mailbox = new Mailbox(options.channel, options.link);
    this.#nextId = options.nextId;
    this.#watch = new TickWatch(options.onWarning ?? (() => {}));
    this.#onTrap = options.onTrap;
    this.#onReady = options.onReady;
    this.#onExit = options.onExit;
    this.#kernel = { node: options.our.node, process: kernelProcess };
    this.#state = { node: options.our.node, process: stateProcess };
  }

  our(): Address {
    return this.#our;
  }

  printToTerminal(verbosity: number, message: string): void {
    const { packageName, publisherNode } = this.#our.process;
    this.#link.print(this.#our.process, verbosity, `${packageName}:${publisherNode}: ${message}`);
  }

  getOnExit(): OnExit {
    return this.#onExit;
  }

  setOnExit(onExit: OnExit): void {
    this.#onExit = onExit;
    this.#link.setOnExit(onExit);
  }

  receive(): readonly [Address, Message] {
    this.#onReady?.();
    this.#onReady = undefined;
    this.#watch.endTick(this.#prompting);
    const received = this.#beginTick(this.#mailbox.take());
    if (received.tag === "ok") return received.val;
    throw new HostError(describeSendError(received.val[0]), received.val);
  }

  /** As `receive`, but undefined instead of waiting, and a failure as a value. For hosts inside one thread. */
  tryReceive(): Received | undefined {
    const item = this.#mailbox.poll();
    if (!item) return undefined;
    this.#watch.endTick(this.#prompting);
    return this.#beginTick(item);
  }

  hasBlob(): boolean {
    return this.#blobbed;
  }

  getBlob(): LazyLoadBlob | undefined {
    return this.#blobbed ? this.#lastBlob : undefined;
  }

  lastBlob(): LazyLoadBlob | undefined {
    return this.#lastBlob;
  }

  sendRequest(
    target: Address,
    request: Request,
    context: Uint8Array | undefined,
    blob: LazyLoadBlob | undefined,
  ): void {
    this.#send(this.#our, target, request, context, blob);
  }

  sendRequests(
    requests: readonly (readonly [Address, Request, Uint8Array | undefined, LazyLoadBlob | undefined])[],
  ): void {
    for (const [target, request, context, blob] of requests) this.sendRequest(target, request, context, blob);
  }

  /** Goes to whoever is prompting, answered or not, and leaves it prompting. With `inherit`, the explicit blob loses. */
  sendResponse(response: Response, blob: LazyLoadBlob | undefined): void {
    const prompting = this.#prompting;
    this.#watch.answer(prompting);
    if (!prompting) {
      const text = `kernel: need non-None prompting_message to handle Response of ${response.body.length} bytes`;
      this.#link.print(kernelProcess, 0, text);
      return;
    }
    prompting.answered = true;
    const capabilities = this.#filterCapabilities(response.capabilities);
    this.#link.post(
      {
        id: prompting.id,
        source: this.#our,
        target: prompting.rsvp ?? prompting.source,
        rsvp: undefined,
        message: { tag: "response", val: [{ ...response, capabilities }, undefined] },
        blob: response.inherit ? this.#lastBlob : blob,
      },
      undefined,
    );
  }

  sendAndAwaitResponse(target: Address, request: Request, blob: LazyLoadBlob | undefined): readonly [Address, Message] {
    if (request.expectsResponse === undefined) {
      this.#trap("send-and-await-response needs a request that expects a response");
    }
    // Compared as written. Behind the node `our` the request comes back to us with the awaited id, which traps below.
    if (sameAddress(target, this.#our)) {
      this.#trap("send-and-await-response to the process itself would wait for ever");
    }
    const received = this.#sendAndAwait(this.#our, target, request, blob);
    if (received.tag === "ok") return received.val;
    throw new HostError(describeSendError(received.val[0]), received.val[0]);
  }

  /** Nothing saved, an error of the database and five seconds without an answer all look the same. */
  getState(): Uint8Array | undefined {
    const lastBlob = this.#lastBlob;
    const received = this.#stateCall("GetState");
    const bytes = received.tag === "ok" && this.#blobbed ? this.#lastBlob?.bytes : undefined;
    this.#lastBlob = lastBlob;
    return bytes;
  }

  /** Returns when the database has the bytes. An error of the database is not reported. */
  setState(bytes: Uint8Array): void {
    const lastBlob = this.#lastBlob;
    const received = this.#stateCall("SetState", { mime: undefined, bytes });
    this.#lastBlob = lastBlob;
    if (received.tag === "err") this.#trap("state:distro:sys did not answer SetState");
  }

  clearState(): void {
    const lastBlob = this.#lastBlob;
    const received = this.#stateCall("DeleteState");
    this.#lastBlob = lastBlob;
    if (received.tag === "err") this.#trap("state:distro:sys did not answer DeleteState");
  }

  spawn(
    name: string | undefined,
    wasmPath: string,
    onExit: OnExit,
    requestCapabilities: readonly Capability[],
    grantCapabilities: readonly (readonly [ProcessId, string])[],
    isPublic: boolean,
  ): ProcessId {
    const lastBlob = this.#lastBlob;
    try {
      return spawnProcess(
        { name, wasmPath, onExit, requestCapabilities, grantCapabilities, isPublic },
        {
          our: this.#our,
          nextId: this.#nextId,
          capabilities: this.#link.capabilities,
          request: (request) => this.#internalRequest(request),
          receivedBlob: () => this.#lastBlob,
          trap: (message) => this.#trap(message),
        },
      );
    } finally {
      this.#lastBlob = lastBlob;
    }
  }

  saveCapabilities(capabilities: readonly Capability[]): void {
    this.#link.capabilities.add(this.#our.process, capabilities);
  }

  dropCapabilities(capabilities: readonly Capability[]): void {
    this.#link.capabilities.drop(capabilities);
  }

  ourCapabilities(): readonly Capability[] {
    return this.#link.capabilities.all();
  }

  #beginTick(item: MailboxItem): Received {
    this.#watch.beginTick(isUnanswerable(item));
    return this.#deliver(item);
  }

  /** Makes an item current: blob, prompting message, and for a response or failure the context it was sent with. */
  #deliver(item: MailboxItem): Received {
    if (isSendFailure(item)) {
      const outstanding = this.#mailbox.settle(item.id);
      this.#blobbed = false;
      if (outstanding) this.#prompting = outstanding.prompting;
      return { tag: "err", val: [item.error, outstanding?.context] };
    }
    this.#blobbed = item.blob !== undefined;
    if (item.blob) this.#lastBlob = item.blob;
    if (item.message.tag === "request") {
      if (!isUnanswerable(item)) this.#prompting = createPrompting(item);
      return { tag: "ok", val: [item.source, item.message] };
    }
    // A second response to one request, set aside by a blocking call, has no entry any more and prompts by itself.
    const outstanding = this.#mailbox.settle(item.id);
    this.#prompting = outstanding ? outstanding.prompting : createPrompting(item);
    // A context that the responder sent is not ours.
    const message: Message = { tag: "response", val: [item.message.val[0], outstanding?.context] };
    return { tag: "ok", val: [item.source, message] };
  }

  /** Posts a request and returns its id. An explicit blob wins over `inherit`. */
  #send(
    source: Address,
    target: Address,
    request: Request,
    context: Uint8Array | undefined,
    blob: LazyLoadBlob | undefined,
  ): bigint {
    const prompting = this.#prompting;
    const inherited = request.inherit ? prompting : undefined;
    const id = inherited ? inherited.id : this.#freshId();
    const capabilities = this.#filterCapabilities(request.capabilities);
    const expects = request.expectsResponse !== undefined;
    const timer = expects ? this.#mailbox.expect(id, prompting, context) : undefined;
    if (inherited && !expects) inherited.answered = true;
    this.#link.post(
      {
        id,
        source,
        target,
        rsvp: expects ? this.#our : inherited?.rsvp,
        message: { tag: "request", val: { ...request, capabilities } },
        blob: blob ?? (request.inherit ? this.#lastBlob : undefined),
      },
      timer,
    );
    return id;
  }

  #sendAndAwait(source: Address, target: Address, request: Request, blob: LazyLoadBlob | undefined): Received {
    const id = this.#send(source, target, request, undefined, blob);
    const received = this.#deliver(this.#mailbox.takeOnly(id));
    if (received.tag === "ok" && received.val[1].tag === "request") {
      this.#trap("a request arrived with the id of the awaited response");
    }
    return received;
  }

  /** Sent with the kernel as source, so that no capability is needed. Leaves `#blobbed` as the response has it. */
  #stateCall(action: "GetState" | "SetState" | "DeleteState", blob?: LazyLoadBlob): Received {
    const process = formatProcessId(this.#our.process);
    const body = { [action]: process };
    return this.#internalRequest({ source: this.#kernel, target: this.#state, body, metadata: process, blob });
  }

  #internalRequest(request: InternalRequest): Received {
    const { source, target, body, metadata, blob } = request;
    return this.#sendAndAwait(
      source,
      target,
      {
        inherit: false,
        expectsResponse: internalTimeoutSeconds,
        body: encodeJson(body),
        metadata,
        capabilities: [],
      },
      blob,
    );
  }

  #filterCapabilities(capabilities: readonly Capability[]): readonly Capability[] {
    return capabilities.length === 0 ? capabilities : this.#link.capabilities.filter(capabilities);
  }

  #freshId(): bigint {
    for (;;) {
      const id = this.#nextId();
      if (!this.#mailbox.isOutstanding(id)) return id;
    }
  }

  #trap(message: string): never {
    const trap = new Trap(message);
    this.#onTrap?.(trap);
    throw trap;
  }
}

/** A request to which nobody waits for a response: it leaves the prompting message as it was. */
function isUnanswerable(item: MailboxItem): boolean {
  if (isSendFailure(item) || item.message.tag !== "request") return false;
  return item.message.val.expectsResponse === undefined && item.rsvp === undefined;
}

function describeSendError(error: SendError): string {
  const { processName, packageName, publisherNode } = error.target.process;
  return `${error.kind}: ${error.target.node}@${processName}:${packageName}:${publisherNode}`;
}
