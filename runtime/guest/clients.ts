/** The WebSockets that a process opens to servers, by the http-client of its node. */

import type { Address, ClientTable } from "../contract/index.js";
import { encodeUtf8 } from "../contract/index.js";
import { type Carrier, type ChannelSides, closeAt, OpenChannel } from "./channel.js";
import { Channels, type ChannelsOptions } from "./channels.js";
import type { ClientMessage } from "./client-message.js";
import { readOpenReply } from "./client-message.js";
import { type ConnectOptions, type ConnectOutcome, PendingConnection } from "./connection.js";
import type { Client, ClientChannel } from "./context.js";
import type { Exchanges, Origin } from "./exchanges.js";
import { checkHeaders } from "./http-header.js";
import type { SocketArrival } from "./sockets.js";
import { closeStray } from "./stray-channels.js";

export interface ClientsOptions extends ChannelsOptions {
  readonly exchanges: Pick<Exchanges, "send">;
  /** The first channel id; random by default. */
  readonly firstChannelId?: number | undefined;
}

/** `client` is the http-client of the own node. */
export function clientCarrier(client: Address): Carrier {
  return { address: client, closeAction: (channelId) => encodeUtf8(`{"WebSocketClose":{"channel_id":${channelId}}}`) };
}

const defaultTimeoutMs = 30_000;
const idCount = 2 ** 32;
const noBytes = new Uint8Array(0);

declare const crypto: { getRandomValues(array: Uint32Array): Uint32Array };

/** A channel to a server: its handlers wait until the http-client has said that it is open. */
class ConnectedChannel extends OpenChannel implements ClientChannel<unknown> {
  readonly table: ClientTable;
  readonly url: string;
  #begin: () => void = () => {};

  constructor(id: number, { table, url }: { table: ClientTable; url: string }, sides: ChannelSides) {
    super(id, sides);
    this.table = table;
    this.url = url;
    // Frames may come before that answer: they wait behind `open`, and `open` behind this.
    this.enqueue({ byteCount: 0, isLast: false, run: (done) => (this.#begin = done) });
  }

  begin(): void {
    this.#begin();
  }
}

/**
 * Channel ids are ours to choose, and the http-client keeps connections of a process that has ended: it would close and
 * replace one whose id is opened again. So they begin at random and are counted on from there, and what comes for an id
 * that this run has not given is of a former one.
 */
export class Clients {
  readonly #tables: readonly ClientTable[];
  readonly #options: ClientsOptions;
  readonly #channels: Channels<ConnectedChannel>;
  #firstId: number | undefined;
  #givenCount = 0;

  constructor(tables: readonly ClientTable[], options: ClientsOptions) {
    this.#tables = tables;
    this.#options = options;
    this.#firstId = options.firstChannelId;
    // A server speaks a protocol of its own, in which an error of ours would be a message.
    this.#channels = new Channels(tables, options, () => false);
  }

  /** Those whose end it has not heard of; for tests of what a process holds on to. */
  get count(): number {
    return this.#channels.count;
  }

  /** By name: what a handler gets as `context.clients`. */
  facesOf(origin: Origin): Readonly<Record<string, Client<unknown>>> {
    const createFace = (table: ClientTable): Client<unknown> => ({
      channels: this.#channels.open(table.name),
      connect: (url, options = {}) => this.#connect({ table, url }, options, origin),
    });
    return Object.fromEntries(this.#tables.map((table) => [table.name, createFace(table)]));
  }

  take(message: ClientMessage, { number, source, blob }: SocketArrival): void {
    const { channelId } = message;
    const channel = this.#channels.find(channelId);
    const arrival = { number, source, bytes: blob?.bytes ?? noBytes };
    if (message.kind === "close") return channel && this.#channels.closed(channel, arrival);
    if (channel) return this.#channels.received(channel, message.frame, arrival);
    // What was on its way when this side closed is nothing any more.
    if (!this.#hasGiven(channelId)) closeStray(message, source, this.#options);
  }

  /** Throws `RangeError` for headers that are none, `TypeError` for a URL that is no text. */
  #connect(
    target: { readonly table: ClientTable; readonly url: string },
    { headers: given = {}, timeoutMs = defaultTimeoutMs, signal }: ConnectOptions,
    origin: Origin,
  ): PendingConnection<unknown> {
    const { exchanges, carrier, outbox } = this.#options;
    const { url } = target;
    if (typeof url !== "string") throw new TypeError(`a URL is a text, found ${typeof url}`);
    const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
    checkHeaders(headers);
    if (signal?.aborted) return new PendingConnection(url, Promise.resolve({ tag: "timeout" }));

    // The http-client tells nothing of a close that it was asked for: the handler is not to wait for it.
    const onClose = (): void => {
      const wasOpen = this.#channels.noteLeft(channel);
      this.#channels.forget(channel);
      // Not at once, in the middle of the handler that closes.
      if (wasOpen) void Promise.resolve().then(() => this.#channels.closed(channel, quietArrival(carrier.address)));
    };
    const channel: ConnectedChannel = new ConnectedChannel(this.#nextId(), target, { carrier, outbox, onClose });
    this.#channels.add(channel);
    this.#channels.opened(channel, quietArrival(carrier.address));
    const body = encodeUtf8(JSON.stringify({ WebSocketOpen: { url, headers, channel_id: channel.id } }));
    const timeoutSeconds = Math.max(1, Math.ceil(timeoutMs / 1000));
    const outcome = new Promise<ConnectOutcome<unknown>>((resolve) => {
      const giveUp = (): void => resolve(this.#giveUp(channel));
      signal?.addEventListener("abort", giveUp);
      exchanges.send({ target: carrier.address, body, timeoutSeconds, origin }, (reply) => {
        signal?.removeEventListener("abort", giveUp);
        if (!signal?.aborted) resolve(reply.kind === "failure" ? this.#giveUp(channel) : this.#settle(channel, reply.response.body));
      });
    });
    return new PendingConnection(url, outcome);
  }

  /** The connection may come about later: the http-client carries out what it is asked for in order, so that it then ends. */
  #giveUp(channel: ConnectedChannel): ConnectOutcome<unknown> {
    this.#drop(channel);
    closeAt(this.#options.carrier, channel.id, this.#options.outbox);
    return { tag: "timeout" };
  }

  #settle(channel: ConnectedChannel, reply: Uint8Array): ConnectOutcome<unknown> {
    const read = readOpenReply(reply);
    if (read.kind === "open" && channel.isHeard) {
      // The server may have closed meanwhile.
      if (channel.isOpen) this.#channels.noteOpen(channel);
      channel.begin();
      return { tag: "ok", val: channel };
    }
    if (read.kind === "unknown") this.#giveUp(channel);
    else this.#drop(channel);
    return { tag: "failed", message: read.kind === "open" ? "more came than was handled" : read.message };
  }

  /** None of its handlers will run. */
  #drop(channel: ConnectedChannel): void {
    channel.noteClosed();
    channel.clear();
    this.#channels.forget(channel);
  }

  #nextId(): number {
    this.#firstId ??= crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    for (;;) {
      const id = (this.#firstId + this.#givenCount++) % idCount;
      if (!this.#channels.find(id)) return id;
    }
  }

  #hasGiven(channelId: number): boolean {
    return this.#firstId !== undefined && (channelId - this.#firstId + idCount) % idCount < this.#givenCount;
  }
}

function quietArrival(source: Address) {
  return { number: undefined, source, bytes: noBytes };
}
