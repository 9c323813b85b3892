/**
 * Who may send what to whom: the checks of the event loop, without its queues (hyperdrive `src/kernel/mod.rs`, the
 * "special kernel-level capabilities checks"). They are the same for requests and responses.
 */

import { formatProcessId, sameProcess } from "../contract/address.js";
import type { NodeId, ProcessId } from "../contract/address.js";
import type { Capability } from "../contract/standard.js";
import { capabilityKey, messagingKey, networkCapability } from "./capabilities.js";
import type { CapabilityStore } from "./capabilities.js";
import type { KernelMessage } from "./kernel-message.js";
import { kernelProcess, stateProcess, vfsProcess } from "./system-processes.js";

/** What the checks need to know about a process. */
export interface Rights {
  /** Any local process may send to it. */
  readonly isPublic: boolean;
  readonly capabilities: CapabilityStore;
}

export type Verdict = { readonly kind: "deliver" } | Refusal;

export interface Refusal {
  readonly kind: "refuse";
  readonly lines: readonly { readonly verbosity: number; readonly text: string }[];
  /** The sender is told at once, if it expects a response. */
  readonly tellSender: boolean;
  /** Only the right to message a process that is there is missing: a node may be lenient about that. */
  readonly isPardonable: boolean;
}

/** These may message any local process. */
const exemptSources: readonly ProcessId[] = [kernelProcess, stateProcess, vfsProcess];

const deliver: Verdict = { kind: "deliver" };

/** Expects a message in which the node `our` is replaced already. `find` knows the processes of node `our`. */
export function checkRoute(
  message: KernelMessage,
  our: NodeId,
  find: (process: ProcessId) => Rights | undefined,
): Verdict {
  if (message.source.node !== our) return checkIncoming(message, our, find);
  if (message.target.node !== our) return checkOutgoing(message, our, find);
  return checkLocal(message, our, find);
}

function checkOutgoing(message: KernelMessage, our: NodeId, find: (process: ProcessId) => Rights | undefined): Verdict {
  const source = find(message.source.process);
  if (!source) return refuse([], false);
  if (source.capabilities.has(capabilityKey(networkCapability(our)))) return deliver;
  const name = formatProcessId(message.source.process);
  const held = source.capabilities.all().map((capability) => capabilityKey(capability).replace("\n", " "));
  return refuse([
    { verbosity: 0, text: `event loop: process ${name} doesn't have capability to send networked messages` },
    { verbosity: 0, text: `their capabilities: [${held.join(", ")}]` },
  ]);
}

/** A process with the network capability can be messaged by any process of any node; `public` does not matter. */
function checkIncoming(message: KernelMessage, our: NodeId, find: (process: ProcessId) => Rights | undefined): Verdict {
  const target = find(message.target.process);
  const name = formatProcessId(message.target.process);
  if (!target) {
    const text = `event loop: got ${kindOf(message)} from network for ${name}, but process does not exist`;
    return refuse([{ verbosity: 2, text }], false);
  }
  if (target.capabilities.has(capabilityKey(networkCapability(our)))) return deliver;
  const text = `event loop: process ${name} got a message from over the network, but doesn't have capability to receive networked messages`;
  return refuse([{ verbosity: 0, text }], false);
}

function checkLocal(message: KernelMessage, our: NodeId, find: (process: ProcessId) => Rights | undefined): Verdict {
  const from = message.source.process;
  const to = message.target.process;
  if (exemptSources.some((exempt) => sameProcess(exempt, from))) return deliver;
  const source = find(from);
  if (!source) return refuse([]);
  const target = find(to);
  if (!target) {
    const text = `event loop: process ${formatProcessId(from)} sent message to non-existing ${formatProcessId(to)}; dropping message`;
    return refuse([{ verbosity: 2, text }]);
  }
  if (target.isPublic || source.capabilities.has(messagingKey(our, to))) return deliver;
  const text = `event loop: process ${formatProcessId(from)} doesn't have capability to message process ${formatProcessId(to)}`;
  return { ...refuse([{ verbosity: 0, text }]), isPardonable: true };
}

export function kindOf(message: KernelMessage): "Request" | "Response" {
  return message.message.tag === "request" ? "Request" : "Response";
}

function refuse(lines: Refusal["lines"], tellSender = true): Refusal {
  return { kind: "refuse", lines, tellSender, isPardonable: false };
}

/**
 * A capability from another node that names this node as issuer passes only with a signature of this node. Messages
 * carry none here, so it is removed.
 */
export function withoutOwnCapabilities(message: KernelMessage, our: NodeId): KernelMessage {
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
