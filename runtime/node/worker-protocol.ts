/** What the main thread and the worker of a process say to each other. */

import type { MessagePort } from "node:worker_threads";
import type { Address, ProcessId } from "../contract/address.js";
import type { Capability, OnExit } from "../contract/standard.js";
import type { HostWarning } from "./tick-watch.js";
import type { toWire, WireItem } from "./wire.js";

/** How a process is loaded. */
export type ProcessCode =
  /** A component that jco has transpiled with asynchronous instantiation; the folder holds its files. */
  | { readonly kind: "component"; readonly folder: string; readonly entry: string }
  /** An ES module that exports `init` and imports `standard` from `direct-standard.js`. */
  | { readonly kind: "direct"; readonly module: string };

/** The worker's `workerData`. */
export interface ThreadData {
  /** URLs of modules that it loads while it waits for its start. */
  readonly preload: readonly string[];
}

/** The first message to the worker. */
export interface WorkerStart {
  readonly our: Address;
  readonly onExit: OnExit;
  readonly code: ProcessCode;
  /** The rings of the two lanes, as `createLaneMemory` makes them. */
  readonly inbox: SharedArrayBuffer;
  readonly outbox: SharedArrayBuffer;
  /** What goes by the port of either lane, and the worker's `Bell`. */
  readonly mailbox: MessagePort;
  /** Answers to `oracle` calls. */
  readonly replies: MessagePort;
  /** `Int32` counters, see `Signal`. */
  readonly signal: SharedArrayBuffer;
}

/**
 * Slots of the shared counters. The main thread counts what it has posted to the worker, in whatever way, and then wakes it;
 * the worker counts what it has taken out of its mailbox. Both wrap around. Memory is what a component takes, in KiB; it is
 * looked at now and then. `begun` is 1 once `init` may be called.
 */
export const Signal = { posted: 0, taken: 1, memory: 2, begun: 3, length: 4 } as const;

/** By the port of the lane to the worker. */
export type ToWorker = WireItem;

/** By the port of the lane from the worker. */
export type FromWorker = WirePost | WorkerNote;

/** Sent by the worker when the ring has something and the main thread sleeps: only an event wakes that. */
export const bell = 0;
export type Bell = typeof bell;

/** A message for the event loop, and the number of its timer. */
export type WirePost = readonly [message: ReturnType<typeof toWire>, timer: number | undefined];

export type WorkerNote =
  | { readonly kind: "cancel"; readonly timers: readonly number[] }
  | { readonly kind: "print"; readonly source: ProcessId; readonly verbosity: number; readonly text: string }
  | { readonly kind: "on-exit"; readonly onExit: OnExit }
  | { readonly kind: "oracle"; readonly call: OracleCall }
  | { readonly kind: "warning"; readonly warning: HostWarning }
  /** The code is loaded; `init` is called as soon as `Signal.begun` is 1. */
  | { readonly kind: "loaded" }
  /** The guest has called `receive` for the first time. */
  | { readonly kind: "ready" }
  /** The code could not be loaded or instantiated; `init` was not called. */
  | { readonly kind: "not-loaded"; readonly error: ThrownError }
  | { readonly kind: "returned" }
  | { readonly kind: "threw"; readonly error: ThrownError; readonly stderr: string }
  /** A promise of the guest was rejected and nobody looked. */
  | { readonly kind: "unhandled"; readonly error: ThrownError };

export type OracleCall =
  | { readonly kind: "all" }
  | { readonly kind: "filter" | "drop"; readonly capabilities: readonly Capability[] }
  | { readonly kind: "add"; readonly on: ProcessId; readonly capabilities: readonly Capability[] };

/** The reply to an oracle call; empty where there is nothing to say. */
export type OracleReply = readonly Capability[];

/** Something thrown, without its class. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  /** With name and message on top, as V8 writes it. */
  readonly stack: string;
}

export function describeThrown(thrown: unknown): ThrownError {
  if (!(thrown instanceof Error)) {
    const text = typeof thrown === "string" ? thrown : safeText(thrown);
    return { name: "Error", message: text, stack: text };
  }
  const { name, message, stack = `${name}: ${message}`, cause } = thrown;
  return { name, message, stack: cause === undefined ? stack : `${stack}\ncaused by ${describeThrown(cause).stack}` };
}

function safeText(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "a value that cannot be printed";
  }
}
