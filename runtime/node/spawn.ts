/** `spawn`: starts a process of the caller's own package from a component in the vfs. */

import { formatProcessId } from "../contract/address.js";
import type { Address, ProcessId } from "../contract/address.js";
import type { Capability, LazyLoadBlob, OnExit, Received } from "../contract/standard.js";
import { messagingCapability } from "./capabilities.js";
import type { CapabilityOracle } from "./host-link.js";
import { decodeJson } from "./json-body.js";
import { initializeProcessBody } from "./kernel-command.js";
import { isSafeProcessId } from "./safe-id.js";
import { kernelProcess, vfsProcess } from "./system-processes.js";
import { HostError } from "./trap.js";

export interface SpawnArguments {
  /** A random number when undefined. */
  readonly name: string | undefined;
  /** A full vfs path, such as `/my-app:bob.os/pkg/child.wasm`. */
  readonly wasmPath: string;
  readonly onExit: OnExit;
  readonly requestCapabilities: readonly Capability[];
  readonly grantCapabilities: readonly (readonly [ProcessId, string])[];
  readonly isPublic: boolean;
}

/** What the host asks of another process on behalf of its own. */
export interface InternalRequest {
  /** Whose capabilities count. */
  readonly source: Address;
  readonly target: Address;
  /** Sent as JSON. */
  readonly body: unknown;
  readonly metadata?: string;
  readonly blob?: LazyLoadBlob | undefined;
}

/** What spawning needs of the host of the caller. */
export interface SpawnHost {
  readonly our: Address;
  readonly nextId: () => bigint;
  readonly capabilities: CapabilityOracle;
  request(request: InternalRequest): Received;
  /** The blob received last. */
  receivedBlob(): LazyLoadBlob | undefined;
  trap(message: string): never;
}

/**
 * The steps are those of hyperdrive's `spawn`: the file is read with the caller's own rights; what the kernel replies
 * to the initialisation is not looked at, so a name that is taken is only noticed by the missing second start; and the
 * right to message each other comes after the child was told to run, so its first message may still be refused.
 */
export function spawnProcess(spawn: SpawnArguments, host: SpawnHost): ProcessId {
  const { node } = host.our;
  const kernel: Address = { node, process: kernelProcess };
  const vfs: Address = { node, process: vfsProcess };

  const file = host.request({ source: host.our, target: vfs, body: { path: spawn.wasmPath, action: "Read" } });
  const component = host.receivedBlob();
  if (responseJson(file) !== "Read" || !component) throw spawnError("no-file-at-path");

  const child: Address = { node, process: { ...host.our.process, processName: spawn.name ?? String(host.nextId()) } };
  if (!isSafeProcessId(child.process))
    host.trap(`spawn: ${formatProcessId(child.process)} has characters that are not allowed`);
  const initialize = host.request({
    source: kernel,
    target: kernel,
    body: initializeProcessBody({
      id: child.process,
      wasmPath: spawn.wasmPath,
      onExit: spawn.onExit,
      capabilities: host.capabilities.filter(spawn.requestCapabilities),
      isPublic: spawn.isPublic,
    }),
    blob: { mime: undefined, bytes: component.bytes },
  });
  if (initialize.tag === "err") throw spawnError("name-taken");

  for (const [grantee, params] of spawn.grantCapabilities) {
    host.capabilities.add(grantee, [{ issuer: child, params }]);
  }
  const run = host.request({ source: kernel, target: kernel, body: { RunProcess: formatProcessId(child.process) } });
  if (run.tag === "err") throw spawnError("name-taken");
  if (responseJson(run) !== "StartedProcess") throw spawnError("no-file-at-path");

  host.capabilities.add(child.process, [messagingCapability(host.our)]);
  host.capabilities.add(host.our.process, [messagingCapability(child)]);
  return child.process;
}

function spawnError(payload: "name-taken" | "no-file-at-path"): HostError<"name-taken" | "no-file-at-path"> {
  return new HostError(`spawn: ${payload}`, payload);
}

function responseJson(received: Received): unknown {
  if (received.tag === "err" || received.val[1].tag !== "response") return undefined;
  return decodeJson(received.val[1].val[0].body);
}
