/** What the kernel does on request (hyperdrive `src/kernel/mod.rs`, `handle_kernel_request`). */

import { formatProcessId } from "../contract/address.js";
import type { ProcessId } from "../contract/address.js";
import type { Request } from "../contract/standard.js";
import { parseKernelCommand, processMapReply } from "./kernel-command.js";
import type { KernelMessage } from "./kernel-message.js";
import type { HostedEntry, ProcessEntry, ProcessMap } from "./process-map.js";

export interface CommandSurroundings {
  readonly processes: ProcessMap;
  /** Takes a process off the node. */
  readonly remove: (entry: HostedEntry) => void;
  readonly print: (verbosity: number, text: string) => void;
  readonly reply: (json: unknown) => void;
}

/** Responses to the kernel mean nothing to it. */
export function performCommand({ message }: KernelMessage, surroundings: CommandSurroundings): void {
  if (message.tag !== "request") return;
  const { processes, print, reply } = surroundings;
  const command = parseKernelCommand(message.val.body);
  switch (command.kind) {
    case "grant":
      return processes.grant(command.target, command.capabilities);
    case "drop":
      return processes.drop(command.target, command.capabilities);
    case "kill":
      return kill(command.target, message.val, surroundings);
    case "show-processes":
      return reply(processMapReply([...processes.entries()].map(toKnownProcess)));
    case "unsupported":
      print(0, `kernel: this node does not carry out ${command.name}`);
      if (command.reply !== undefined) reply(command.reply);
      return;
    case "malformed":
      return print(0, `kernel: couldn't parse command: ${command.reason}`);
  }
}

function toKnownProcess(entry: ProcessEntry) {
  const { id, isPublic } = entry;
  const [wasmPath, onExit] = entry.kind === "hosted" ? [entry.wasmPath, entry.onExit] : ["", { tag: "none" } as const];
  return { id, wasmPath, onExit, capabilities: entry.capabilities.all(), isPublic };
}

/** Without such a process there is no reply, even if one is expected. */
function kill(target: ProcessId, request: Request, { processes, remove, print, reply }: CommandSurroundings): void {
  const entry = processes.find(target);
  const name = formatProcessId(target);
  if (entry?.kind !== "hosted") return print(2, `kernel: no such process ${name} to kill`);
  remove(entry);
  if (request.metadata !== "no-revoke") processes.revokeIssuedBy(target);
  entry.kill();
  const isAnswered = request.expectsResponse !== undefined;
  print(isAnswered ? 0 : 2, `kernel: killing process ${name}`);
  if (isAnswered) reply({ KilledProcess: name });
}
