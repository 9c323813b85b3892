/** What emitted code and authors import from `hproc/guest`. */

export { CallError, PendingCall } from "./calls.js";
export type { CallOptions, CallOutcome } from "./calls.js";
export type {
  Channel,
  Context,
  Frame,
  HttpContext,
  HttpParts,
  MixedContext,
  RawMessage,
  RawSocketHandlers,
  ResponseSettings,
  Socket,
  SocketContext,
  SocketHandlers,
} from "./context.js";
export { defineProcess } from "./definition.js";
export type { HandlerFunction, ProcessDefinition, ProcessOptions, ProcessSchema, SocketMethods } from "./definition.js";
export type { Log } from "./log.js";
export type { Migrate, StateFields, StoredState } from "./stored-state.js";
