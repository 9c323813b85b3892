/** What an entry of a package's `manifest.json` means for its process (hyperdrive `lib/src/kernel.rs`, `PackageManifestEntry`). */

import { parseAddress, parseProcessId } from "../contract/address.js";
import type { Address, ProcessId } from "../contract/address.js";
import type { Capability, LazyLoadBlob, OnExit, Request } from "../contract/standard.js";
import { messagingCapability, networkCapability } from "./capabilities.js";

export interface ManifestEntry {
  readonly process_name: string;
  readonly process_wasm_path: string;
  readonly on_exit: "None" | "Restart" | { readonly Requests: readonly ManifestRequest[] };
  readonly request_networking: boolean;
  /** A process id asks for the right to message that process; an object for a capability that it issues. */
  readonly request_capabilities: readonly ManifestCapability[];
  /** The same the other way round: what others may do with this process. */
  readonly grant_capabilities: readonly ManifestCapability[];
  readonly public: boolean;
}

export type ManifestCapability = string | { readonly process: string; readonly params: unknown };

/** Target, request, and the blob beside it. */
export type ManifestRequest = readonly [
  target: string,
  request: {
    readonly inherit: boolean;
    readonly expects_response: number | null;
    readonly body: readonly number[];
    readonly metadata: string | null;
  },
  blob: { readonly mime: string | null; readonly bytes: readonly number[] } | null,
];

/** Something in a manifest is not a process id or address. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
}

export interface ManifestRights {
  readonly requested: readonly Capability[];
  readonly granted: readonly { readonly to: ProcessId; readonly capability: Capability }[];
}

/** All capabilities that come with the installation of a process, except for those on its drive. */
export function readRights(entry: ManifestEntry, our: Address): ManifestRights {
  const requested = entry.request_capabilities.map((wanted) => {
    const issuer: Address = { node: our.node, process: readProcess(wanted) };
    return readCapability(wanted, issuer);
  });
  if (entry.request_networking) requested.push(networkCapability(our.node));
  const granted = entry.grant_capabilities.map((grant) => ({
    to: readProcess(grant),
    capability: readCapability(grant, our),
  }));
  return { requested, granted };
}

export function readOnExit(onExit: ManifestEntry["on_exit"]): OnExit {
  if (onExit === "None") return { tag: "none" };
  if (onExit === "Restart") return { tag: "restart" };
  return { tag: "requests", val: onExit.Requests.map(readRequest) };
}

function readRequest([target, request, blob]: ManifestRequest): readonly [Address, Request, LazyLoadBlob | undefined] {
  const address = parseAddress(target);
  if (!address)
    throw new ManifestError(`on_exit: \`${target}\` is not an address such as \`our@process:package:publisher\``);
  const { inherit, expects_response: seconds, body, metadata } = request;
  return [
    address,
    {
      inherit,
      expectsResponse: seconds === null ? undefined : BigInt(seconds),
      body: Uint8Array.from(body),
      metadata: metadata ?? undefined,
      capabilities: [],
    },
    blob ? { mime: blob.mime ?? undefined, bytes: Uint8Array.from(blob.bytes) } : undefined,
  ];
}

function readCapability(text: ManifestCapability, issuer: Address): Capability {
  return typeof text === "string" ? messagingCapability(issuer) : { issuer, params: JSON.stringify(text.params) };
}

function readProcess(text: ManifestCapability): ProcessId {
  const id = typeof text === "string" ? text : text.process;
  const process = parseProcessId(id);
  if (!process)
    throw new ManifestError(`capabilities: \`${id}\` is not a process id such as \`process:package:publisher\``);
  return process;
}
