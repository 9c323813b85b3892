/** Where keys and values are kept. */

import type { DatabaseKey } from "../databases/request.js";

export interface KvChange {
  readonly key: Uint8Array;
  /** Undefined deletes. */
  readonly value: Uint8Array | undefined;
}

export interface KvStore {
  get(key: Uint8Array): Uint8Array | undefined;
  /** All or nothing; done when it returns. */
  apply(changes: readonly KvChange[]): void;
  clear(): void;
}

export interface KvStores {
  /** The same store for the same key; made if it is missing. */
  open(key: DatabaseKey): KvStore;
  close(): Promise<void>;
}
