/** Saved states on disk. */

import { join } from "node:path";
import { open } from "lmdb";
import { findDatabaseProblem } from "./database-file.js";
import type { StateStore } from "./state.js";

/** The database of a node cannot be opened, for instance because another program or a broken file is in the way. */
export class StateStoreError extends Error {
  override readonly name = "StateStoreError";
}

export interface ClosableStateStore extends StateStore {
  close(): Promise<void>;
}

/**
 * Each change is committed when the call returns, so that it survives the end of this program in whatever way. With
 * `isSynced` it has also reached the disk. Without, a crash of the machine may cost the last changes or break the
 * file; Hyperdrive does not wait for the disk either, but its log cannot break. Measured on ext4 in a virtual
 * machine, states of 100 bytes to 10 kB: 0.25 ms synced, 0.01 ms not.
 */
export function openStateStore(folder: string, options: { readonly isSynced: boolean }): ClosableStateStore {
  const path = join(folder, "state.mdb");
  try {
    const problem = findDatabaseProblem(path);
    if (problem !== undefined) throw new Error(problem);
    const database = open<Uint8Array, string>({ path, encoding: "binary", noSync: !options.isSynced });
    return {
      get: (process) => database.get(process),
      set(process, bytes) {
        database.putSync(process, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      },
      delete(process) {
        database.removeSync(process);
      },
      close: () => database.close(),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StateStoreError(`the saved states in ${path} cannot be opened: ${reason}`, { cause: error });
  }
}
