/** `sqlite:distro:sys`: databases of SQL (hyperdrive `lib/src/sqlite.rs`, `src/sqlite.rs`). */

import type { Database, QueryResult } from "node-sqlite3-wasm";
import { encodeUtf8, isJsonObject, json } from "../../../contract/index.js";
import type { Kernel } from "../../kernel.js";
import { sqliteProcess } from "../../system-processes.js";
import { Refusal } from "../databases/refusal.js";
import { type DatabaseRequest, readTransactionId } from "../databases/request.js";
import { addDatabaseService, type DatabaseAnswer } from "../databases/service.js";
import { Transactions } from "../databases/transactions.js";
import type { SqliteDatabases } from "./databases.js";
import { countParameters, demandKeyword } from "./statement.js";
import { readParameters, type SqlValue, toRows } from "./values.js";

interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

const ok: DatabaseAnswer = { json: "Ok" };

export function addSqliteService(kernel: Kernel, databases: SqliteDatabases): void {
  const transactions = new Transactions<Statement>(kernel.nextId);
  addDatabaseService(kernel, {
    process: sqliteProcess,
    rights: { Open: "own", RemoveDb: "own", Query: "read", Write: "write", BeginTx: "write", Commit: "write" },
    isGuarded: false,
    perform,
    toError: (message) => ({ RusqliteError: message }),
  });

  function perform({ key, action, value }: DatabaseRequest, blob: Uint8Array | undefined): DatabaseAnswer {
    switch (action) {
      case "Open":
        databases.get(key);
        return ok;
      case "RemoveDb":
        databases.remove(key);
        databases.get(key);
        return ok;
      case "Query": {
        const sql = demandText(value);
        demandKeyword("read", sql);
        const rows = run(databases.get(key), { sql, parameters: readParameters(blob) });
        return { json: "Read", bytes: encodeUtf8(json.encode(toRows(rows), "")) };
      }
      case "Write": {
        const sql = demandText(isJsonObject(value) ? value["statement"] : undefined);
        const id = readTransactionId(value);
        if (id === undefined) throw new Refusal("MalformedRequest");
        demandKeyword("write", sql);
        const statement = { sql, parameters: readParameters(blob) };
        if (id === null) write(databases.get(key), statement);
        // An id that nobody has begun is begun so, which Hyperdrive's kv does not do.
        else transactions.queue(id, statement, { mayBegin: true });
        return ok;
      }
      case "BeginTx":
        return { json: { BeginTx: { tx_id: transactions.begin() } } };
      default: {
        const id = readTransactionId(value) ?? undefined;
        if (id === undefined) throw new Refusal("MalformedRequest");
        commit(databases.get(key), transactions.take(id));
        return ok;
      }
    }
  }
}

/** A transaction that a statement begins ends with its request: other processes use the same connection. */
function run(database: Database, statement: Statement): readonly Readonly<Record<string, SqlValue>>[] {
  try {
    return rowsOf(database, statement);
  } finally {
    if (database.inTransaction) database.exec("ROLLBACK");
  }
}

function write(database: Database, statement: Statement): void {
  if (run(database, statement).length > 0) refuseRows();
}

function commit(database: Database, statements: readonly Statement[]): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    for (const statement of statements) if (rowsOf(database, statement).length > 0) refuseRows();
    database.exec("COMMIT");
  } catch (error) {
    if (database.inTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/** Of the first statement in it. */
function rowsOf(database: Database, { sql, parameters }: Statement): readonly Readonly<Record<string, SqlValue>>[] {
  const needed = countParameters(sql);
  if (needed !== parameters.length) {
    throw new Refusal({ RusqliteError: `Wrong number of parameters passed to query. Got ${parameters.length}, needed ${needed}` });
  }
  return database.all(sql, [...parameters]).map(flatten);
}

/** Without the option `expand` rows have no further rows in them. */
function flatten(row: QueryResult): Readonly<Record<string, SqlValue>> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]): [string, SqlValue][] =>
      typeof value === "object" && value !== null && !(value instanceof Uint8Array) ? [] : [[name, value]],
    ),
  );
}

function refuseRows(): never {
  throw new Refusal({ RusqliteError: "Execute returned results - did you mean to call query?" });
}

function demandText(value: unknown): string {
  if (typeof value !== "string") throw new Refusal("MalformedRequest");
  return value;
}
