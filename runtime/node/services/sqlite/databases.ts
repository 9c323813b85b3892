/** Open databases of SQLite: that of node-sqlite3-wasm, one engine and one file format on every Node. */

import { mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Database } from "node-sqlite3-wasm";
import { databaseFolder } from "../databases/folder.js";
import { type DatabaseKey, keyText } from "../databases/request.js";

export class SqliteDatabases {
  readonly #folder: string | undefined;
  readonly #open = new Map<string, Database>();

  /** `folder` keeps the databases, and is made with the first one; without it they are in memory. */
  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  /** The same one for the same key; made if it is missing. */
  get(key: DatabaseKey): Database {
    const known = this.#open.get(keyText(key));
    if (known) return known;
    const { Database: Engine } = loadEngine();
    const path = this.#folder === undefined ? undefined : prepareFile(databaseFolder(this.#folder, key));
    const database = new Engine(path);
    this.#open.set(keyText(key), database);
    return database;
  }

  /** It is empty when it is opened again. */
  remove(key: DatabaseKey): void {
    this.#open.get(keyText(key))?.close();
    this.#open.delete(keyText(key));
    if (this.#folder !== undefined) rmSync(databaseFolder(this.#folder, key), { recursive: true, force: true });
  }

  close(): void {
    for (const database of this.#open.values()) database.close();
    this.#open.clear();
  }
}

const require = createRequire(import.meta.url);

/** When a process opens a database: most never do, and it takes a moment. */
function loadEngine(): typeof import("node-sqlite3-wasm") {
  return require("node-sqlite3-wasm");
}

function prepareFile(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "sqlite.db");
  // The engine locks a file by a folder beside it, which a node that was killed leaves behind. One node at a time has this home.
  rmSync(`${path}.lock`, { recursive: true, force: true });
  return path;
}
