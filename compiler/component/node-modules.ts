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
  ["fs", "use the context's `vfs`"],
  ["http", "to serve, declare `http` handlers; to call, use the context's `fetch`"],
  ["http2", "to serve, declare `http` handlers; to call, use the context's `fetch`"],
  ["https", "to serve, declare `http` handlers; to call, use the context's `fetch`"],
  ["net", "a process has no sockets; use `http`, `ws` or messages"],
  ["os", "a process knows its node only as `our`"],
  ["path", "use the context's `vfs`; its paths are plain text with `/`"],
  ["perf_hooks", "use the global `performance`"],
  ["process", "a process has no arguments and no environment"],
  ["sqlite", "use the context's `sqlite`"],
  ["stream", "use `ReadableStream` and `WritableStream`"],
  ["timers", "use the context's `sleep`, or an `every` handler"],
  ["url", "use the globals `URL` and `URLSearchParams`"],
  ["worker_threads", "a process has one thread; start another process instead"],
]);
