/** `context.sqlite`: databases of SQL, by `sqlite:distro:sys` (hyperdrive `lib/src/sqlite.rs`, `src/sqlite.rs`). */

import type { JsonValue } from "../../contract/index.js";
import { decodeUtf8, parseJson } from "../../contract/index.js";
import { type Change, Database } from "./database.js";
import { type Read, readDone, type Service, ServiceClient, type ServiceLink } from "./service-client.js";
import { type PendingService, ServiceError } from "./service-outcome.js";
import { type SqlValue, writeStatement } from "./sql-parameters.js";

export type { SqlValue } from "./sql-parameters.js";

/** What went wrong, as far as a program can decide by it. */
export type SqliteErrorKind =
  /** SQLite refuses the statement, or what it would do; or it is no statement of this method. */
  | "sql"
  /** A database of another package. */
  | "denied"
  /** The node cannot read or write it. */
  | "storage"
  | "unexpected";

/** Thrown by `orThrow`. */
export class SqliteError extends ServiceError<SqliteErrorKind> {
  override readonly name = "SqliteError";
}

export type PendingSqlite<T> = PendingService<T, SqliteErrorKind>;

/** The databases of the package, by name. */
export interface Sqlite {
  /** Opens one, or makes it. */
  open(name: string): PendingSqlite<SqliteDatabase>;
  /** Empties one. */
  remove(name: string): PendingSqlite<void>;
}

/**
 * A row by the names of its columns. Integers beyond ±(2^53 - 1) are `bigint`, other numbers `number`; a blob is its
 * base64, and a truth value 0 or 1: Hyperdrive does not tell them from text and numbers.
 */
export type SqlRow = Readonly<Record<string, string | number | bigint | null>>;

/**
 * Parameters stand as `?` or `?1` in a statement. One that does not fit throws at once: `RangeError` for a `bigint` of more than
 * 64 bits with sign, and a number that is none; `TypeError` for a value that SQL has not.
 */
export interface SqliteDatabase {
  readonly name: string;
  /** Rows of a `SELECT`, `WITH`, `VALUES`, `EXPLAIN` or `PRAGMA`. `Row` says what the author knows of them. */
  query<Row extends object = SqlRow>(statement: string, ...parameters: readonly SqlValue[]): PendingSqlite<readonly Row[]>;
  /** Any other statement, one, without rows. */
  write(statement: string, ...parameters: readonly SqlValue[]): PendingSqlite<void>;
  /**
   * What `work` writes is done at its end, all or nothing; when it throws, nothing is, and what it has thrown is thrown
   * again. Queries see nothing of it before.
   */
  transaction<T>(work: (transaction: SqliteTransaction) => T | Promise<T>): PendingSqlite<T>;
}

export interface SqliteTransaction {
  query: SqliteDatabase["query"];
  write(statement: string, ...parameters: readonly SqlValue[]): void;
}

const service: Service<SqliteErrorKind> = {
  name: "sqlite",
  kinds: {
    NoReadCap: "denied",
    NoWriteCap: "denied",
    AddCapFailed: "denied",
    MismatchingPackageId: "denied",
    NotAReadKeyword: "sql",
    NotAWriteKeyword: "sql",
    InvalidParameters: "sql",
    RusqliteError: "sql",
    NoDb: "storage",
    IOError: "storage",
  },
  toError: (label, outcome) => new SqliteError(label, outcome),
};

export function createSqlite(link: ServiceLink): Sqlite {
  const client = new ServiceClient(link, service);
  return {
    open: (name) => {
      const database = new Database(client, name);
      return database.ask("Open", (answer) => readDone(answer) && { val: createDatabase(database) });
    },
    remove: (name) => new Database(client, name).ask("RemoveDb", readDone),
  };
}

function createDatabase(database: Database<SqliteErrorKind>): SqliteDatabase {
  const query: SqliteDatabase["query"] = <Row extends object>(statement: string, ...parameters: readonly SqlValue[]) => {
    const { sql, blob } = writeStatement(statement, parameters);
    return database.ask({ Query: sql }, ({ bytes }) => readRows<Row>(bytes), { blob });
  };
  return {
    name: database.name,
    query,
    write: (statement, ...parameters) => database.change(writeChange(statement, parameters)),
    transaction(work) {
      const changes: Change[] = [];
      const transaction: SqliteTransaction = {
        query,
        write: (statement, ...parameters) => void changes.push(writeChange(statement, parameters)),
      };
      return database.transaction(() => work(transaction), () => changes);
    },
  };
}

function writeChange(statement: string, parameters: readonly SqlValue[]): Change {
  const { sql, blob } = writeStatement(statement, parameters);
  return { action: (id) => ({ Write: { statement: sql, tx_id: id } }), blob };
}

function readRows<Row extends object>(bytes: Uint8Array): Read<readonly Row[]> | undefined {
  const parsed = parseJson(decodeUtf8(bytes) ?? "");
  const rows: JsonValue = parsed.kind === "value" ? parsed.value : null;
  // What the columns are, the author's statement says, and no schema.
  return Array.isArray(rows) ? { val: rows as unknown as readonly Row[] } : undefined;
}
