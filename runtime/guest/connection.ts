/** Opening a WebSocket to a server: what it takes, and how it ends. */

import { Pending } from "../contract/index.js";
import type { ClientChannel } from "./context.js";

/** How the attempt to connect ended. */
export type ConnectOutcome<Sends> =
  | { readonly tag: "ok"; readonly val: ClientChannel<Sends> }
  /** The http-client of the node says that there is no connection. */
  | { readonly tag: "failed"; readonly message: string }
  /** No answer in time, no http-client, or no right to reach it: the host does not tell these apart. */
  | { readonly tag: "timeout" };

export interface ConnectOptions {
  /** Of the request that becomes the WebSocket, one value a name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Until the outcome is `timeout`: 30,000 by default, rounded up to whole seconds. */
  readonly timeoutMs?: number;
  /** The outcome is `timeout` as soon as it is aborted, as a handler's own `signal` is; nothing is sent if it is already. */
  readonly signal?: AbortSignal | undefined;
}

/** Thrown by `orThrow` for every outcome but `ok`. */
export class ConnectError extends Error {
  override readonly name = "ConnectError";
  readonly outcome: Exclude<ConnectOutcome<unknown>, { tag: "ok" }>;
  constructor(url: string, outcome: Exclude<ConnectOutcome<unknown>, { tag: "ok" }>) {
    const reason = outcome.tag === "failed" ? outcome.message : "no answer in time, or no right to reach the http-client";
    super(`${url}: ${reason}`);
    this.outcome = outcome;
  }
}

/** An attempt under way: the request has left. Awaiting it gives its outcome; `orThrow` throws `ConnectError`. */
export class PendingConnection<Sends> extends Pending<ClientChannel<Sends>, ConnectOutcome<Sends>> {
  readonly #url: string;
  constructor(url: string, outcome: Promise<ConnectOutcome<Sends>>) {
    super(outcome);
    this.#url = url;
  }

  protected override unwrap(outcome: ConnectOutcome<Sends>): ClientChannel<Sends> {
    if (outcome.tag === "ok") return outcome.val;
    throw new ConnectError(this.#url, outcome);
  }
}
