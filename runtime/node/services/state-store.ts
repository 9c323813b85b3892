/** Saved states on disk. */

import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { open, type RootDatabase } from "lmdb";
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
 * What is set is read again at once. With `isSynced` it is on the disk when `stored` resolves: a change waits for the one
 * that is being written, and all that wait are written together. Without, each is committed when the call returns, so that
 * it survives the end of this program in whatever way; a crash of the machine may cost the last changes or break the
 * file. Hyperdrive does not wait for the disk either, but its log cannot break.
 */
export function openStateStore(folder: string, options: { readonly isSynced: boolean }): ClosableStateStore {
  const path = join(folder, "state.mdb");
  try {
    const problem = findDatabaseProblem(path);
    if (problem !== undefined) throw new Error(problem);
    const { isSynced } = options;
    // Not overlapping: a change is to be on the disk when its promise resolves.
    const database = open<Uint8Array, string>({ path, encoding: "binary", noSync: !isSynced, overlappingSync: false });
    return isSynced ? new GroupedStore(database) : createDirectStore(database);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StateStoreError(`the saved states in ${path} cannot be opened: ${reason}`, { cause: error });
  }
}

type Database = RootDatabase<Uint8Array, string>;

function createDirectStore(database: Database): ClosableStateStore {
  return {
    get: (process) => database.get(process),
    set: (process, bytes) => void database.putSync(process, toBuffer(bytes)),
    delete: (process) => void database.removeSync(process),
    close: () => database.close(),
  };
}

/** Values by process id; undefined for what is deleted. */
type Changes = Map<string, Uint8Array | undefined>;

class GroupedStore implements ClosableStateStore {
  readonly #database: Database;
  #waiting: Changes = new Map();
  #writing: Changes = new Map();
  /** Of what is being written, and of what waits for that. */
  #written: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  /** How long the last writing took. */
  #lastMs = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  get(process: string): Uint8Array | undefined {
    for (const changes of [this.#waiting, this.#writing]) if (changes.has(process)) return changes.get(process);
    return this.#database.get(process);
  }

  set(process: string, bytes: Uint8Array): void {
    this.#change(process, bytes);
  }

  delete(process: string): void {
    this.#change(process, undefined);
  }

  stored(): Promise<void> | undefined {
    return this.#next ?? this.#written;
  }

  async close(): Promise<void> {
    await this.stored()?.catch(() => {});
    await this.#database.close();
  }

  #change(process: string, bytes: Uint8Array | undefined): void {
    this.#waiting.set(process, bytes);
    if (this.#next) return;
    const before = this.#written?.catch(() => {}) ?? Promise.resolve();
    const next = before.then(() => this.#gather()).then(() => this.#write());
    this.#next = next;
    // Who needs to know asks for the promise; nobody may.
    next.catch(() => {});
  }

  /** For a disk that is slow, others are waited for: those that have just been answered ask again within that time. */
  async #gather(): Promise<void> {
    if (this.#lastMs > 2) await delay(1);
  }

  async #write(): Promise<void> {
    const startMs = performance.now();
    this.#writing = this.#waiting;
    this.#waiting = new Map();
    this.#written = this.#next;
    this.#next = undefined;
    const written = this.#written;
    try {
      // One transaction, in the engine's own thread.
      await Promise.all(
        [...this.#writing].map(([process, bytes]) =>
          bytes ? this.#database.put(process, toBuffer(bytes)) : this.#database.remove(process),
        ),
      );
    } finally {
      this.#lastMs = performance.now() - startMs;
      this.#writing = new Map();
      if (this.#written === written) this.#written = undefined;
    }
  }
}

function toBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
