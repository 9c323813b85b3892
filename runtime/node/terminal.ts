/**
 * `terminal:terminal:sys`: the messages of whoever operates the node (hyperdrive `packages/terminal/m`). Unlike there it may
 * message every process of the node, and every process may answer it.
 */

import type { Address } from "../contract/address.js";
import type { LazyLoadBlob } from "../contract/standard.js";
import { messagingCapability, networkCapability } from "./capabilities.js";
import type { Kernel, ProcessPort } from "./kernel.js";
import { isSendFailure } from "./kernel-message.js";
import type { MailboxItem } from "./kernel-message.js";
import { terminalProcess } from "./system-processes.js";

export type TerminalAnswer =
  | { readonly kind: "response"; readonly body: Uint8Array; readonly blob: LazyLoadBlob | undefined }
  | { readonly kind: "timeout" | "offline" }
  /** The node has stopped meanwhile. */
  | { readonly kind: "stopped" };

interface Asked {
  readonly timer: number;
  readonly settle: (answer: TerminalAnswer) => void;
}

export class Terminal {
  readonly #kernel: Kernel;
  readonly #asked = new Map<bigint, Asked>();
  #port: ProcessPort | undefined;
  #timerCount = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Sends a request and waits for its answer, for so many whole seconds. A local process that does not exist ends as `timeout` at once. */
  ask(target: Address, body: Uint8Array, seconds: number): Promise<TerminalAnswer> {
    const port = this.#open();
    if (!port) return Promise.resolve({ kind: "stopped" });
    const source = { node: this.#kernel.node, process: terminalProcess };
    if (target.node === this.#kernel.node) this.#kernel.grant(terminalProcess, [messagingCapability(target)]);
    const id = this.#kernel.nextId();
    const timer = ++this.#timerCount;
    return new Promise((settle) => {
      this.#asked.set(id, { timer, settle });
      const val = { inherit: false, expectsResponse: BigInt(seconds), body, metadata: undefined, capabilities: [] };
      port.post({ id, source, target, rsvp: source, message: { tag: "request", val }, blob: undefined }, timer);
    });
  }

  /** Nobody waits any more. */
  close(): void {
    for (const { settle } of this.#asked.values()) settle({ kind: "stopped" });
    this.#asked.clear();
  }

  /** Again, when somebody has killed it. */
  #open(): ProcessPort | undefined {
    this.#port ??= this.#kernel.addProcess({
      id: terminalProcess,
      isPublic: true,
      onExit: { tag: "none" },
      capabilities: [networkCapability(this.#kernel.node)],
      deliver: (item) => this.#take(item),
      kill: () => {
        this.#port = undefined;
        this.close();
      },
    });
    return this.#port;
  }

  /** Requests to the terminal mean nothing here. */
  #take(item: MailboxItem): void {
    const asked = this.#asked.get(item.id);
    if (!asked || (!isSendFailure(item) && item.message.tag === "request")) return;
    this.#asked.delete(item.id);
    this.#port?.cancelTimer(asked.timer);
    if (isSendFailure(item)) return asked.settle({ kind: item.error.kind });
    if (item.message.tag === "response") asked.settle({ kind: "response", body: item.message.val[0].body, blob: item.blob });
  }
}
