/** Modules of Node, none of which exists in a process, and what does their work there. */

import { builtinModules } from "node:module";

/** Whether `fs`, `node:fs` or `fs/promises` would be Node's own. */
export function isNodeModule(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

export function replacementFor(specifier: string): string {
  const [name = ""] = specifier.replace(/^node:/, "").split("/");
  return replacements.get(name) ?? "if a package of yours imports it, choose one that also runs in browsers";
}

const replacements: ReadonlyMap<string, string> = new Map([
  ["assert", "throw an error"],
  ["buffer", "use `Uint8Array`, and `TextEncoder` and `TextDecoder` for text"],
  ["child_process", "a process cannot start programs; it can send messages to other processes"],
  ["console", "use the context's `log`"],
  ["crypto", "use the global `crypto`: `crypto.getRandomValues`, `crypto.randomUUID`, `crypto.subtle`"],
  ["events", "use `EventTarget`, or a function"],
  ["fs", "use the context's `vfs`, for which the process `needs vfs`"],
  ["http", "to serve, declare `http` handlers; to ask a server, use the context's `fetch`, for which the process `needs fetch`"],
  ["http2", "to serve, declare `http` handlers; to ask a server, use the context's `fetch`, for which the process `needs fetch`"],
  ["https", "to serve, declare `http` handlers; to ask a server, use the context's `fetch`, for which the process `needs fetch`"],
  ["net", "a process has no sockets; it answers `http` handlers and messages"],
  ["os", "a process knows its node only as `our`"],
  ["path", "paths of requests and of the vfs are plain text with `/`"],
  ["perf_hooks", "use the global `performance`"],
  ["process", "a process has no arguments and no environment"],
  ["sqlite", "use the context's `sqlite`, for which the process `needs sqlite`"],
  ["stream", "bodies of requests and answers are whole: use `Uint8Array`"],
  ["timers", "use the context's `sleep`"],
  ["url", "use the globals `URL` and `URLSearchParams`"],
  ["worker_threads", "a process has one thread; start another process instead"],
]);
