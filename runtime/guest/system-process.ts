/** The addresses of the processes of the own node that are part of every node. */

import type { Address, ProcessId } from "../contract/index.js";

type SystemName = "http-client" | "http-server" | "kernel" | "kv" | "sqlite" | "timer" | "vfs";

/** `timer` is `timer:distro:sys` on the node of `our`. */
export function systemProcess(our: Address, name: SystemName): Address {
  return { node: our.node, process: { processName: name, packageName: "distro", publisherNode: "sys" } };
}

/** The `timer` of `timer:distro:sys`; undefined for a process that is none of the system. */
export function systemName({ processName, packageName, publisherNode }: ProcessId): string | undefined {
  return packageName === "distro" && publisherNode === "sys" ? processName : undefined;
}

/** `homepage:homepage:sys`, an ordinary process that may be missing. */
export function homepageProcess(our: Address): Address {
  return { node: our.node, process: { processName: "homepage", packageName: "homepage", publisherNode: "sys" } };
}
