/** The WebSockets that clients open to a process: which channel belongs to which socket, and what happens on it. */

import type { Address, Handover, LazyLoadBlob, SocketTable } from "../contract/index.js";
import { encodeUtf8 } from "../contract/index.js";
import { type Carrier, type ChannelSides, OpenChannel } from "./channel.js";
import { type Answer, type Arrival, Channels, type ChannelsOptions } from "./channels.js";
import type { Socket, SocketChannel } from "./context.js";
import { encodeFailure } from "./failure.js";
import { encodeMessage } from "./frames.js";
import type { SocketMessage } from "./server-message.js";
import { closeStray } from "./stray-channels.js";

/** `server` is the http-server of the own node. */
export function serverCarrier(server: Address): Carrier {
  return { address: server, closeAction: (channelId) => encodeUtf8(`{"WebSocketClose":${channelId}}`) };
}

export interface SocketArrival {
  /** Names the message in logs. */
  readonly number: number;
  readonly source: Address;
  readonly blob: LazyLoadBlob | undefined;
}

/** A channel of a client that has connected. */
class ServedChannel extends OpenChannel implements SocketChannel<unknown> {
  readonly table: SocketTable;

  constructor(id: number, table: SocketTable, sides: ChannelSides) {
    super(id, sides);
    this.table = table;
  }

  get path(): string {
    return this.table.path;
  }
}

export class Sockets {
  /** By name: what every handler gets as `context.sockets`. */
  readonly faces: Readonly<Record<string, Socket<unknown>>>;
  readonly #tables: readonly SocketTable[];
  readonly #options: ChannelsOptions;
  readonly #channels: Channels<ServedChannel>;

  constructor(tables: readonly SocketTable[], options: ChannelsOptions) {
    this.#tables = tables;
    this.#options = options;
    this.#channels = new Channels(tables, options, answer);
    this.faces = Object.fromEntries(tables.map((table) => [table.name, this.#createFace(table)]));
  }

  /** Those whose end it has not heard of; for tests of what a process holds on to. */
  get count(): number {
    return this.#channels.count;
  }

  take(message: SocketMessage, { number, source, blob }: SocketArrival): void {
    const arrival: Arrival = { number, source, bytes: blob?.bytes ?? new Uint8Array(0) };
    if (message.kind === "open") return this.#opened(message, arrival);
    const channel = this.#channels.find(message.channelId);
    if (message.kind === "close") return channel && this.#channels.closed(channel, arrival);
    if (channel) this.#channels.received(channel, message.frame, arrival);
    else closeStray(message, source, this.#options);
  }

  /** For a successor of this process. */
  handOver(): Handover {
    return [...this.#channels.all()].map(({ id, path, isOpen }) => ({ id, path, ...(isOpen ? {} : { isClosing: true }) }));
  }

  /** Goes on with those of a predecessor. `open` has run there, and does not run again. */
  adopt(handover: Handover): void {
    for (const { id, path, isClosing = false } of handover) {
      if (!isClosing) this.#create(id, path);
      else this.#adoptClosing(id, path);
    }
  }

  /** Its `close` is still to come. Where the schema has no WebSocket of that path there is nothing to run, nor to close. */
  #adoptClosing(channelId: number, path: string): void {
    const table = this.#tables.find((each) => each.path === path);
    if (table) this.#add(channelId, table).noteClosing();
  }

  #createFace(table: SocketTable): Socket<unknown> {
    const channels = this.#channels.open(table.name);
    return {
      channels,
      broadcast: (message) => {
        if (channels.size === 0) return;
        const push = encodeMessage(table, message);
        for (const channel of channels.values()) channel.push(push);
      },
    };
  }

  #opened({ channelId, path }: SocketMessage & { kind: "open" }, arrival: Arrival): void {
    const channel = this.#create(channelId, path);
    if (channel) this.#channels.opened(channel, arrival);
  }

  /** Undefined, and closed, where the schema has no WebSocket of that path. */
  #create(channelId: number, path: string): ServedChannel | undefined {
    const table = this.#tables.find((each) => each.path === path);
    if (!table) {
      closeStray({ kind: "open", channelId, path }, this.#options.carrier.address, this.#options);
      return undefined;
    }
    const channel = this.#add(channelId, table);
    this.#channels.noteOpen(channel);
    return channel;
  }

  #add(channelId: number, table: SocketTable): ServedChannel {
    const { outbox, carrier } = this.#options;
    // It stays known until the http-server tells that the client has answered.
    const onClose = (): void => void this.#channels.noteLeft(channel);
    const channel: ServedChannel = new ServedChannel(channelId, table, { carrier, outbox, onClose });
    this.#channels.add(channel);
    return channel;
  }
}

const answer: Answer = (channel, failure) => {
  channel.push({ kind: "Text", bytes: encodeFailure(failure) });
  return true;
};
