/** Capabilities that a process holds, and the two kinds that the kernel itself asks for. */

import { formatAddress, sameProcess } from "../contract/address.js";
import type { Address, NodeId, ProcessId } from "../contract/address.js";
import type { Capability } from "../contract/standard.js";
import { kernelProcess } from "./system-processes.js";

/** The right to send messages to one local process. */
export function messagingCapability(target: Address): Capability {
  return { issuer: target, params: '"messaging"' };
}

/** The right to send messages to other nodes, and to receive messages from them. */
export function networkCapability(node: NodeId): Capability {
  return { issuer: { node, process: kernelProcess }, params: '"network"' };
}

/**
 * Equal for equal capabilities: the same issuer, and params that are equal as JSON values. Params that are not JSON
 * count as `null`, so all of those are equal (hyperdrive `lib/src/core.rs`, `impl PartialEq for Capability`).
 */
export function capabilityKey(capability: Capability): string {
  return `${formatAddress(capability.issuer)}\n${canonicalJson(capability.params)}`;
}

/** Key of `messagingCapability`, without parsing the params again for every message. */
export function messagingKey(node: NodeId, target: ProcessId): string {
  return `${node}@${target.processName}:${target.packageName}:${target.publisherNode}\n"messaging"`;
}

/** The capabilities of one process, unordered and without duplicates. */
export class CapabilityStore {
  readonly #byKey = new Map<string, Capability>();

  constructor(initial: Iterable<Capability> = []) {
    for (const capability of initial) this.add(capability);
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  add(capability: Capability): void {
    this.#byKey.set(capabilityKey(capability), capability);
  }

  drop(capability: Capability): void {
    this.#byKey.delete(capabilityKey(capability));
  }

  /** Forgets everything that a process has issued. Hyperdrive's index knows issuers by process alone, without the node. */
  dropIssuedBy(issuer: ProcessId): void {
    for (const [key, capability] of this.#byKey) {
      if (sameProcess(capability.issuer.process, issuer)) this.#byKey.delete(key);
    }
  }

  all(): Capability[] {
    return [...this.#byKey.values()];
  }
}

function canonicalJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text, withSortedKeys));
  } catch {
    return "null";
  }
}

function withSortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  // Defined rather than assigned, so that a key named `__proto__` stays a key.
  const sorted = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return Object.fromEntries(sorted);
}
