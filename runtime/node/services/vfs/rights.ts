/** Who may do what in which drive (hyperdrive `src/vfs.rs`, `check_caps`). */

import type { Address, NodeId } from "../../../contract/address.js";
import type { Capability } from "../../../contract/standard.js";
import type { Kernel } from "../../kernel.js";
import { vfsProcess } from "../../system-processes.js";
import { Refusal } from "./error.js";
import type { VfsPath } from "./path.js";

/** The right to read or write a drive of another package. Installed processes have both for `pkg` of their own. */
export function driveCapability(node: NodeId, kind: "read" | "write", drive: string): Capability {
  return { issuer: { node, process: vfsProcess }, params: JSON.stringify({ kind, drive }) };
}

/** The right to all drives. */
function rootCapability(node: NodeId): Capability {
  return { issuer: { node, process: vfsProcess }, params: '{"root":true}' };
}

type Holders = Pick<Kernel, "node" | "holds">;

export function isRoot({ node, holds }: Holders, { process }: Address): boolean {
  return holds(process, rootCapability(node));
}

/** Throws `Refusal`. A process may do everything in all drives of its own package. */
export function demandRight(holders: Holders, source: Address, kind: "read" | "write", path: VfsPath): void {
  if (isOwnPackage(source, path) || isRoot(holders, source)) return;
  if (holders.holds(source.process, driveCapability(holders.node, kind, path.drive))) return;
  throw new Refusal(kind === "read" ? "NoReadCap" : "NoWriteCap");
}

/** A drive of another package is made by root alone. */
export function demandDriveRight(holders: Holders, source: Address, path: VfsPath): void {
  if (!isOwnPackage(source, path) && !isRoot(holders, source)) throw new Refusal("NoWriteCap");
}

function isOwnPackage({ process }: Address, { packageId }: VfsPath): boolean {
  return packageId === `${process.packageName}:${process.publisherNode}`;
}
