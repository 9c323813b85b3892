/** What `kv:distro:sys` and `sqlite:distro:sys` have in common: databases of a package, and transactions of what is queued. */

import type { JsonValue } from "../../contract/index.js";
import { isJsonObject, json } from "../../contract/index.js";
import type { PendingService, ServiceOutcome } from "./service-outcome.js";
import { type Read, type ReadAnswer, readDone, type ServiceCall, type ServiceClient } from "./service-client.js";

/** One change, as a request of its own or of a transaction. */
export interface Change {
  readonly action: (transactionId: JsonValue) => JsonValue;
  readonly blob?: Uint8Array | undefined;
}

/** One database of the own package. Its requests are refused until it has been opened. */
export class Database<Kind extends string> {
  readonly name: string;
  readonly #client: ServiceClient<Kind>;

  constructor(client: ServiceClient<Kind>, name: string) {
    this.#client = client;
    this.name = name;
  }

  ask<T>(action: JsonValue, read: ReadAnswer<T>, more: Pick<ServiceCall<T>, "blob" | "readError"> = {}): PendingService<T, Kind | "unexpected"> {
    const { packageName, publisherNode } = this.#client.our.process;
    const packageId = { package_name: packageName, publisher_node: publisherNode };
    const body = json.encode({ package_id: packageId, db: this.name, action }, "");
    return this.#client.ask({ label: this.name, body, read, ...more });
  }

  change({ action, blob }: Change): PendingService<void, Kind | "unexpected"> {
    return this.ask(action(null), readDone, { blob });
  }

  pending<T>(outcome: Promise<ServiceOutcome<T, Kind | "unexpected">>): PendingService<T, Kind | "unexpected"> {
    return this.#client.pending(this.name, outcome);
  }

  /**
   * Does what `changes` returns once `work` has ended, all or nothing; when `work` throws, nothing is done, and what it has
   * thrown is thrown again.
   */
  transaction<T>(work: () => T | Promise<T>, changes: () => readonly Change[]): PendingService<T, Kind | "unexpected"> {
    const run = async (): Promise<ServiceOutcome<T, Kind | "unexpected">> => {
      const val = await work();
      const outcome = await this.#commit(changes());
      return outcome.tag === "ok" ? { tag: "ok", val } : outcome;
    };
    return this.pending(run());
  }

  /**
   * Does all changes or none, in their order. Nobody can end a transaction that was begun without committing it
   * (hyperdrive `src/kv.rs`), so one is begun only when all that it does is known.
   */
  async #commit(changes: readonly Change[]): Promise<ServiceOutcome<void, Kind | "unexpected">> {
    if (changes.length === 0) return { tag: "ok", val: undefined };
    const begun = await this.ask("BeginTx", ({ json: answer }) => readTransactionId(answer));
    if (begun.tag !== "ok") return begun;
    for (const { action, blob } of changes) {
      // One after the other: requests that are under way at once are done in any order.
      const queued = await this.ask(action(begun.val), readDone, { blob });
      if (queued.tag !== "ok") return queued;
    }
    return this.ask({ Commit: { tx_id: begun.val } }, readDone);
  }
}

/** An integer of 64 bits, with every digit. */
function readTransactionId(answer: JsonValue): Read<number | bigint> | undefined {
  const begun = isJsonObject(answer) ? answer["BeginTx"] : undefined;
  const id = isJsonObject(begun) ? begun["tx_id"] : undefined;
  return typeof id === "number" || typeof id === "bigint" ? { val: id } : undefined;
}
