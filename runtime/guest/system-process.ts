/** The addresses of the processes of the own node that are part of every node. */

import type { Address } from "../contract/index.js";

/** `timer` is `timer:distro:sys` on the node of `our`. */
export function systemProcess(our: Address, name: "http-client" | "http-server" | "kv" | "sqlite" | "timer" | "vfs"): Address {
  return { node: our.node, process: { processName: name, packageName: "distro", publisherNode: "sys" } };
}

/** `homepage:homepage:sys`, an ordinary process that may be missing. */
export function homepageProcess(our: Address): Address {
  return { node: our.node, process: { processName: "homepage", packageName: "homepage", publisherNode: "sys" } };
}
