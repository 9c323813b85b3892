/** Calls of the host's interface as a program without types makes them. */

import * as standard from "hyperware:process/standard@1.0.0";

type Any = (...values: unknown[]) => unknown;
const { sendResponse, sendRequest, setState, printToTerminal, setOnExit, saveCapabilities, spawn } = standard as unknown as Readonly<Record<string, Any>>;

const body = new Uint8Array([1]);
const target = { node: "test.os", process: { processName: "nobody", packageName: "here", publisherNode: "test.os" } };
const request = { inherit: false, expectsResponse: undefined, body, metadata: undefined, capabilities: [] };

export const misuses: readonly (() => unknown)[] = [
  () => setState?.("text"),
  () => setState?.(),
  () => setState?.([1, 2]),
  () => setState?.(Object.create(Uint8Array.prototype)),
  () => sendResponse?.({ body: "text" }),
  () => sendResponse?.(null),
  () => sendRequest?.(target, { ...request, body: [1] }),
  () => sendRequest?.({ node: 1, process: {} }, request),
  () => sendRequest?.(target, { ...request, expectsResponse: -1 }),
  () => sendRequest?.(target, { ...request, expectsResponse: 2n ** 70n }),
  () => sendRequest?.(target, { ...request, capabilities: [{}] }),
  () => sendRequest?.(target, request, "context"),
  () => sendRequest?.(target, request, undefined, { bytes: "text" }),
  () => printToTerminal?.(0, 5),
  () => printToTerminal?.(300, "text"),
  () => printToTerminal?.("x", "text"),
  () => setOnExit?.({ tag: "no such" }),
  () => setOnExit?.("none"),
  () => saveCapabilities?.({}),
  () => spawn?.("name"),
];

export const uses: readonly (() => unknown)[] = [
  () => printToTerminal?.(0, "half \ud83d of a pair"),
  () => sendRequest?.(target, { ...request, metadata: "half \udc00" }),
  () => sendRequest?.(target, { body: new Float32Array(2), expectsResponse: 5, capabilities: [] }, new ArrayBuffer(2), { mime: null, bytes: new DataView(new ArrayBuffer(1)) }),
  () => sendRequest?.(target, { ...request, expectsResponse: 5n }, body.subarray(0, 0)),
  () => setOnExit?.({ tag: "requests", val: [[target, request]] }),
  () => setOnExit?.({ tag: "none", val: 5 }),
];
