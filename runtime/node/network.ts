/**
 * The way between nodes of one program, with the faults that a real one has. What is lost, late or refused follows
 * Hyperdrive's net module (hyperdrive/src/net): only who cannot be connected to is `offline`.
 */

import type { NodeId } from "../contract/address.js";
import { systemClock, type Clock } from "./clock.js";
import type { Transport } from "./kernel.js";
import type { KernelMessage } from "./kernel-message.js";

export interface NetworkOptions {
  /** Default: that of the system. */
  readonly clock?: Clock;
  /** A number from 0 to below 1; for loss and for differences in latency. Default `Math.random`. */
  readonly random?: () => number;
}

export interface Faults {
  /** How long a message is on the way, in milliseconds. Default 0. */
  readonly latencyMs?: number;
  /** As much as this is added to it by chance. Default 0. */
  readonly jitterMs?: number;
  /** The share of messages that are lost, from 0 to 1. Default 0. */
  readonly loss?: number;
}

interface Member {
  readonly post: (message: KernelMessage) => void;
  /** By which others verify what it has signed; empty for a member that signs nothing. */
  readonly networkingKey: string;
  isReachable: boolean;
}

/** How long connecting to a node that is known and does not answer takes (hyperdrive/src/net/utils.rs). */
const connectLimitMs = 5000;
/** The largest message between two nodes, in bytes; a larger one is dropped with nothing said (net/utils.rs). */
const maxMessageBytes = 10_485_800;

export class Network {
  readonly #options: Required<NetworkOptions>;
  readonly #members = new Map<NodeId, Member>();
  readonly #partitions = new Set<string>();
  /** When the last message of a pair arrives: none overtakes it. */
  readonly #arrivals = new Map<string, number>();
  #faults: Required<Faults> = { latencyMs: 0, jitterMs: 0, loss: 0 };

  constructor({ clock = systemClock, random = Math.random }: NetworkOptions = {}) {
    this.#options = { clock, random };
  }

  /** Adds a node; `post` gets what arrives for it. Throws `Error` for a name that is there. */
  join(node: NodeId, post: (message: KernelMessage) => void, networkingKey = ""): Transport {
    if (this.#members.has(node)) throw new Error(`there is a node ${node} already`);
    this.#members.set(node, { post, networkingKey, isReachable: true });
    return { send: (message, fail) => this.#send(node, message, () => fail("offline")) };
  }

  /** All other nodes that are known, reachable or not. */
  peersOf(node: NodeId): readonly { readonly name: NodeId; readonly networkingKey: string }[] {
    const others = [...this.#members].filter(([name]) => name !== node);
    return others.map(([name, { networkingKey }]) => ({ name, networkingKey }));
  }

  /** From now on nobody knows it. */
  leave(node: NodeId): void {
    this.#members.delete(node);
  }

  /** Whether the node can be connected to. Throws `RangeError` for a node that is not there. */
  setReachable(node: NodeId, isReachable: boolean): void {
    this.#member(node).isReachable = isReachable;
  }

  /** Nothing comes through between the two until `heal`. */
  partition(one: NodeId, other: NodeId): void {
    this.#partitions.add(pairOf(this.#known(one), this.#known(other)));
  }

  heal(one: NodeId, other: NodeId): void {
    this.#partitions.delete(pairOf(this.#known(one), this.#known(other)));
  }

  /** What is not given is as at the start. */
  setFaults({ latencyMs = 0, jitterMs = 0, loss = 0 }: Faults): void {
    this.#faults = { latencyMs, jitterMs, loss };
  }

  #send(from: NodeId, message: KernelMessage, fail: () => void): void {
    const { clock, random } = this.#options;
    const { node: to } = message.target;
    // As where nodes sign what they send: none speaks in the name of another.
    if (message.source.node !== from) return;
    if (!this.#members.has(to)) return fail();
    if (!this.#areConnected(from, to)) return void clock.after(connectLimitMs, fail);
    const { latencyMs, jitterMs, loss } = this.#faults;
    if (sizeOf(message) > maxMessageBytes || (loss > 0 && random() < loss)) return;
    if (latencyMs === 0 && jitterMs === 0) return this.#members.get(to)?.post(message);
    const pair = `${from} ${to}`;
    const atMs = Math.max(clock.now() + latencyMs + random() * jitterMs, this.#arrivals.get(pair) ?? 0);
    this.#arrivals.set(pair, atMs);
    clock.after(atMs - clock.now(), () => {
      // What was on the way when the connection broke is lost.
      if (this.#areConnected(from, to)) this.#members.get(to)?.post(message);
    });
  }

  #areConnected(from: NodeId, to: NodeId): boolean {
    const bothReachable = [from, to].every((node) => this.#members.get(node)?.isReachable);
    return bothReachable && !this.#partitions.has(pairOf(from, to));
  }

  #known(node: NodeId): NodeId {
    this.#member(node);
    return node;
  }

  #member(node: NodeId): Member {
    const member = this.#members.get(node);
    if (!member) throw new RangeError(`there is no node ${node}; there are ${[...this.#members.keys()].join(", ")}`);
    return member;
  }
}

function pairOf(one: NodeId, other: NodeId): string {
  return [one, other].sort().join(" ");
}

/**
 * As the nodes write a message to each other: MessagePack in which bytes are lists of numbers, so that one from 128 takes
 * two. What else a message has is small.
 */
function sizeOf({ message, blob }: KernelMessage): number {
  const body = message.tag === "request" ? message.val.body : message.val[0].body;
  return sizeOfBytes(body) + (blob ? sizeOfBytes(blob.bytes) : 0);
}

function sizeOfBytes(bytes: Uint8Array): number {
  if (bytes.length * 2 <= maxMessageBytes / 2) return bytes.length;
  let size = bytes.length;
  for (const byte of bytes) if (byte >= 128) size++;
  return size;
}
