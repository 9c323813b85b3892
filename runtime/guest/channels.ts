/** The open WebSockets of one side, and their handlers: one of a channel at a time, in the order in which things happened. */

import type { Address, ChannelTable } from "../contract/index.js";
import type { Carrier, OpenChannel } from "./channel.js";
import type { SocketMethods } from "./definition.js";
import type { Failure } from "./failure.js";
import { readFrame } from "./frames.js";
import type { EventRun } from "./handler-runs.js";
import type { Log } from "./log.js";
import type { Outbox } from "./outbox.js";
import type { SocketRequestContext } from "./request-context.js";
import type { RequestLog } from "./request-log.js";
import type { Scope } from "./scope.js";
import type { FrameKind } from "./server-message.js";

export interface ChannelsOptions {
  readonly methods: Readonly<Record<string, SocketMethods>>;
  readonly log: Log;
  /** Undefined where messages get no line. */
  readonly requests: RequestLog | undefined;
  readonly outbox: Outbox;
  readonly carrier: Carrier;
  /** `scope` marks the log lines of the handler. */
  readonly createContext: (source: Address, scope: Scope, channel: OpenChannel) => SocketRequestContext;
  readonly run: (run: EventRun) => void;
}

/** Tells the other side of a message that is not taken, or whose handler has failed; false where that is not done. */
export type Answer = (channel: OpenChannel, failure: Failure) => boolean;

/** Something that has happened on a channel. */
export interface Arrival {
  /** Names the message in logs; undefined for what is no message. */
  readonly number: number | undefined;
  readonly source: Address;
  readonly bytes: Uint8Array;
}

export class Channels<Kind extends OpenChannel> {
  readonly #options: ChannelsOptions;
  readonly #answer: Answer;
  readonly #known = new Map<number, Kind>();
  readonly #open = new Map<string, Map<number, Kind>>();

  /** `tables` are all that its channels can have. */
  constructor(tables: readonly ChannelTable[], options: ChannelsOptions, answer: Answer) {
    this.#options = options;
    this.#answer = answer;
    for (const { name } of tables) this.#open.set(name, new Map());
  }

  /** Those whose end it has not heard of. */
  get count(): number {
    return this.#known.size;
  }

  /** Those of one name that are open, by id, in the order in which they were opened. */
  open(name: string): ReadonlyMap<number, Kind> {
    return this.#open.get(name) ?? new Map<number, Kind>();
  }

  /** Those whose end it has not heard of, in the order in which they were opened. */
  all(): IterableIterator<Kind> {
    return this.#known.values();
  }

  find(channelId: number): Kind | undefined {
    return this.#known.get(channelId);
  }

  /** From now on it hears what comes for it. */
  add(channel: Kind): void {
    this.#known.set(channel.id, channel);
  }

  /** From now on it is among those that are open. */
  noteOpen(channel: Kind): void {
    this.#open.get(channel.table.name)?.set(channel.id, channel);
  }

  /** It is not among those that are open any more. Returns whether it was. */
  noteLeft(channel: Kind): boolean {
    return this.#open.get(channel.table.name)?.delete(channel.id) ?? false;
  }

  forget(channel: Kind): void {
    this.#known.delete(channel.id);
    this.noteLeft(channel);
  }

  opened(channel: Kind, arrival: Arrival): void {
    this.#enqueue(channel, "open", arrival, []);
  }

  closed(channel: Kind, arrival: Arrival): void {
    channel.noteClosed();
    this.forget(channel);
    this.#enqueue(channel, "close", arrival, []);
  }

  /** The carrier answers pings, and tells of the end in a message of its own, too. */
  received(channel: Kind, frame: FrameKind, arrival: Arrival): void {
    if (!channel.isHeard) return;
    if (frame === "Pong") this.#enqueue(channel, "pong", arrival, [arrival.bytes]);
    if (frame !== "Text" && frame !== "Binary") return;
    const read = readFrame(channel.table, frame, arrival.bytes);
    if (read.kind === "value") return this.#enqueue(channel, "message", arrival, [read.value]);
    this.#options.requests?.add(scopeOf(channel, "message", arrival.number), undefined, {
      status: undefined,
      failure: read.failure,
    });
    if (this.#answer(channel, read.failure)) return;
    this.#options.log.warn(`dropped a message of ${channel.table.name} channel ${channel.id}: ${read.failure.message}`);
  }

  #enqueue(
    channel: Kind,
    event: keyof SocketMethods,
    { number, source, bytes }: Arrival,
    values: readonly unknown[],
  ): void {
    const { name, receives } = channel.table;
    const method = this.#options.methods[name]?.[event];
    if (!method) return;
    const isFrame = event === "message" || event === "pong";
    const scope = scopeOf(channel, event, number);
    const isTaken = channel.enqueue({
      byteCount: bytes.length,
      isLast: event === "close",
      run: (done) => {
        if (isFrame && !channel.isHeard) return done();
        this.#options.run({
          method,
          context: this.#options.createContext(source, scope, channel),
          values,
          // Frames of a socket without types may be of any protocol: an error of ours would be taken for one of it.
          refuse: (failure) => void (receives && event === "message" && this.#answer(channel, failure)),
          done,
        });
      },
    });
    if (isTaken) return;
    this.#options.log.warn(`closed channel ${channel.id} of ${name}: its messages come faster than they are handled`);
    channel.clear();
    channel.close();
  }
}

function scopeOf({ table, id: channel }: OpenChannel, event: keyof SocketMethods, id: number | undefined): Scope {
  return { kind: "ws", id, handler: `${table.name}.${event}`, channel };
}
