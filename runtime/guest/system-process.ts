/** The addresses of the system processes of the own node. */

import type { Address } from "../contract/index.js";

/** `timer` is `timer:distro:sys` on the node of `our`. */
export function systemProcess(our: Address, name: "http-server" | "timer" | "vfs"): Address {
  return { node: our.node, process: { processName: name, packageName: "distro", publisherNode: "sys" } };
}
