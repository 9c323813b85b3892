/** The system processes that keep something, in memory: as on a node, and nothing is left behind. */

import { createMemoryStores } from "../node/services/kv/memory-stores.js";
import { addKvService } from "../node/services/kv/service.js";
import { SqliteDatabases } from "../node/services/sqlite/databases.js";
import { addSqliteService } from "../node/services/sqlite/service.js";
import type { FakeKernel } from "./fake-kernel.js";
import type { MemoryFiles } from "./memory-drives.js";
import { addMemoryFiles } from "./memory-files.js";

export interface MemoryServices {
  readonly files: MemoryFiles;
  /** Gives the memory of databases back. */
  close(): void;
}

/** Whom a process of a test may ask. */
export const serviceIds: readonly string[] = ["vfs", "kv", "sqlite", "http-server", "http-client"].map((name) => `${name}:distro:sys`);

export function addMemoryServices(node: FakeKernel): MemoryServices {
  addKvService(node.kernel, createMemoryStores());
  const sqlite = new SqliteDatabases(undefined);
  addSqliteService(node.kernel, sqlite);
  return { files: addMemoryFiles(node), close: () => sqlite.close() };
}
