/** The processes and modules of a node with their rights, and the operations on their capabilities. */

import { formatProcessId, sameProcess } from "../contract/address.js";
import type { ProcessId } from "../contract/address.js";
import type { Capability, OnExit } from "../contract/standard.js";
import { capabilityKey } from "./capabilities.js";
import type { CapabilityStore } from "./capabilities.js";
import type { CancelTimer } from "./clock.js";
import type { KernelMessage, MailboxItem } from "./kernel-message.js";

export type ProcessEntry = ModuleEntry | HostedEntry;

interface EntryBase {
  readonly id: ProcessId;
  /** Any local process may send to it. */
  readonly isPublic: boolean;
  readonly capabilities: CapabilityStore;
}

/** A part of the node itself. */
export interface ModuleEntry extends EntryBase {
  readonly kind: "module";
  /** Undefined for `kernel` and `net`, which have rights but get no messages through a channel. */
  readonly handle: ((message: KernelMessage) => void) | undefined;
}

/** A process that runs in a host. */
export interface HostedEntry extends EntryBase {
  readonly kind: "hosted";
  /** Its component in the vfs: `/todo:template.os/pkg/todo.wasm`. */
  readonly wasmPath: string;
  readonly deliver: (item: MailboxItem) => void;
  readonly waitingCount: () => number;
  readonly kill: () => void;
  /** Timers of requests that expect a response, by the number that the host gave them. */
  readonly timers: Map<number, CancelTimer>;
  onExit: OnExit;
}

export class ProcessMap {
  readonly #entries = new Map<string, ProcessEntry>();

  find(id: ProcessId): ProcessEntry | undefined {
    return this.#entries.get(formatProcessId(id));
  }

  /** False, and nothing changes, if the id is taken. */
  add(entry: ProcessEntry): boolean {
    const key = formatProcessId(entry.id);
    if (this.#entries.has(key)) return false;
    this.#entries.set(key, entry);
    return true;
  }

  remove(entry: ProcessEntry): void {
    const key = formatProcessId(entry.id);
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }

  entries(): IterableIterator<ProcessEntry> {
    return this.#entries.values();
  }

  /** Nothing happens if the process does not exist. */
  grant(on: ProcessId, capabilities: readonly Capability[]): void {
    const store = this.find(on)?.capabilities;
    for (const capability of capabilities) store?.add(capability);
  }

  drop(on: ProcessId, capabilities: readonly Capability[]): void {
    const store = this.find(on)?.capabilities;
    for (const capability of capabilities) store?.drop(capability);
  }

  /** Takes what a process has issued away from all that hold it. */
  revokeIssuedBy(issuer: ProcessId): void {
    for (const entry of this.#entries.values()) entry.capabilities.dropIssuedBy(issuer);
  }

  /** What a process may attach to a message: capabilities that it issues itself, on whichever node, or holds. */
  filter(on: ProcessId, capabilities: readonly Capability[]): readonly Capability[] {
    const store = this.find(on)?.capabilities;
    if (!store) return [];
    return capabilities.filter(
      (capability) => sameProcess(capability.issuer.process, on) || store.has(capabilityKey(capability)),
    );
  }
}
