/** The WebSockets of a process: which channel belongs to which socket, and what happens on it. */

import type { Address, LazyLoadBlob, ProcessTable, SocketTable } from "../contract/index.js";
import { decodeUtf8, formatAddress, Problems } from "../contract/index.js";
import { readContent } from "./arguments.js";
import { closeAction, encodeMessage, OpenChannel } from "./channel.js";
import type { Channel, Frame, Socket } from "./context.js";
import type { SocketMethods } from "./definition.js";
import { encodeFailure, type Failure } from "./failure.js";
import type { EventRun } from "./handler-runs.js";
import type { Log } from "./log.js";
import type { RequestLog } from "./request-log.js";
import type { Scope } from "./scope.js";
import type { Outbox } from "./outbox.js";
import { type ContextBase, SocketRequestContext } from "./request-context.js";
import type { SocketMessage } from "./server-message.js";

export interface SocketsOptions {
  readonly table: ProcessTable<unknown>;
  readonly methods: Readonly<Record<string, SocketMethods>>;
  readonly log: Log;
  /** Undefined where messages get no line. */
  readonly requests: RequestLog | undefined;
  readonly outbox: Outbox;
  /** The http-server of the own node. */
  readonly server: Address;
  readonly run: (run: EventRun) => void;
}

/** A message of a channel as it came. */
interface Arrival {
  readonly number: number;
  readonly source: Address;
  readonly bytes: Uint8Array;
}

export class Sockets {
  /** By name: what every handler gets as `context.sockets`. */
  readonly faces: Readonly<Record<string, Socket<unknown>>>;
  readonly #options: SocketsOptions;
  readonly #channels = new Map<number, OpenChannel>();
  readonly #open = new Map<SocketTable, Map<number, Channel<unknown>>>();

  constructor(options: SocketsOptions) {
    this.#options = options;
    const faces: Record<string, Socket<unknown>> = {};
    for (const table of options.table.sockets) faces[table.name] = this.#createFace(table);
    this.faces = faces;
  }

  /** Those whose end it has not heard of; for tests of what a process holds on to. */
  get count(): number {
    return this.#channels.size;
  }

  /** `base` is that of all contexts, which holds `faces`. */
  take(message: SocketMessage, base: ContextBase, { number, source, blob }: SocketArrival): void {
    const arrival: Arrival = { number, source, bytes: blob?.bytes ?? new Uint8Array(0) };
    if (message.kind === "open") return this.#opened(message, base, arrival);
    const channel = this.#channels.get(message.channelId);
    if (!channel) return this.#refuseUnknown(message, source);
    if (message.kind === "close") return this.#closed(channel, base, arrival);
    // The server answers pings, and tells of the end by `WebSocketClose` too.
    if (!channel.isHeard || (message.frame !== "Text" && message.frame !== "Binary")) return;
    this.#received(channel, message.frame, base, arrival);
  }

