/** Globals of browsers and of Node that no process has, whatever its engine. */

import type { MissingGlobal } from "./engine.js";
import { replacementFor } from "./node-modules.js";

const network = "use the context's `fetch`, for which the process `needs fetch`";
const page = "a process has no page; what is for one belongs into the `ui` of the process";
const storage = "keep it in the `state` of the process";
const threads = replacementFor("worker_threads");
const later = "use `setTimeout`, or `queueMicrotask`";

/** Both engines lack them, but for `fetch` and what belongs to it, which never comes back: a process waits for messages alone. */
export const missingEverywhere: readonly MissingGlobal[] = Object.entries({
  Atomics: threads,
  BroadcastChannel: threads,
  Buffer: replacementFor("buffer"),
  EventSource: network,
  Intl: "engines in components come without the data of languages; format numbers and dates by functions of your own, or by a package that brings its data",
  MessageChannel: threads,
  Temporal: "use `Date`, or a package for dates",
  WebAssembly: "do it in TypeScript, or in a process of its own",
  WebSocket: "declare a WebSocket client in the schema, as `ws` does it",
  Worker: threads,
  XMLHttpRequest: network,
  document: page,
  fetch: network,
  indexedDB: storage,
  localStorage: storage,
  navigator: page,
  process: replacementFor("process"),
  requestAnimationFrame: page,
  sessionStorage: storage,
  setImmediate: later,
  window: page,
}).map(([name, help]) => ({ name, help }));
