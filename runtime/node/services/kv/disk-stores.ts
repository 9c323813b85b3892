/** Keys and values on disk, in a database of lmdb each. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { open, type RootDatabase } from "lmdb";
import { databaseFolder } from "../databases/folder.js";
import { keyText } from "../databases/request.js";
import { findDatabaseProblem } from "../database-file.js";
import type { KvStore, KvStores } from "./store.js";

/** What lmdb takes, without the byte that `toKey` adds. RocksDB, which Hyperdrive has, takes longer ones. */
const maxKeyBytes = 1977;

/** `folder` keeps the databases, and is made with the first one. With `isSynced` a change has reached the disk when it is done. */
export function openDiskStores(folder: string, { isSynced }: { readonly isSynced: boolean }): KvStores {
  const databases = new Map<string, RootDatabase<Uint8Array, Uint8Array>>();
  return {
    open(key) {
      const known = databases.get(keyText(key));
      if (known) return createStore(known);
      const own = databaseFolder(folder, key);
      mkdirSync(own, { recursive: true });
      const path = join(own, "kv.mdb");
      const problem = findDatabaseProblem(path);
      if (problem !== undefined) throw new Error(`${path} cannot be opened: ${problem}`);
      const database = open<Uint8Array, Uint8Array>({ path, encoding: "binary", keyEncoding: "binary", noSync: !isSynced });
      databases.set(keyText(key), database);
      return createStore(database);
    },
    async close() {
      await Promise.all([...databases.values()].map((database) => database.close()));
    },
  };
}

function createStore(database: RootDatabase<Uint8Array, Uint8Array>): KvStore {
  return {
    get: (key) => (key.length > maxKeyBytes ? undefined : database.get(toKey(key))),
    apply(changes) {
      const tooLong = changes.find(({ key }) => key.length > maxKeyBytes);
      if (tooLong) throw new Error(`a key has at most ${maxKeyBytes} bytes on this node, found ${tooLong.key.length}`);
      database.transactionSync(() => {
        for (const { key, value } of changes) {
          if (value) database.putSync(toKey(key), Buffer.from(value));
          else database.removeSync(toKey(key));
        }
      });
    },
    clear: () => database.clearSync(),
  };
}

/** lmdb has no empty key. */
function toKey(key: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.of(1), key]);
}
