/** The JSON of requests to `kernel:distro:sys` and of its replies (hyperdrive `lib/src/kernel.rs`, `KernelCommand`). */

import { formatAddress, formatProcessId, parseAddress, parseProcessId } from "../contract/address.js";
import type { ProcessId } from "../contract/address.js";
import type { Capability, LazyLoadBlob, OnExit, Request } from "../contract/standard.js";
import { decodeJson, isRecord, readVariant } from "./json-body.js";

export type KernelCommand =
  | { readonly kind: "grant" | "drop"; readonly target: ProcessId; readonly capabilities: readonly Capability[] }
  | { readonly kind: "kill"; readonly target: ProcessId }
  | { readonly kind: "show-processes" }
  /** One that this node does not carry out; `reply` is what Hyperdrive says when it fails. */
  | { readonly kind: "unsupported"; readonly name: string; readonly reply: string | undefined }
  | { readonly kind: "malformed"; readonly reason: string };

const failureReplies: Readonly<Record<string, string | undefined>> = {
  InitializeProcess: "InitializeProcessError",
  RunProcess: "RunProcessError",
};

export function parseKernelCommand(body: Uint8Array): KernelCommand {
  const variant = readVariant(decodeJson(body));
  if (!variant)
    return { kind: "malformed", reason: "expected the name of a command, or an object with it as only key" };
  const { name, value } = variant;
  switch (name) {
    case "KillProcess": {
      const target = parseTarget(value);
      return target ? { kind: "kill", target } : { kind: "malformed", reason: "KillProcess needs a process id" };
    }
    case "GrantCapabilities":
    case "DropCapabilities": {
      const kind = name === "GrantCapabilities" ? "grant" : "drop";
      const target = isRecord(value) ? parseTarget(value["target"]) : undefined;
      const capabilities = isRecord(value) ? parseCapabilities(value["capabilities"]) : undefined;
      if (target && capabilities) return { kind, target, capabilities };
      return { kind: "malformed", reason: `${name} needs a target and a list of capabilities` };
    }
    case "Debug":
      return value === "ProcessMap" ? { kind: "show-processes" } : { kind: "unsupported", name, reply: undefined };
    default:
      return { kind: "unsupported", name, reply: failureReplies[name] };
  }
}

export interface InitializeProcess {
  readonly id: ProcessId;
  readonly wasmPath: string;
  readonly onExit: OnExit;
  readonly capabilities: readonly Capability[];
  readonly isPublic: boolean;
}

/** The body that starts the life of a process; the bytes of the component go beside it as blob. */
export function initializeProcessBody(process: InitializeProcess): unknown {
  return {
    InitializeProcess: {
      id: formatProcessId(process.id),
      wasm_bytes_handle: process.wasmPath,
      wit_version: 1,
      on_exit: onExitJson(process.onExit),
      initial_capabilities: process.capabilities.map(capabilityJson),
      public: process.isPublic,
    },
  };
}

/** What the kernel says of one process. */
export interface KnownProcess {
  readonly id: ProcessId;
  /** Empty for a part of the node itself. */
  readonly wasmPath: string;
  readonly onExit: OnExit;
  readonly capabilities: readonly Capability[];
  readonly isPublic: boolean;
}

/** The reply to `{"Debug":"ProcessMap"}`. */
export function processMapReply(processes: readonly KnownProcess[]): unknown {
  const entries = processes.map(({ id, wasmPath, onExit, capabilities, isPublic }) => [
    formatProcessId(id),
    {
      wasm_bytes_handle: wasmPath,
      wit_version: null,
      on_exit: onExitJson(onExit),
      capabilities: capabilities.map(capabilityJson),
      public: isPublic,
    },
  ]);
  return { Debug: { ProcessMap: Object.fromEntries(entries) } };
}

function onExitJson(onExit: OnExit): unknown {
  if (onExit.tag === "none") return "None";
  if (onExit.tag === "restart") return "Restart";
  return {
    Requests: onExit.val.map(([target, request, blob]) => [
      formatAddress(target),
      requestJson(request),
      blobJson(blob),
    ]),
  };
}

function requestJson(request: Request): unknown {
  return {
    inherit: request.inherit,
    expects_response: request.expectsResponse === undefined ? null : Number(request.expectsResponse),
    body: [...request.body],
    metadata: request.metadata ?? null,
    capabilities: request.capabilities.map((capability) => [capabilityJson(capability), []]),
  };
}

function blobJson(blob: LazyLoadBlob | undefined): unknown {
  return blob ? { mime: blob.mime ?? null, bytes: [...blob.bytes] } : null;
}

function capabilityJson(capability: Capability): unknown {
  return { issuer: formatAddress(capability.issuer), params: capability.params };
}

function parseTarget(json: unknown): ProcessId | undefined {
  return typeof json === "string" ? parseProcessId(json) : undefined;
}

function parseCapabilities(json: unknown): readonly Capability[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const capabilities = json.map(parseCapability);
  return capabilities.every((capability) => capability !== undefined) ? capabilities : undefined;
}

function parseCapability(json: unknown): Capability | undefined {
  if (!isRecord(json) || typeof json["issuer"] !== "string" || typeof json["params"] !== "string") return undefined;
  const issuer = parseAddress(json["issuer"]);
  return issuer && { issuer, params: json["params"] };
}
