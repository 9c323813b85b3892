/** Calls to other processes: typed arguments out, one of five outcomes back. */

import type { Address, CallTable, Problem, ProcessId, UseTable } from "../contract/index.js";
import { encodeUtf8, parseProcessId, Pending } from "../contract/index.js";
import { encodeCall, readAnswer } from "./call-form.js";
import type { Exchanges, Origin, Reply } from "./exchanges.js";
import { failureMetadata } from "./failure.js";

/** How a call ended. Anything but `ok` means that no result of the handler arrived. */
export type CallOutcome<T> =
  | { readonly tag: "ok"; readonly val: T }
  /** No answer in time, no such process, or no right to reach it: the host does not tell these apart. */
  | { readonly tag: "timeout" }
  /** The other node cannot be reached. */
  | { readonly tag: "offline" }
  /** An answer came, but not of the declared type. */
  | { readonly tag: "decode"; readonly problems: readonly Problem[] }
  /** The other process refused the call or its handler failed. */
  | { readonly tag: "rejected"; readonly code: string; readonly message: string };

export interface CallOptions {
  /** The node to call; the own node by default. */
  readonly node?: string;
  /** Until the outcome is `timeout`: 30,000 by default, rounded up to whole seconds. */
  readonly timeoutMs?: number;
  /** The outcome is `timeout` as soon as it is aborted, as a handler's own `signal` is; nothing is sent if it is already. */
  readonly signal?: AbortSignal | undefined;
}

/** Thrown by `orThrow` for every outcome but `ok`. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly outcome: Exclude<CallOutcome<unknown>, { tag: "ok" }>;
  constructor(target: string, outcome: Exclude<CallOutcome<unknown>, { tag: "ok" }>) {
    super(`${target}: ${describeOutcome(outcome)}`);
    this.outcome = outcome;
  }
}

/** A call under way: the request has left. `orThrow` throws `CallError`. */
export class PendingCall<T> extends Pending<T, CallOutcome<T>> {
  readonly #target: string;
  constructor(target: string, outcome: Promise<CallOutcome<T>>) {
    super(outcome);
    this.#target = target;
  }

  protected override unwrap(outcome: CallOutcome<T>): T {
    if (outcome.tag === "ok") return outcome.val;
    throw new CallError(this.#target, outcome);
  }
}

/** One caller method for each handler of the used process. Arguments that do not fit throw `EncodeError` at once. */
export type CallMethods = Readonly<Record<string, (...values: unknown[]) => PendingCall<unknown>>>;

const defaultTimeoutMs = 30_000;

/** Sends the calls of one handler. */
export interface Caller {
  readonly exchanges: Pick<Exchanges, "send">;
  readonly our: Address;
  readonly origin: Origin;
}

export function createCallMethods(use: UseTable, caller: Caller): CallMethods {
  const { our } = caller;
  const process = processOf(use);
  const methods: Record<string, (...values: unknown[]) => PendingCall<unknown>> = {};
  for (const [name, call] of Object.entries(use.handlers)) {
    methods[name] = (...values) => {
      const options = (values[call.parameters.length] ?? {}) as CallOptions;
      const target = { node: options.node ?? our.node, process };
      return startCall(caller, target, `${use.id} ${call.wireName}`, call, values, options);
    };
  }
  return methods;
}

/** Methods are made for every handler that makes a call, and the id is the same for all. */
const processes = new WeakMap<UseTable, ProcessId>();

function processOf(use: UseTable): ProcessId {
  const known = processes.get(use);
  if (known) return known;
  const process = parseProcessId(use.id);
  if (!process) throw new TypeError(`\`${use.id}\` is not a process id`);
  processes.set(use, process);
  return process;
}

function startCall(
  { exchanges, origin }: Caller,
  target: Address,
  label: string,
  call: CallTable,
  values: readonly unknown[],
  options: CallOptions,
): PendingCall<unknown> {
  const body = encodeUtf8(encodeCall(call, values));
  const timeoutSeconds = Math.max(1, Math.ceil((options.timeoutMs ?? defaultTimeoutMs) / 1000));
  const { signal } = options;
  return new PendingCall(
    label,
    new Promise((resolve) => {
      const giveUp = (): void => resolve({ tag: "timeout" });
      if (signal?.aborted) return giveUp();
      signal?.addEventListener("abort", giveUp);
      exchanges.send({ target, body, timeoutSeconds, origin }, (reply) => {
        signal?.removeEventListener("abort", giveUp);
        resolve(readReply(call, reply));
      });
    }),
  );
}

function readReply(call: CallTable, reply: Reply): CallOutcome<unknown> {
  if (reply.kind === "failure") return { tag: reply.failure };
  const { body, metadata } = reply.response;
  return readAnswer(call, body, metadata === failureMetadata);
}

function describeOutcome(outcome: Exclude<CallOutcome<unknown>, { tag: "ok" }>): string {
  switch (outcome.tag) {
    case "timeout":
      return "no answer in time, or no such process";
    case "offline":
      return "the node is offline";
    case "rejected":
      return `refused: ${outcome.message} (${outcome.code})`;
    case "decode": {
      const first = outcome.problems[0];
      return first
        ? `the answer does not fit: ${first.path === "" ? "value" : first.path}: expected ${first.expected}, found ${first.found}`
        : "the answer does not fit";
    }
  }
}
