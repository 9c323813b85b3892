/** `context.kv`: databases of keys and values, by `kv:distro:sys` (hyperdrive `lib/src/kv.rs`). */

import { encodeUtf8 } from "../../contract/index.js";
import { type Change, Database } from "./database.js";
import { readDone, type Service, ServiceClient, type ServiceLink } from "./service-client.js";
import { type PendingService, ServiceError, toText } from "./service-outcome.js";

/** What went wrong, as far as a program can decide by it. */
export type KvErrorKind =
  /** The process has not opened the database. */
  | "denied"
  /** The node cannot read or write it. */
  | "storage"
  /** Bytes that are no UTF-8, where text is read. */
  | "not-text"
  | "unexpected";

/** Thrown by `orThrow`. */
export class KvError extends ServiceError<KvErrorKind> {
  override readonly name = "KvError";
}

export type PendingKv<T> = PendingService<T, KvErrorKind>;

/** The databases of the package, by name. */
export interface Kv {
  /** Opens one, or makes it. The right to use it belongs to this process, and outlives it. */
  open(name: string): PendingKv<KvDatabase>;
  /** Empties one. */
  remove(name: string): PendingKv<void>;
}

/**
 * Keys and values are bytes; text is its UTF-8. Databases that Rust processes share through `process_lib` hold JSON on
 * both sides: `JSON.stringify(key)` is their key.
 */
export interface KvReader {
  /** Undefined where there is no such key. */
  get(key: string | Uint8Array): PendingKv<Uint8Array | undefined>;
  /** `not-text` for a value that is no UTF-8. */
  getText(key: string | Uint8Array): PendingKv<string | undefined>;
}

export interface KvDatabase extends KvReader {
  readonly name: string;
  set(key: string | Uint8Array, value: string | Uint8Array): PendingKv<void>;
  /** Does nothing where there is no such key. */
  delete(key: string | Uint8Array): PendingKv<void>;
  /**
   * What `work` sets and deletes is done at its end, all or nothing; when it throws, nothing is, and what it has thrown is
   * thrown again. Others may change the database meanwhile: what was read is not held.
   */
  transaction<T>(work: (transaction: KvTransaction) => T | Promise<T>): PendingKv<T>;
}

/** Reads what it has set itself, else what the database has at the moment. */
export interface KvTransaction extends KvReader {
  set(key: string | Uint8Array, value: string | Uint8Array): void;
  delete(key: string | Uint8Array): void;
}

const service: Service<KvErrorKind> = {
  name: "kv",
  kinds: {
    NoReadCap: "denied",
    NoWriteCap: "denied",
    AddCapFailed: "denied",
    MismatchingPackageId: "denied",
    NoDb: "storage",
    RocksDBError: "storage",
    IOError: "storage",
  },
  toError: (label, outcome) => new KvError(label, outcome),
};

export function createKv(link: ServiceLink): Kv {
  const client = new ServiceClient(link, service);
  return {
    open: (name) => {
      const database = new Database(client, name);
      return database.ask("Open", (answer) => readDone(answer) && { val: createDatabase(database) });
    },
    remove: (name) => new Database(client, name).ask("RemoveDb", readDone),
  };
}

function createDatabase(database: Database<KvErrorKind>): KvDatabase {
  const get: KvReader["get"] = (key) =>
    database.ask<Uint8Array | undefined>({ Get: [...toBytes(key)] }, ({ bytes }) => ({ val: bytes }), {
      readError: (name) => (name === "KeyNotFound" ? { val: undefined } : undefined),
    });
  return {
    name: database.name,
    ...createReader(database, get),
    set: (key, value) => database.change(setChange(toBytes(key), toBytes(value))),
    delete: (key) => database.change(deleteChange(toBytes(key))),
    transaction: (work) => transact(database, get, work),
  };
}

function createReader(database: Database<KvErrorKind>, get: KvReader["get"]): KvReader {
  return {
    get,
    getText: (key) =>
      database.pending(
        get(key).then((outcome) => {
          if (outcome.tag !== "ok") return outcome;
          return outcome.val === undefined ? { tag: "ok", val: undefined } : toText({ tag: "ok", val: outcome.val });
        }),
      ),
  };
}

function transact<T>(
  database: Database<KvErrorKind>,
  get: KvReader["get"],
  work: (transaction: KvTransaction) => T | Promise<T>,
): PendingKv<T> {
  /** By the bytes of the key, as text; the last one counts. */
  const changes = new Map<string, { readonly value: Uint8Array | undefined; readonly change: Change }>();
  const note = (key: Uint8Array, value: Uint8Array | undefined): void => {
    changes.set(key.join(), { value, change: value ? setChange(key, value) : deleteChange(key) });
  };
  const getWithin: KvReader["get"] = (key) => {
    const changed = changes.get(toBytes(key).join());
    return changed ? database.pending(Promise.resolve({ tag: "ok", val: changed.value?.slice() })) : get(key);
  };
  const transaction: KvTransaction = {
    ...createReader(database, getWithin),
    set: (key, value) => note(toBytes(key), toBytes(value).slice()),
    delete: (key) => note(toBytes(key), undefined),
  };
  return database.transaction(() => work(transaction), () => [...changes.values()].map(({ change }) => change));
}

function setChange(key: Uint8Array, value: Uint8Array): Change {
  return { action: (id) => ({ Set: { key: [...key], tx_id: id } }), blob: value };
}

function deleteChange(key: Uint8Array): Change {
  return { action: (id) => ({ Delete: { key: [...key], tx_id: id } }) };
}

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? encodeUtf8(content) : content;
}
