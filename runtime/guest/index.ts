/** What emitted code and authors import from `hproc/guest`. */

export { CallError, PendingCall } from "./calls.js";
export type { CallOptions, CallOutcome } from "./calls.js";
export type { Context, HttpContext, HttpParts, MixedContext, ResponseSettings } from "./context.js";
export { defineProcess } from "./definition.js";
export type { HandlerFunction, ProcessDefinition, ProcessSchema } from "./definition.js";
export type { Log } from "./log.js";
