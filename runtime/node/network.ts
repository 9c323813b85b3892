/**
 * The way between nodes of one program, with the faults that a real one has. What is lost, late or refused follows
 * Hyperdrive's net module (hyperdrive/src/net): only who cannot be connected to is `offline`.
 */

import type { NodeId } from "../contract/address.js";
import { Chance } from "./chance.js";
import { systemClock, type Clock } from "./clock.js";
import { Delays } from "./delays.js";
import type { Transport } from "./kernel.js";
import type { KernelMessage } from "./kernel-message.js";

export interface NetworkOptions {
  /** Default: that of the system. */
  readonly clock?: Clock;
  /** Decides what is lost and how late the rest is, for each direction of each pair by itself. Default: one that cannot be repeated. */
  readonly chance?: Chance;
  /** Told of each message that does not arrive, and that its sender is told nothing of. */
  readonly onLost?: (message: KernelMessage) => void;
}

export interface Faults {
  /** How long a message is on the way, in milliseconds. Default 0. */
  readonly latencyMs?: number;
  /** As much as this is added to it by chance. Default 0. */
  readonly jitterMs?: number;
  /** The share of messages that are lost, from 0 to 1. Default 0. */
  readonly loss?: number;
}

/** What is between two nodes, in both directions. */
export interface NetworkLink extends Required<Faults> {
  readonly between: readonly [NodeId, NodeId];
  readonly isPartitioned: boolean;
}

interface Member {
  /** Undefined while it is not running: it is known, and cannot be connected to. */
  post: ((message: KernelMessage) => void) | undefined;
  /** By which others verify what it has signed; empty for a member that signs nothing. */
  readonly networkingKey: string;
  isReachable: boolean;
}

/** How long connecting to a node that is known and does not answer takes (hyperdrive/src/net/utils.rs). */
const connectLimitMs = 5000;
/** The largest message between two nodes, in bytes; a larger one is dropped with nothing said (net/utils.rs). */
const maxMessageBytes = 10_485_800;

const noFaults: Required<Faults> = { latencyMs: 0, jitterMs: 0, loss: 0 };

export class Network {
  readonly #chance: Chance;
  readonly #onLost: (message: KernelMessage) => void;
  readonly #members = new Map<NodeId, Member>();
  readonly #partitions = new Set<string>();
  /** What is on the way, and who waits for a connection; by sender and receiver. */
  readonly #travelling: Delays;
  readonly #connecting: Delays;
  /** Of all pairs, and of those that have their own. */
  #faults = noFaults;
  readonly #pairFaults = new Map<string, Required<Faults>>();

  constructor({ clock = systemClock, chance = new Chance(), onLost = () => {} }: NetworkOptions = {}) {
    this.#chance = chance;
    this.#onLost = onLost;
    this.#travelling = new Delays(clock);
    this.#connecting = new Delays(clock);
  }

  /** Adds a node, or one that was suspended again; `post` gets what arrives for it. Throws `Error` for a name that is there. */
  join(node: NodeId, post: (message: KernelMessage) => void, networkingKey = ""): Transport {
    const suspended = this.#members.get(node);
    if (suspended?.post) throw new Error(`there is a node ${node} already`);
    if (suspended) suspended.post = post;
    else this.#members.set(node, { post, networkingKey, isReachable: true });
    return { send: (message, fail) => this.#send(node, message, () => fail("offline")) };
  }

  /** All other nodes that are known, reachable or not. */
  peersOf(node: NodeId): readonly { readonly name: NodeId; readonly networkingKey: string }[] {
    const others = [...this.#members].filter(([name]) => name !== node);
    return others.map(([name, { networkingKey }]) => ({ name, networkingKey }));
  }

  /** From now on nobody knows it, and what is on the way to or from it is lost. */
  leave(node: NodeId): void {
    this.#members.delete(node);
    this.#disconnect(node);
  }

  /** As `leave`, for a node that comes back: it stays known, so that reaching it fails as it does for one that is down. */
  suspend(node: NodeId): void {
    const member = this.#members.get(node);
    if (member) member.post = undefined;
    this.#disconnect(node);
  }

  /** Whether the node can be connected to. Throws `RangeError` for a node that is not there. */
  setReachable(node: NodeId, isReachable: boolean): void {
    this.#member(node).isReachable = isReachable;
  }

  /** Nothing comes through between the two until `heal`. */
  partition(one: NodeId, other: NodeId): void {
    this.#partitions.add(this.#pair(one, other));
  }

  heal(one: NodeId, other: NodeId): void {
    this.#partitions.delete(this.#pair(one, other));
  }

  /** Of all pairs; or of one, in both directions, until it is set for all again. What is not given is 0. */
  setFaults(faults: Faults, between?: readonly [NodeId, NodeId]): void {
    const whole = { ...noFaults, ...faults };
    if (between) {
      this.#pairFaults.set(this.#pair(...between), whole);
    } else {
      this.#faults = whole;
      this.#pairFaults.clear();
    }
  }

  /** What is between two nodes. Throws `RangeError` for a node that is not there. */
  link(one: NodeId, other: NodeId): NetworkLink {
    const pair = this.#pair(one, other);
    return { between: [one, other], isPartitioned: this.#partitions.has(pair), ...this.#faultsOf(pair) };
  }

  /** All nodes, in the order in which they came, and whether others can connect to them. */
  nodes(): readonly { readonly name: NodeId; readonly isReachable: boolean }[] {
    return [...this.#members].map(([name, { isReachable }]) => ({ name, isReachable }));
  }

  #send(from: NodeId, message: KernelMessage, fail: () => void): void {
    const { node: to } = message.target;
    // As where nodes sign what they send: none speaks in the name of another.
    if (message.source.node !== from) return;
    if (!this.#members.has(to)) return fail();
    const direction = `${from} ${to}`;
    if (!this.#areConnected(from, to)) return this.#connecting.add(direction, connectLimitMs, fail);
    const { latencyMs, jitterMs, loss } = this.#faultsOf(pairOf(from, to));
    if (sizeOf(message) > maxMessageBytes || (loss > 0 && this.#chance.next(direction) < loss)) return this.#onLost(message);
    const delayMs = jitterMs === 0 ? latencyMs : latencyMs + this.#chance.next(direction) * jitterMs;
    if (delayMs === 0 && !this.#travelling.has(direction)) return this.#members.get(to)?.post?.(message);
    this.#travelling.add(direction, delayMs, () => {
      // What was on the way when the connection broke is lost.
      if (this.#areConnected(from, to)) this.#members.get(to)?.post?.(message);
      else this.#onLost(message);
    });
  }

  #areConnected(from: NodeId, to: NodeId): boolean {
    const bothAreThere = [from, to].every((node) => {
      const member = this.#members.get(node);
      return member?.isReachable && member.post;
    });
    return bothAreThere && !this.#partitions.has(pairOf(from, to));
  }

  #disconnect(node: NodeId): void {
    for (const delays of [this.#travelling, this.#connecting]) delays.clear((direction) => direction.split(" ").includes(node));
  }

  #faultsOf(pair: string): Required<Faults> {
    return this.#pairFaults.get(pair) ?? this.#faults;
  }

  /** Throws `RangeError` for a node that is not there. */
  #pair(one: NodeId, other: NodeId): string {
    this.#member(one);
    this.#member(other);
    return pairOf(one, other);
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
