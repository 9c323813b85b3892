/**
 * Messages as records of a ring: numbers at fixed places, then the bytes. An address is sent once, and then by number.
 */

import type { Address } from "../contract/address.js";
import type { LazyLoadBlob, Message } from "../contract/standard.js";
import type { KernelMessage } from "./kernel-message.js";
import { headBytes } from "./ring.js";
import type { RingReader, RingWriter } from "./ring.js";

/** What a record is. */
export const RecordKind = { message: 0, address: 1, cancelledTimers: 2, port: 3 } as const;

/** Of a message: indexes into the words of its record. */
const Word = { source: 2, target: 3, rsvp: 4, flags: 5, body: 6, metadata: 7, mime: 8, blob: 9 } as const;
/** Of a message: indexes into its 64-bit numbers. */
const Long = { id: 5, expectsResponse: 6, timer: 7 } as const;
const messageBytes = 64;
const Flag = { request: 1, inherit: 2, expectsResponse: 4, metadata: 8, mime: 16, blob: 32, timer: 64 } as const;

/** Of an address and of cancelled timers: their number, and how many bytes or timers follow. */
const Short = { number: 2, count: 3 } as const;
const shortBytes = 16;

/** When a writer remembers more addresses, it forgets all and counts from zero again: nobody may make it keep them. */
const addressLimit = 1000;

export class RecordWriter {
  readonly #ring: RingWriter;
  /** Bytes that always stay free, for a record that must be possible. */
  readonly #spare: number;
  readonly #addresses = new Map<string, number>();
  /** The last address in each place: most messages come from, or go to, where the one before did. */
  readonly #last: { address: Address; number: number }[] = [];

  constructor(ring: RingWriter, spare: number) {
    this.#ring = ring;
    this.#spare = spare;
  }

