/** Keys and values in memory, for tests. */

import { keyText } from "../databases/request.js";
import type { KvStore, KvStores } from "./store.js";

export function createMemoryStores(): KvStores {
  const stores = new Map<string, KvStore>();
  return {
    open(key) {
      const store = stores.get(keyText(key)) ?? createStore();
      stores.set(keyText(key), store);
      return store;
    },
    close: () => Promise.resolve(),
  };
}

function createStore(): KvStore {
  const values = new Map<string, Uint8Array>();
  return {
    get: (key) => values.get(key.join())?.slice(),
    apply(changes) {
      for (const { key, value } of changes) {
        if (value) values.set(key.join(), value.slice());
        else values.delete(key.join());
      }
    },
    clear: () => values.clear(),
  };
}
