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
export type { Migrate, StateFields, StoredState } from "./stored-state.js";
