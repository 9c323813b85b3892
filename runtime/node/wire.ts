/**
 * Messages as they cross between the main thread and the worker of a process: flat arrays with addresses as text. The
 * copy that a message port makes of nested objects costs three times as much.
 */

import type { Address } from "../contract/address.js";
import type { Capability, LazyLoadBlob, Message, SendError } from "../contract/standard.js";
import { isSendFailure } from "./kernel-message.js";
import type { KernelMessage, MailboxItem } from "./kernel-message.js";

/** The four parts joined by line feeds; as they are if one of them contains a line feed, which nothing forbids. */
type WireAddress = string | readonly string[];

type WireMessage = readonly [
  id: bigint,
  source: WireAddress,
  target: WireAddress,
  rsvp: WireAddress | undefined,
  isRequest: boolean,
  inherit: boolean,
  expectsResponse: bigint | undefined,
  body: Uint8Array,
  metadata: string | undefined,
  /** Undefined for none. */
  capabilities: readonly Capability[] | undefined,
  mime: string | undefined,
  blob: Uint8Array | undefined,
];

type WireFailure = readonly [kind: SendError["kind"], request: WireMessage, target: WireAddress];

export type WireItem = WireMessage | WireFailure;

/** Bytes from this size on are moved instead of copied where the sender has no more use for them. */
const transferFromBytes = 64 * 1024;

export function toWire(message: KernelMessage): WireMessage {
  const { tag, val } = message.message;
  const content = tag === "request" ? val : val[0];
  return [
    message.id,
    toWireAddress(message.source),
    toWireAddress(message.target),
    message.rsvp && toWireAddress(message.rsvp),
    tag === "request",
    content.inherit,
    tag === "request" ? val.expectsResponse : undefined,
    exactBytes(content.body),
    content.metadata,
    content.capabilities.length === 0 ? undefined : content.capabilities.map(copyCapability),
    message.blob?.mime,
    message.blob && exactBytes(message.blob.bytes),
  ];
}

export function toWireItem(item: MailboxItem): WireItem {
  if (!isSendFailure(item)) return toWire(item);
  const { kind, target, message, lazyLoadBlob } = item.error;
  // The envelope is not looked at on the other side; only what the error shows is.
  const request = toWire({ id: item.id, source: target, target, rsvp: undefined, message, blob: lazyLoadBlob });
  return [kind, request, toWireAddress(target)];
}

export function fromWireItem(item: WireItem): MailboxItem {
  if (!isWireFailure(item)) return fromWire(item);
  const [kind, wire, target] = item;
  const { id, message, blob } = fromWire(wire);
  return { id, error: { kind, target: fromWireAddress(target), message, lazyLoadBlob: blob } };
}

export function fromWire(wire: WireMessage): KernelMessage {
  const [id, source, target, rsvp, isRequest, inherit, expectsResponse, body, metadata, held, mime, bytes] = wire;
  const capabilities = held ?? [];
  const message: Message = isRequest
    ? { tag: "request", val: { inherit, expectsResponse, body, metadata, capabilities } }
    : { tag: "response", val: [{ inherit, body, metadata, capabilities }, undefined] };
  const blob: LazyLoadBlob | undefined = bytes && { mime, bytes };
  return {
    id,
    source: fromWireAddress(source),
    target: fromWireAddress(target),
    rsvp: rsvp === undefined ? undefined : fromWireAddress(rsvp),
    message,
    blob,
  };
}

/** The buffers of a message that are worth moving. Only for a message that nobody reads after it was posted. */
export function largeBuffers(wire: WireItem): ArrayBuffer[] {
  if (isWireFailure(wire)) return [];
  const [, , , , , , , body, , , , blob] = wire;
  const buffers = new Set<ArrayBuffer>();
  for (const bytes of [body, blob]) {
    if (bytes && bytes.byteLength >= transferFromBytes && bytes.buffer instanceof ArrayBuffer)
      buffers.add(bytes.buffer);
  }
  return [...buffers];
}

function isWireFailure(item: WireItem): item is WireFailure {
  return typeof item[0] === "string";
}

/** Copying a view copies all of the buffer behind it, so a part of a larger buffer is cut out first. */
function exactBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}

function copyCapability({ issuer, params }: Capability): Capability {
  return { issuer, params };
}

function toWireAddress({ node, process }: Address): WireAddress {
  const parts = [node, process.processName, process.packageName, process.publisherNode];
  return parts.some((part) => part.includes("\n")) ? parts : parts.join("\n");
}

/** A process meets few addresses, again and again. */
const knownAddresses = new Map<string, Address>();
const knownAddressLimit = 1000;

function fromWireAddress(wire: WireAddress): Address {
  const known = typeof wire === "string" ? knownAddresses.get(wire) : undefined;
  if (known) return known;
  const [node = "", processName = "", packageName = "", publisherNode = ""] =
    typeof wire === "string" ? wire.split("\n") : wire;
  const address: Address = { node, process: { processName, packageName, publisherNode } };
  if (typeof wire === "string") {
    if (knownAddresses.size >= knownAddressLimit) knownAddresses.clear();
    knownAddresses.set(wire, address);
  }
  return address;
}
