/**
 * `vfs:distro:sys`, as far as a process needs it to read the files that came with its package: `ReadDir`, `Read` and
 * `Metadata` in drives that the node has mounted (hyperdrive `src/vfs.rs`). Nothing can be written.
 */

import { lstat, readdir, readFile, realpath, stat } from "node:fs/promises";
import type { Stats } from "node:fs";
import { join, posix, sep } from "node:path";
import { getSystemErrorMap } from "node:util";
import type { Address, NodeId } from "../../contract/address.js";
import type { Capability } from "../../contract/standard.js";
import { decodeJson, encodeJson, isRecord, readVariant } from "../json-body.js";
import type { Kernel } from "../kernel.js";
import type { KernelMessage } from "../kernel-message.js";
import { vfsProcess } from "../system-processes.js";

export interface VfsService {
  /** Shows a folder as a drive such as `/todo:template.os/pkg`. A drive that is mounted again is replaced. */
  mount(drive: string, folder: string): void;
}

type VfsError = "NoReadCap" | "MalformedRequest" | { readonly IOError: string };

interface VfsAnswer {
  readonly json: unknown;
  readonly bytes?: Uint8Array;
}

/** A path as the vfs reads it: the drive, and where in it. */
interface VfsPath {
  readonly packageId: string;
  readonly drive: string;
  readonly rest: string;
}

const readOnlyError: VfsError = { IOError: "Read-only file system (os error 30)" };

/** What changes something, or needs an open file; refused, since drives are read-only here. */
const writeActions = new Set(
  "CreateDrive CreateDir CreateDirAll CreateFile OpenFile CloseFile Write WriteAll Append SyncAll RemoveFile RemoveDir RemoveDirAll Rename CopyFile AddZip SetLen ReadToEnd ReadExact ReadToString Seek Len Hash".split(
    " ",
  ),
);

export function addVfsService(kernel: Kernel): VfsService {
  const folders = new Map<string, string>();
  const port = kernel.addModule(vfsProcess, (message) => void handle(message));

  async function handle(message: KernelMessage): Promise<void> {
    if (message.message.tag !== "request") return;
    if (message.source.node !== kernel.node) {
      return port.print(
        1,
        `vfs: got request from ${message.source.node}, but requests must come from our node ${kernel.node}`,
      );
    }
    const { body, expectsResponse, metadata } = message.message.val;
    try {
      const { json, bytes } = await perform(body, message.source);
      if (expectsResponse === undefined && !message.rsvp) return;
      const blob = bytes && { mime: "application/octet-stream", bytes };
      port.respond(message, encodeJson(json), { blob, metadata });
    } catch (error) {
      // Errors carry no metadata, and go only to those who wait.
      if (expectsResponse !== undefined) port.respond(message, encodeJson({ Err: toVfsError(error) }));
    }
  }

  async function perform(body: Uint8Array, source: Address): Promise<VfsAnswer> {
    const request = decodeJson(body);
    const action = isRecord(request) ? readVariant(request["action"]) : undefined;
    if (!isRecord(request) || typeof request["path"] !== "string" || !action) throw new Refusal("MalformedRequest");
    const path = parseVfsPath(request["path"]);
    if (!path) throw new Refusal(action.name === "ReadDir" ? "NoReadCap" : "MalformedRequest");
    if (!mayRead(path, source)) throw new Refusal("NoReadCap");
    if (writeActions.has(action.name)) throw new Refusal(readOnlyError);
    switch (action.name) {
      case "Read":
        return { json: "Read", bytes: await readFile(await resolveInDrive(path)) };
      case "ReadDir":
        return { json: { ReadDir: await listFolder(path, await resolveInDrive(path)) } };
      case "Metadata": {
        const stats = await stat(await resolveInDrive(path));
        return { json: { Metadata: { file_type: fileType(stats), len: stats.size } } };
      }
      default:
        throw new Refusal("MalformedRequest");
    }
  }

  /** A process may read all drives of its own package, and those that it holds a capability for. */
  function mayRead({ packageId, drive }: VfsPath, { process }: Address): boolean {
    if (packageId === `${process.packageName}:${process.publisherNode}`) return true;
    const { node } = kernel;
    return kernel.holds(process, driveCapability(node, "read", drive)) || kernel.holds(process, rootCapability(node));
  }

  /** The real path of a file, which must lie in the real folder of its drive. */
  async function resolveInDrive({ drive, rest }: VfsPath): Promise<string> {
    const folder = folders.get(drive);
    if (folder === undefined) throw new Refusal({ IOError: "No such file or directory (os error 2)" });
    const root = await realpath(folder);
    const path = await realpath(join(root, rest));
    if (path !== root && !path.startsWith(root + sep))
      throw new Refusal({ IOError: "Permission denied (os error 13)" });
    return path;
  }

  return {
    mount(drive, folder) {
      folders.set(drive, folder);
    },
  };
}

/** The right to read or write a drive of another package. Installed processes have both for `pkg` of their own. */
export function driveCapability(node: NodeId, kind: "read" | "write", drive: string): Capability {
  return { issuer: { node, process: vfsProcess }, params: JSON.stringify({ kind, drive }) };
}

/** The right to all drives. */
function rootCapability(node: NodeId): Capability {
  return { issuer: { node, process: vfsProcess }, params: '{"root":true}' };
}

/** `/package:publisher/drive/rest`, the first slash optional. Undefined if it leads out of the vfs, or not into a drive. */
function parseVfsPath(text: string): VfsPath | undefined {
  const path = posix.normalize(text.replace(/^\/+/, ""));
  const [packageId = "", drive = "", ...rest] = path.split("/");
  if (packageId === ".." || drive === "" || !/^[^:]+:[^:]+$/.test(packageId) || text.includes("\0")) return undefined;
  return { packageId, drive: `/${packageId}/${drive}`, rest: rest.join("/") };
}

async function listFolder({ drive, rest }: VfsPath, folder: string): Promise<unknown[]> {
  const names = await readdir(folder);
  return Promise.all(
    names.sort().map(async (name) => ({
      path: posix.join(drive, rest, name).slice(1),
      file_type: fileType(await lstat(join(folder, name))),
    })),
  );
}

function fileType(stats: Stats): "File" | "Directory" | "Symlink" | "Other" {
  if (stats.isFile()) return "File";
  if (stats.isDirectory()) return "Directory";
  return stats.isSymbolicLink() ? "Symlink" : "Other";
}

class Refusal extends Error {
  readonly answer: VfsError;

  constructor(answer: VfsError) {
    super("refused");
    this.answer = answer;
  }
}

/** Callers match on the end of these texts. */
const systemTexts: Readonly<Record<string, string>> = {
  ENOENT: "No such file or directory",
  EACCES: "Permission denied",
  ENOTDIR: "Not a directory",
  EISDIR: "Is a directory",
};

function toVfsError(error: unknown): VfsError {
  if (error instanceof Refusal) return error.answer;
  if (!(error instanceof Error) || !("errno" in error) || typeof error.errno !== "number") {
    return { IOError: error instanceof Error ? error.message : String(error) };
  }
  const [code = "", text = error.message] = getSystemErrorMap().get(error.errno) ?? [];
  return { IOError: `${systemTexts[code] ?? text} (os error ${-error.errno})` };
}
