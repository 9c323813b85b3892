/** `net:distro:sys`: what a node knows of others, signatures, and `hi` from one to another (hyperdrive `src/net/mod.rs`, `lib/src/net.rs`). */

import { formatAddress } from "../../../contract/address.js";
import { decodeUtf8 } from "../../../contract/utf8.js";
import type { Kernel } from "../../kernel.js";
import type { KernelMessage } from "../../kernel-message.js";
import { netProcess } from "../../system-processes.js";
import { isSignedBy, type NetIdentity } from "./identity.js";
import { pack, packedCase, type Packed, unpack } from "./message-pack.js";

export interface Peer {
  readonly name: string;
  readonly networkingKey: string;
}

export interface NetSurroundings {
  readonly identity: NetIdentity;
  /** The other nodes that can be reached by name. */
  readonly peers: () => readonly Peer[];
}

interface NetAnswer {
  readonly body: Packed;
  readonly bytes?: Uint8Array;
}

export function addNetService(kernel: Kernel, { identity, peers }: NetSurroundings): void {
  const own: Peer = { name: kernel.node, networkingKey: identity.networkingKey };
  const port = kernel.addModule(netProcess, (message) => {
    if (message.message.tag !== "request") return;
    const { body } = message.message.val;
    const action = unpack(body);
    if (message.source.node !== kernel.node) return hear(message, body);
    const answer = action === undefined ? undefined : perform(action, message);
    // What is no action is a `hi` to ourselves: printed, and not answered.
    if (!answer) return print(kernel.node, body);
    const { expectsResponse } = message.message.val;
    if (expectsResponse === undefined && !message.rsvp) return;
    port.respond(message, pack(answer.body), { blob: answer.bytes && { mime: undefined, bytes: answer.bytes } });
  });

  /** Actions are for processes of this node; of others only `hi` is taken. */
  function hear(message: KernelMessage, body: Uint8Array): void {
    const action = unpack(body);
    if (action !== undefined && perform(action, message)) return;
    print(message.source.node, body);
    port.respond(message, new TextEncoder().encode("ack"));
  }

  function print(from: string, body: Uint8Array): void {
    port.print(0, `${from}: ${decodeUtf8(body) ?? `${body.length} bytes that are no text`}`);
  }

  /** Undefined for what is no action. */
  function perform(action: Packed, { source, blob }: KernelMessage): NetAnswer | undefined {
    if (action === "GetPeers") return { body: packedCase("Peers", peers().map(packIdentity)) };
    if (action === "GetDiagnostics") return { body: packedCase("Diagnostics", describeNetwork()) };
    if (action === "Sign") {
      return blob && { body: "Signed", bytes: Uint8Array.from(identity.sign(signedBytes(formatAddress(source), blob.bytes))) };
    }
    const [name, content] = readCase(action);
    if (name === "GetPeer" && typeof content === "string") {
      const found = [own, ...peers()].find((peer) => peer.name === content);
      return { body: packedCase("Peer", found ? packIdentity(found) : null) };
    }
    if (name !== "Verify") return undefined;
    const [from, signature] = isList(content) ? content : [];
    if (typeof from !== "string" || !isByteList(signature) || !blob) return undefined;
    // Of a signer that nobody knows, Hyperdrive takes our own key.
    const { networkingKey } = peers().find((peer) => peer.name === from.split("@")[0]) ?? own;
    const isGenuine = isSignedBy(networkingKey, signedBytes(from, blob.bytes), Uint8Array.from(signature));
    return { body: packedCase("Verified", isGenuine) };
  }

  function describeNetwork(): string {
    const names = peers().map((peer) => peer.name);
    return `indirect node ${kernel.node}, in one program with ${names.length === 0 ? "no others" : names.join(", ")}\n`;
  }
}

/** In one program there are no ports: whoever is known is reached. */
function packIdentity({ name, networkingKey }: Peer): Packed {
  return [name, networkingKey, packedCase("Direct", ["127.0.0.1", new Map()])];
}

/** Of whom it is said is part of what is signed. */
function signedBytes(address: string, payload: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(address), payload]);
}

function readCase(action: Packed): readonly [name: Packed | undefined, content: Packed | undefined] {
  const [entry, ...others] = action instanceof Map ? action : [];
  return entry && others.length === 0 ? entry : [undefined, undefined];
}

function isList(value: Packed | undefined): value is readonly Packed[] {
  return Array.isArray(value);
}

function isByteList(value: Packed | undefined): value is readonly number[] {
  return isList(value) && value.every((each) => typeof each === "number" && each < 256);
}