  /** False if there is no room. For a message without capabilities. */
  message({ id, source, target, rsvp, message, blob }: KernelMessage, timer: number | undefined): boolean {
    const isRequest = message.tag === "request";
    const content = isRequest ? message.val : message.val[0];
    const { body, metadata } = content;
    const expectsResponse = isRequest ? message.val.expectsResponse : undefined;
    const mime = blob?.mime;
    // Not between the addresses of one message.
    if (this.#addresses.size > addressLimit) this.#forgetAddresses();
    const sourceNumber = this.#addressNumber(0, source);
    const targetNumber = this.#addressNumber(1, target);
    const rsvpNumber = rsvp && this.#addressNumber(2, rsvp);
    if (sourceNumber === undefined || targetNumber === undefined || (rsvp && rsvpNumber === undefined)) return false;
    const metadataBytes = metadata === undefined ? 0 : Buffer.byteLength(metadata);
    const mimeBytes = mime === undefined ? 0 : Buffer.byteLength(mime);
    const blobBytes = blob?.bytes.length ?? 0;

    const ring = this.#ring;
    const byteLength = messageBytes + body.length + blobBytes + metadataBytes + mimeBytes;
    const offset = ring.reserve(byteLength, RecordKind.message, this.#spare);
    if (offset === undefined) return false;
    const { words, longs } = ring;
    const word = offset >> 2;
    words[word + Word.source] = sourceNumber;
    words[word + Word.target] = targetNumber;
    words[word + Word.rsvp] = rsvpNumber ?? -1;
    words[word + Word.flags] =
      (isRequest ? Flag.request : 0) |
      (content.inherit ? Flag.inherit : 0) |
      (expectsResponse === undefined ? 0 : Flag.expectsResponse) |
      (metadata === undefined ? 0 : Flag.metadata) |
      (mime === undefined ? 0 : Flag.mime) |
      (blob ? Flag.blob : 0) |
      (timer === undefined ? 0 : Flag.timer);
    words[word + Word.body] = body.length;
    words[word + Word.metadata] = metadataBytes;
    words[word + Word.mime] = mimeBytes;
    words[word + Word.blob] = blobBytes;
    const long = offset >> 3;
    longs[long + Long.id] = id;
    if (expectsResponse !== undefined) longs[long + Long.expectsResponse] = expectsResponse;
    if (timer !== undefined) ring.doubles[long + Long.timer] = timer;
    let at = offset + messageBytes;
    ring.bytes.set(body, at);
    at += body.length;
    if (blob) ring.bytes.set(blob.bytes, at);
    at += blobBytes;
    if (metadata !== undefined) ring.text.write(metadata, at);
    at += metadataBytes;
    if (mime !== undefined) ring.text.write(mime, at);
    ring.commit();
    return true;
  }

  /** False if there is no room. */
  cancelledTimers(timers: readonly number[]): boolean {
    const ring = this.#ring;
    const offset = ring.reserve(shortBytes + timers.length * 8, RecordKind.cancelledTimers, this.#spare);
    if (offset === undefined) return false;
    ring.words[(offset >> 2) + Short.count] = timers.length;
    ring.doubles.set(timers, (offset + shortBytes) >> 3);
    ring.commit();
    return true;
  }

  /** Says that the next item comes by the port. Takes the bytes that were kept free. */
  port(): void {
    if (this.#ring.reserve(headBytes, RecordKind.port, 0) === undefined) throw new Error("the ring has no room for its last record");
    this.#ring.commit();
  }

  #addressNumber(place: number, address: Address): number | undefined {
    const last = this.#last[place];
    if (last && isSame(last.address, address)) return last.number;
    const { node, process } = address;
    const parts = [node, process.processName, process.packageName, process.publisherNode];
    const text = JSON.stringify(parts);
    const number = this.#addresses.get(text) ?? this.#sendAddress(text);
    if (number !== undefined) {
      // A copy: nothing keeps the one that was handed over from being changed.
      this.#last[place] = { address: { node, process: { ...process } }, number };
    }
    return number;
  }

  #forgetAddresses(): void {
    this.#addresses.clear();
    this.#last.length = 0;
  }

  #sendAddress(text: string): number | undefined {
    const ring = this.#ring;
    const byteLength = Buffer.byteLength(text);
    const offset = ring.reserve(shortBytes + byteLength, RecordKind.address, this.#spare);
    if (offset === undefined) return undefined;
    const number = this.#addresses.size;
    ring.words[(offset >> 2) + Short.number] = number;
    ring.words[(offset >> 2) + Short.count] = byteLength;
    ring.text.write(text, offset + shortBytes);
    ring.commit();
    this.#addresses.set(text, number);
    return number;
  }
}

export type RecordItem =
  | { readonly kind: "message"; readonly message: KernelMessage; readonly timer: number | undefined }
  | { readonly kind: "cancelled-timers"; readonly timers: readonly number[] }
  | { readonly kind: "port" };

export class RecordReader {
  readonly #ring: RingReader;
  readonly #addresses: Address[] = [];

  constructor(ring: RingReader) {
    this.#ring = ring;
  }

  /** The next item, if there is one. */
  next(): RecordItem | undefined {
    const ring = this.#ring;
    for (;;) {
      const offset = ring.front();
      if (offset === undefined) return undefined;
      const item = this.#read(offset);
      ring.release(offset);
      if (item) return item;
    }
  }

  #read(offset: number): RecordItem | undefined {
    switch (this.#ring.kindAt(offset)) {
      case RecordKind.message:
        return this.#readMessage(offset);
      case RecordKind.address:
        this.#addresses[this.#word(offset, Short.number)] = this.#readAddress(offset);
        return undefined;
      case RecordKind.cancelledTimers: {
        const first = (offset + shortBytes) >> 3;
        const timers = [...this.#ring.doubles.subarray(first, first + this.#word(offset, Short.count))];
        return { kind: "cancelled-timers", timers };
      }
      default:
        return { kind: "port" };
    }
  }

  #readMessage(offset: number): RecordItem {
    const { bytes, text, longs, doubles } = this.#ring;
    const flags = this.#word(offset, Word.flags);
    let at = offset + messageBytes;
    const advance = (word: number): number => (at += this.#word(offset, word));
    // Copies: the memory is used again.
    const body = bytes.slice(at, advance(Word.body));
    const blobBytes = flags & Flag.blob ? bytes.slice(at, advance(Word.blob)) : undefined;
    const metadata = flags & Flag.metadata ? text.toString("utf8", at, advance(Word.metadata)) : undefined;
    const mime = flags & Flag.mime ? text.toString("utf8", at, advance(Word.mime)) : undefined;
    const blob: LazyLoadBlob | undefined = blobBytes && { mime, bytes: blobBytes };
    const long = offset >> 3;
    const inherit = (flags & Flag.inherit) !== 0;
    const expectsResponse = flags & Flag.expectsResponse ? longs[long + Long.expectsResponse] : undefined;
    const message: Message =
      flags & Flag.request
        ? { tag: "request", val: { inherit, expectsResponse, body, metadata, capabilities: [] } }
        : { tag: "response", val: [{ inherit, body, metadata, capabilities: [] }, undefined] };
    const rsvp = this.#word(offset, Word.rsvp);
    return {
      kind: "message",
      message: {
        id: longs[long + Long.id] ?? 0n,
        source: this.#address(this.#word(offset, Word.source)),
        target: this.#address(this.#word(offset, Word.target)),
        rsvp: rsvp < 0 ? undefined : this.#address(rsvp),
        message,
        blob,
      },
      timer: flags & Flag.timer ? doubles[long + Long.timer] : undefined,
    };
  }

  #readAddress(offset: number): Address {
    const start = offset + shortBytes;
    const text = this.#ring.text.toString("utf8", start, start + this.#word(offset, Short.count));
    const [node = "", processName = "", packageName = "", publisherNode = ""] = JSON.parse(text) as readonly string[];
    return { node, process: { processName, packageName, publisherNode } };
  }

  #address(number: number): Address {
    const address = this.#addresses[number];
    if (!address) throw new Error(`address ${number} was not sent`);
    return address;
  }

  #word(offset: number, index: number): number {
    return this.#ring.words[(offset >> 2) + index] ?? 0;
  }
}

function isSame(left: Address, right: Address): boolean {
  return (
    left.process.processName === right.process.processName &&
    left.node === right.node &&
    left.process.packageName === right.process.packageName &&
    left.process.publisherNode === right.process.publisherNode
  );
}
