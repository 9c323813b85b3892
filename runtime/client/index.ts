/** `hproc/client`: what generated clients import, for browsers and Node. */

export type {
  ClientSocket,
  SocketEnd,
  SocketOptions,
  SocketState,
} from "./client-socket.js";
export type { ClientSocketTable, ProcessClientTable, HttpCallTable } from "./client-table.js";
export { createClient, type ClientOptions } from "./create-client.js";
export {
  HttpCall,
  HttpCallError,
  type ClientCode,
  type HttpCallOptions,
  type HttpOutcome,
  type RawCallOptions,
  type RawResponse,
  type Rejected,
} from "./http-call.js";
export type { PlatformSocket, PlatformSocketClass } from "./platform-socket.js";
export type { RetryTimes } from "./retry-delay.js";
export type { Fetch } from "./send-request.js";
export type { RawFrame, SocketProblem } from "./socket-frames.js";
