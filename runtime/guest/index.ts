/** What emitted code and authors import from `hproc/guest`. */

export { CallError, PendingCall } from "./calls.js";
export type { CallOptions, CallOutcome } from "./calls.js";
export { ConnectError, PendingConnection } from "./connection.js";
export type { ConnectOptions, ConnectOutcome } from "./connection.js";
export type {
  Channel,
  Client,
  ClientChannel,
  ClientContext,
  Context,
  Frame,
  HttpContext,
  HttpParts,
  MissingInSchema,
  MixedContext,
  RawMessage,
  RawSocketHandlers,
  ResponseSettings,
  Socket,
  SocketChannel,
  SocketContext,
  SocketHandlers,
} from "./context.js";
export { defineProcess } from "./definition.js";
export type { HandlerFunction, ProcessDefinition, ProcessOptions, ProcessSchema, SocketMethods } from "./definition.js";
export type { Log } from "./log.js";
export { withCalls, withClients, withFetch, withKv, withSockets, withSqlite, withUi, withVfs } from "./features.js";
export { FetchError } from "./services/fetch.js";
export type { Fetch, FetchErrorKind, FetchOptions, FetchResponse, PendingFetch } from "./services/fetch.js";
export { KvError } from "./services/kv.js";
export type { Kv, KvDatabase, KvErrorKind, KvReader, KvTransaction, PendingKv } from "./services/kv.js";
export { PendingService, ServiceError } from "./services/service-outcome.js";
export type { ServiceFailure, ServiceOutcome } from "./services/service-outcome.js";
export { SqliteError } from "./services/sqlite.js";
export type { PendingSqlite, Sqlite, SqliteDatabase, SqliteErrorKind, SqliteTransaction, SqlRow, SqlValue } from "./services/sqlite.js";
export { VfsError } from "./services/vfs.js";
export type { PendingVfs, Vfs, VfsEntry, VfsErrorKind, VfsStat } from "./services/vfs.js";
export type { Migrate, StateFields, StoredState } from "./stored-state.js";
