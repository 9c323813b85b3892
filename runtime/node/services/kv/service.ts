/** `kv:distro:sys`: databases of keys and values (hyperdrive `lib/src/kv.rs`, `src/kv.rs`). */

import type { JsonValue } from "../../../contract/index.js";
import { isJsonObject } from "../../../contract/index.js";
import type { Kernel } from "../../kernel.js";
import { kvProcess } from "../../system-processes.js";
import { Refusal } from "../databases/refusal.js";
import { type DatabaseRequest, readTransactionId } from "../databases/request.js";
import { addDatabaseService, type DatabaseAnswer } from "../databases/service.js";
import { Transactions } from "../databases/transactions.js";
import type { KvChange, KvStores } from "./store.js";

const ok: DatabaseAnswer = { json: "Ok" };

export function addKvService(kernel: Kernel, stores: KvStores): void {
  const transactions = new Transactions<KvChange>(kernel.nextId);
  addDatabaseService(kernel, {
    process: kvProcess,
    rights: { Open: "own", RemoveDb: "own", Get: "read", Set: "write", Delete: "write", BeginTx: "write", Commit: "write" },
    isGuarded: true,
    perform: (request, blob) => perform(request, blob),
    // Of the engine; ours has another name than that of Hyperdrive, whose words callers know.
    toError: (message) => ({ RocksDBError: message }),
  });

  function perform({ key, action, value }: DatabaseRequest, blob: Uint8Array | undefined): DatabaseAnswer {
    const change = (changed: Uint8Array | undefined): DatabaseAnswer => {
      const id = demand(readTransactionId(value));
      const one = { key: readKey(isJsonObject(value) ? value["key"] : undefined), value: changed };
      if (id === null) stores.open(key).apply([one]);
      else transactions.queue(id, one, { mayBegin: false });
      return ok;
    };
    switch (action) {
      case "Open":
        stores.open(key);
        return ok;
      case "RemoveDb":
        // What is removed is opened again like everything that is asked about: an empty database stays.
        stores.open(key).clear();
        return ok;
      case "Get": {
        const name = readKey(value);
        const bytes = stores.open(key).get(name);
        if (!bytes) throw new Refusal("KeyNotFound");
        return { json: { Get: [...name] }, bytes };
      }
      case "Set":
        return change(demand(blob));
      case "Delete":
        return change(undefined);
      case "BeginTx":
        return { json: { BeginTx: { tx_id: transactions.begin() } } };
      default: {
        stores.open(key).apply(transactions.take(demand(readTransactionId(value) ?? undefined)));
        return ok;
      }
    }
  }
}

/** Bytes as a list of numbers. */
function readKey(value: JsonValue | undefined): Uint8Array {
  const isByte = (each: JsonValue): boolean => typeof each === "number" && Number.isInteger(each) && each >= 0 && each <= 255;
  return demand(Array.isArray(value) && value.every(isByte) ? Uint8Array.from(value, Number) : undefined);
}

function demand<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Refusal("MalformedRequest");
  return value;
}
