/** One HTTP call: from arguments to outcome, within its time. */

import type { HttpCallTable } from "./client-table.js";
import { describeFirst, type HttpOutcome, type RawCallOptions } from "./http-call.js";
import { readAnswer } from "./read-answer.js";
import { writeRequest } from "./write-request.js";

/** The part of `fetch` that is used; another one may be given. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Sender {
  /** Of the process, without a slash at its end. */
  readonly baseUrl: string;
  readonly fetch: Fetch;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number | undefined;
}

const defaultTimeoutMs = 30_000;
/** After this the http-server of a node answers itself, unless it is asked for another time. */
const serverTimeoutMs = 15_000;
/** What a timer can wait. */
const maxTimeoutMs = 2 ** 31 - 1;

/** `path` is the table's, or the caller's for a catch-all. Does not reject. */
export async function sendRequest(
  sender: Sender,
  table: HttpCallTable,
  path: string,
  values: readonly unknown[],
  options: RawCallOptions,
): Promise<HttpOutcome<unknown>> {
  const written = writeRequest(table, path, values);
  if (written.kind === "problems") {
    const { problems } = written;
    const message = `the arguments do not fit ${table.wireName}${describeFirst(problems)}`;
    return { tag: "rejected", status: undefined, code: "client/does-not-fit", message, problems, id: undefined };
  }
  const asked = options.timeoutMs ?? sender.timeoutMs;
  const init: RequestInit = {
    method: options.method ?? table.method,
    headers: { ...serverTimeout(asked), ...lowerCased(sender.headers), ...lowerCased(options.headers), ...written.headers },
  };
  const body = written.body ?? options.body;
  if (body !== undefined) init.body = body;
  const limits = { timeoutMs: asked ?? defaultTimeoutMs, signal: options.signal, isRead: table.returns !== undefined };
  return withinTime(limits, async (signal) => {
    const response = await sender.fetch(`${sender.baseUrl}${written.path}`, { ...init, signal });
    return readAnswer(table, response);
  });
}

/** Whole seconds, since the node would give up before. */
function serverTimeout(timeoutMs: number | undefined): Record<string, string> {
  if (timeoutMs === undefined || timeoutMs <= serverTimeoutMs) return {};
  return { "x-hyperware-http-server-timeout": String(Math.ceil(Math.min(timeoutMs, maxTimeoutMs) / 1000)) };
}

/** So that one header has one name. */
function lowerCased(headers: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

interface Limits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** The outcome has all of the answer. Otherwise the caller reads it, which `signal` still ends. */
  readonly isRead: boolean;
}

/** `run` has until then, whether `fetch` heeds its signal or not. */
function withinTime(
  { timeoutMs, signal, isRead }: Limits,
  run: (signal: AbortSignal) => Promise<HttpOutcome<unknown>>,
): Promise<HttpOutcome<unknown>> {
  if (signal?.aborted) return Promise.resolve({ tag: "timeout" });
  const controller = new AbortController();
  return new Promise((resolve) => {
    const giveUp = (): void => {
      // What does not heed its signal never settles, and a timer would hold up the end of a program.
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
      resolve({ tag: "timeout" });
      controller.abort();
    };
    const timer = setTimeout(giveUp, Math.min(timeoutMs, maxTimeoutMs));
    signal?.addEventListener("abort", giveUp, { once: true });
    const finish = (outcome: HttpOutcome<unknown>): void => {
      clearTimeout(timer);
      if (isRead || outcome.tag !== "ok") signal?.removeEventListener("abort", giveUp);
      resolve(outcome);
    };
    run(controller.signal).then(finish, (error: unknown) => finish({ tag: "offline", message: describeError(error) }));
  });
}

/** `fetch` says why in the cause, if at all. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== "" ? `${error.message}: ${error.cause.message}` : error.message;
}
