/**
 * `vfs:distro:sys`: drives of files for each package (hyperdrive `src/vfs.rs`). Requests about one path are done in turn,
 * in the order in which they came; no order is promised among others.
 */

import type { Address } from "../../../contract/address.js";
import { decodeJson, encodeJson, isRecord, readVariant } from "../../json-body.js";
import type { Kernel } from "../../kernel.js";
import type { KernelMessage } from "../../kernel-message.js";
import { vfsProcess } from "../../system-processes.js";
import { type VfsAction, vfsActions, type VfsAnswer } from "./actions.js";
import { Drives } from "./drives.js";
import { Refusal, systemError, toVfsError } from "./error.js";
import { OpenFiles } from "./open-files.js";
import { parseListing, parseVfsPath, type VfsPath } from "./path.js";
import { demandDriveRight, demandRight, driveCapability, isRoot } from "./rights.js";
import { Turns } from "./turns.js";

export interface VfsService {
  /**
   * Shows a folder as a drive such as `/todo:template.os/pkg`, for reading unless it is the drive's own. A drive that is
   * mounted again is replaced.
   */
  mount(drive: string, folder: string): void;
  /** Resolves when nothing is being done; call it when no process can ask any more. */
  settled(): Promise<void>;
}

/** `folder` keeps the drives, and is made with the first one. */
export function addVfsService(kernel: Kernel, folder: string): VfsService {
  const drives = new Drives(folder);
  const files = new OpenFiles();
  const turns = new Turns();
  const working = new Set<Promise<void>>();
  const holders = { node: kernel.node, holds: kernel.holds.bind(kernel) };
  const port = kernel.addModule(vfsProcess, (message) => {
    const work = handle(message).finally(() => working.delete(work));
    working.add(work);
  });

  async function handle(message: KernelMessage): Promise<void> {
    if (message.message.tag !== "request") return;
    if (message.source.node !== kernel.node) {
      return port.print(
        1,
        `vfs: got request from ${message.source.node}, but requests must come from our node ${kernel.node}`,
      );
    }
    const { expectsResponse, metadata } = message.message.val;
    try {
      const { json, bytes } = await answer(message, message.message.val.body);
      if (expectsResponse === undefined && !message.rsvp) return;
      const blob = bytes && { mime: "application/octet-stream", bytes };
      port.respond(message, encodeJson(json), { blob, metadata });
    } catch (error) {
      // Errors carry no metadata, and go only to those who wait.
      if (expectsResponse !== undefined) port.respond(message, encodeJson({ Err: toVfsError(error) }));
    }
  }

  async function answer({ source, blob }: KernelMessage, body: Uint8Array): Promise<VfsAnswer> {
    const request = decodeJson(body);
    const variant = isRecord(request) ? readVariant(request["action"]) : undefined;
    if (!isRecord(request) || typeof request["path"] !== "string" || !variant) throw new Refusal("MalformedRequest");
    const path = parseVfsPath(request["path"]);
    if (!path && variant.name === "ReadDir") return listDrives(request["path"], source);
    const action = Object.hasOwn(vfsActions, variant.name) ? vfsActions[variant.name] : undefined;
    if (!path || !action) throw new Refusal("MalformedRequest");
    const { value } = variant;
    demandRights(action, path, value, source);
    const takeBlob = (): Uint8Array => {
      if (!blob) throw new Refusal("NoBlob");
      return blob.bytes;
    };
    const input = { drives, files, path, value, blob: takeBlob };
    const done = await turns.run(`${path.drive}/${path.rest}`, () => action.perform(input));
    if (action.right === "drive") grantDrive(source, path);
    return done;
  }

  /** Throws `Refusal`. */
  function demandRights(action: VfsAction, path: VfsPath, value: unknown, source: Address): void {
    if (action.right === "drive") return demandDriveRight(holders, source, path);
    demandRight(holders, source, action.right, path);
    const other = action.otherPath?.(value);
    if (other) demandRight(holders, source, "write", other);
    const isHarmless = action.right === "read" || action.isHarmless?.(value) === true;
    if (isHarmless) return;
    if (drives.isReadOnly(path) || (other && drives.isReadOnly(other))) throw systemError.readOnly();
  }

  function grantDrive({ process }: Address, { drive }: VfsPath): void {
    const { node } = kernel;
    kernel.grant(process, [driveCapability(node, "read", drive), driveCapability(node, "write", drive)]);
  }

  async function listDrives(text: string, source: Address): Promise<VfsAnswer> {
    if (!isRoot(holders, source)) throw new Refusal("NoReadCap");
    const listing = parseListing(text);
    if (!listing) throw new Refusal("MalformedRequest");
    const { packageId } = listing;
    const names = await drives.list(packageId);
    const entries = names.map((name) => ({
      path: packageId === undefined ? name : `${packageId}/${name}`,
      file_type: "Directory",
    }));
    return { json: { ReadDir: entries } };
  }

  return {
    mount: (drive, packageFolder) => drives.mount(drive, packageFolder),
    async settled() {
      while (working.size > 0) await Promise.all(working);
    },
  };
}
