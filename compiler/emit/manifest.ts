/** `pkg/manifest.json`: how a node starts the processes of the package, and what they may do. */

import type { Capability, Config, ManifestAdditions } from "../model/config.js";
import type { Model, Process } from "../model/model.js";
import type { OutputFile } from "./emitter.js";

/** Field names and their meaning: hyperdrive/lib/src/kernel.rs, `PackageManifestEntry`. */
interface ManifestEntry {
  readonly process_name: string;
  readonly process_wasm_path: string;
  readonly on_exit: "None" | "Restart";
  readonly request_networking: boolean;
  readonly request_capabilities: readonly Capability[];
  readonly grant_capabilities: readonly Capability[];
  readonly public: boolean;
}

export function emitManifest(model: Model, config: Config): readonly OutputFile[] {
  const users = usersOfProcesses(model);
  const entries = model.processes.map((process) =>
    withAdditions(toEntry(process, users.get(processIdOf(process)) ?? []), config.processes?.[process.id.processName]),
  );
  return [{ path: "pkg/manifest.json", text: `${JSON.stringify(entries, undefined, 2)}\n` }];
}

/** `users` are ids of the processes that use this one. */
function toEntry(process: Process, users: readonly string[]): ManifestEntry {
  const { processName } = process.id;
  return {
    process_name: processName,
    process_wasm_path: `/${processName}.wasm`,
    // A process that has failed starts again with its saved state; the kernel slows down repeated failures.
    on_exit: "Restart",
    // Needed to receive from other nodes, and to send to them: a call names its node only when it is made.
    request_networking: process.uses.length > 0 || process.handlers.some((handler) => handler.remote),
    request_capabilities: requestedProcesses(process),
    grant_capabilities: grantedProcesses(process, users),
    // Public would let every process of the node in, whatever it is.
    public: false,
  };
}

/** Nothing that follows from the schema is taken away: without it, the process would not work. */
function withAdditions(entry: ManifestEntry, additions: ManifestAdditions = {}): ManifestEntry {
  return {
    ...entry,
    on_exit: additions.on_exit ?? entry.on_exit,
    request_capabilities: join(entry.request_capabilities, additions.request_capabilities),
    grant_capabilities: join(entry.grant_capabilities, additions.grant_capabilities),
    public: additions.public ?? entry.public,
  };
}

function join(own: readonly Capability[], more: readonly Capability[] = []): readonly Capability[] {
  const known = new Set(own.map((each) => JSON.stringify(each)));
  return [...own, ...more.filter((each) => !known.has(JSON.stringify(each)))];
}

/** Processes that this one sends to. The timer takes messages from everyone. */
function requestedProcesses(process: Process): readonly string[] {
  const { needs } = process;
  return [
    ...(speaksWithServer(process) ? ["http-server:distro:sys"] : []),
    ...(process.clients.length > 0 || needs.includes("fetch") ? ["http-client:distro:sys"] : []),
    ...databases(process),
    // Where the process shows itself; `homepage` answers nothing.
    ...(process.ui || process.icon !== undefined || process.widget !== undefined ? ["homepage:homepage:sys"] : []),
    // The files of the user interface are read from the package's drive, those of the log written to another. Both are
    // drives of its own package, for which a process needs no further right (hyperdrive/src/vfs.rs, `check_caps`).
    ...(process.ui || process.log.file !== "none" || needs.includes("vfs") ? ["vfs:distro:sys"] : []),
    ...usedProcesses(process),
  ];
}

/** To bind paths, and to answer those who call from outside: their messages come from the http-server, too. */
function speaksWithServer({ endpoints, socketEndpoints, ui, handlers }: Process): boolean {
  const bindsPaths = endpoints.length + socketEndpoints.length > 0 || ui !== undefined;
  return bindsPaths || handlers.some(({ local, remote }) => local || remote);
}

/**
 * Processes that may send to this one. Answers are messages too, so whoever is asked has to be granted the right to
 * answer; only the kernel, vfs and the state store need none.
 */
function grantedProcesses(process: Process, users: readonly string[]): readonly string[] {
  return unique([
    // Requests of browsers, and calls that are made from outside through the node's RPC path (`hproc call`).
    "http-server:distro:sys",
    // `sleep`.
    "timer:distro:sys",
    // What comes on the WebSockets that the process has opened, and answers to its requests.
    ...(process.clients.length > 0 || process.needs.includes("fetch") ? ["http-client:distro:sys"] : []),
    ...databases(process),
    ...users,
    ...usedProcesses(process),
  ]);
}

function databases({ needs }: Process): readonly string[] {
  return (["kv", "sqlite"] as const).filter((need) => needs.includes(need)).map((need) => `${need}:distro:sys`);
}

/** By the id of a process, the ids of those that use it. */
function usersOfProcesses({ processes }: Model): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const process of processes) {
    for (const used of usedProcesses(process)) {
      const list = users.get(used) ?? [];
      list.push(processIdOf(process));
      users.set(used, list);
    }
  }
  return users;
}

function usedProcesses(process: Process): readonly string[] {
  return unique(process.uses.map((use) => use.processId));
}

function processIdOf({ id: { processName, packageName, publisherNode } }: Process): string {
  return `${processName}:${packageName}:${publisherNode}`;
}

function unique(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}
