/** `hproc/testing`: processes in the thread of a test, for any test runner. */

export { testNode } from "./test-node.js";
export type { FakeHandlers, TestMessage, TestNode, TestNodeOptions } from "./test-node.js";
export { TestNetwork } from "./test-network.js";
export type { TestNetworkOptions } from "./test-network.js";
export type { CallsOf, FetchOptions, MessageOutcome, StateOf, TestProcess } from "./test-process.js";
export type { TestHttpAnswer, TestHttpRequest, TestHttpServer, TestServer, TestSocketRequest } from "./test-servers.js";
export type { TestSocket } from "./test-socket.js";
