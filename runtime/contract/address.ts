/** Identities on the Hyperware network and their text forms (`node@process:package:publisher`). */

/** A process as every node names it, without the node it runs on. */
export interface ProcessId {
  readonly processName: string;
  readonly packageName: string;
  readonly publisherNode: string;
}

/** A process on one node. Of a remote source only `node` is authenticated by the network. */
export interface Address {
  readonly node: string;
  readonly process: ProcessId;
}

/** The name of a node, such as `alice.os`. */
export type NodeId = string;

/** `process:package:publisher`. */
export function formatProcessId(id: ProcessId): string {
  return `${id.processName}:${id.packageName}:${id.publisherNode}`;
}

/** `node@process:package:publisher`. */
export function formatAddress(address: Address): string {
  return `${address.node}@${formatProcessId(address.process)}`;
}

/** Reads `process:package:publisher`; undefined unless it has exactly three non-empty parts. Characters are not checked, as in Hyperdrive's own parser. */
export function parseProcessId(text: string): ProcessId | undefined {
  const [processName, packageName, publisherNode, ...rest] = text.split(":");
  if (!processName || !packageName || !publisherNode || rest.length > 0) return undefined;
  return { processName, packageName, publisherNode };
}

/** Reads `node@process:package:publisher`; undefined unless it has exactly one `@` and a process id behind it. */
export function parseAddress(text: string): Address | undefined {
  const [node, id, ...rest] = text.split("@");
  if (!node || id === undefined || rest.length > 0) return undefined;
  const process = parseProcessId(id);
  return process && { node, process };
}

/** True when both name the same process on the same node. */
export function sameAddress(left: Address, right: Address): boolean {
  return left.node === right.node && sameProcess(left.process, right.process);
}

/** True when both name the same process, on whichever node. */
export function sameProcess(left: ProcessId, right: ProcessId): boolean {
  return (
    left.processName === right.processName &&
    left.packageName === right.packageName &&
    left.publisherNode === right.publisherNode
  );
}