  #createFace(table: SocketTable): Socket<unknown> {
    const channels = new Map<number, Channel<unknown>>();
    this.#open.set(table, channels);
    return {
      channels,
      broadcast: (message) => {
        if (channels.size === 0) return;
        const push = encodeMessage(table, message);
        for (const channel of channels.values()) if (channel instanceof OpenChannel) channel.push(push);
      },
    };
  }

  #opened({ channelId, path }: SocketMessage & { kind: "open" }, base: ContextBase, arrival: Arrival): void {
    const { table, outbox, server, log } = this.#options;
    const socket = table.sockets.find((each) => each.path === path);
    if (!socket) {
      // A path that the process has bound in a former version: the http-server still leads there.
      log.warn(`closed channel ${channelId}: no WebSocket has the path ${path}`);
      return outbox.add(server, closeAction(channelId));
    }
    const open = this.#open.get(socket);
    const channel = new OpenChannel(channelId, socket, { server, outbox, onClose: () => open?.delete(channelId) });
    this.#channels.set(channelId, channel);
    open?.set(channelId, channel);
    this.#enqueue(channel, "open", base, arrival, []);
  }

  #closed(channel: OpenChannel, base: ContextBase, arrival: Arrival): void {
    channel.noteClosed();
    this.#channels.delete(channel.id);
    this.#open.get(channel.table)?.delete(channel.id);
    this.#enqueue(channel, "close", base, arrival, []);
  }

  #received(channel: OpenChannel, frame: "Text" | "Binary", base: ContextBase, arrival: Arrival): void {
    const read = readFrame(channel.table, frame, arrival.bytes);
    if (read.kind === "failure") {
      this.#options.requests?.add(scopeOf(channel, "message", arrival.number), undefined, {
        status: undefined,
        failure: read.failure,
      });
      return refuse(channel, read.failure);
    }
    this.#enqueue(channel, "message", base, arrival, [read.value]);
  }

  /** One handler of a channel at a time, in the order in which things happened. */
  #enqueue(
    channel: OpenChannel,
    event: keyof SocketMethods,
    base: ContextBase,
    { number, source, bytes }: Arrival,
    values: readonly unknown[],
  ): void {
    const { name, receives } = channel.table;
    const method = this.#options.methods[name]?.[event];
    if (!method) return;
    const scope = scopeOf(channel, event, number);
    const isTaken = channel.enqueue({
      byteCount: bytes.length,
      isLast: event === "close",
      run: (done) => {
        if (event === "message" && !channel.isHeard) return done();
        this.#options.run({
          method,
          context: new SocketRequestContext(base, { source }, scope, channel),
          values,
          // Frames of a socket without types may be of any protocol: an error of ours would be taken for one of it.
          refuse: (failure) => (receives && event === "message" ? refuse(channel, failure) : undefined),
          done,
        });
      },
    });
    if (isTaken) return;
    this.#options.log.warn(`closed channel ${channel.id} of ${name}: its messages come faster than they are handled`);
    channel.clear();
    channel.close();
  }

  /** A channel that the process had before it was started again: closed, so that its client opens a new one. */
  #refuseUnknown(message: SocketMessage, source: Address): void {
    if (message.kind !== "frame" || message.frame === "Close") return;
    const { log, outbox, server } = this.#options;
    log.warn(`dropped a ${message.frame} frame of ${formatAddress(source)}: channel ${message.channelId} is not known here; closed it`);
    outbox.add(server, closeAction(message.channelId));
  }
}

export interface SocketArrival {
  /** Names the message in logs. */
  readonly number: number;
  readonly source: Address;
  readonly blob: LazyLoadBlob | undefined;
}

type ReadFrame =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "failure"; readonly failure: Failure };

function readFrame({ name, receives }: SocketTable, frame: "Text" | "Binary", bytes: Uint8Array): ReadFrame {
  if (!receives) {
    const value: Frame =
      frame === "Text" ? { kind: "text", text: decodeUtf8(bytes) ?? "" } : { kind: "binary", bytes };
    return { kind: "value", value };
  }
  if (frame === "Binary" || bytes.length === 0) {
    const message = `${name} takes JSON in text frames, not ${frame === "Binary" ? "binary" : "empty"} ones`;
    return { kind: "failure", failure: { code: "request/not-json", message } };
  }
  const read = readContent(bytes, "message");
  if (read.kind === "failure") return read;
  const problems = new Problems();
  const value = receives.decode(read.content.kind === "json" ? read.content.value : undefined, problems);
  if (problems.count === 0) return { kind: "value", value };
  const [first] = problems.list;
  const where = first && first.path !== "" ? `${first.path}: ` : "";
  const detail = first ? `: ${where}expected ${first.expected}, found ${first.found}` : "";
  const message = `the message does not fit ${receives.expected}${detail}`;
  return { kind: "failure", failure: { code: "request/does-not-fit", message, problems: problems.list } };
}

function scopeOf({ table, id: channel }: OpenChannel, event: keyof SocketMethods, id: number): Scope {
  return { kind: "ws", id, handler: `${table.name}.${event}`, channel };
}

function refuse(channel: OpenChannel, failure: Failure): void {
  channel.push({ kind: "Text", bytes: encodeFailure(failure) });
}
