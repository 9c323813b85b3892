/** A vfs in memory, for what processes of a test write to their drives: first of all their logs. */

import { createHash } from "node:crypto";
import { encodeJson, decodeJson, isRecord, readVariant } from "../node/json-body.js";
import { ioRefusal, Refusal, systemError, toVfsError } from "../node/services/vfs/error.js";
import { parseVfsPath } from "../node/services/vfs/path.js";
import { demandDriveRight, demandRight } from "../node/services/vfs/rights.js";
import type { FakeKernel } from "./fake-kernel.js";

/** By their paths, `/todo:template.os/log/todo.log`. */
export type MemoryFiles = Map<string, Uint8Array>;

interface FileRequest {
  readonly drives: MemoryDrives;
  readonly path: string;
  /** What stands beside the name of the action. */
  readonly value: unknown;
  /** Throws `Refusal` when the request came without a blob. */
  readonly blob: () => Uint8Array;
}

interface FileAnswer {
  readonly json: unknown;
  readonly bytes?: Uint8Array;
}

const missing = ioRefusal("No such file or directory", 2);
const exists = ioRefusal("File exists", 17);
const notEmpty = ioRefusal("Directory not empty", 39);
const ok: FileAnswer = { json: "Ok" };

class MemoryDrives {
  readonly files: MemoryFiles = new Map();
  readonly #folders = new Set<string>();

  createDrive(path: string): void {
    this.#folders.add(path);
  }

  isFolder(path: string): boolean {
    // The user interface is for a browser, and would only delay a start.
    return this.#folders.has(path) || /^\/[^/]*\/pkg(\/|$)/.test(path);
  }

  createFolder(path: string): void {
    if (this.isFolder(path) || this.files.has(path)) throw exists();
    this.demandParent(path);
    this.#folders.add(path);
  }

  createFolders(path: string): void {
    if (this.isFolder(path)) return;
    if (this.files.has(path)) throw exists();
    // Drives alone lie in no folder.
    if (path.split("/").length <= 3) throw missing();
    this.createFolders(parentOf(path));
    this.#folders.add(path);
  }

  read(path: string): Uint8Array {
    const bytes = this.files.get(path);
    if (bytes) return bytes;
    throw this.isFolder(path) ? systemError.isFolder() : missing();
  }

  write(path: string, bytes: Uint8Array): void {
    if (this.isFolder(path)) throw systemError.isFolder();
    this.demandParent(path);
    this.files.set(path, bytes);
  }

  /** Entries of a folder, by name. */
  list(folder: string): readonly { readonly path: string; readonly file_type: string }[] {
    if (!this.isFolder(folder)) throw this.files.has(folder) ? systemError.notFolder() : missing();
    const inside = (path: string): boolean => parentOf(path) === folder;
    const files = [...this.files.keys()].filter(inside).map((path) => ({ path: path.slice(1), file_type: "File" }));
    const folders = [...this.#folders].filter(inside).map((path) => ({ path: path.slice(1), file_type: "Directory" }));
    return [...files, ...folders].sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  stat(path: string): { readonly file_type: string; readonly len: number } {
    return this.isFolder(path) ? { file_type: "Directory", len: 0 } : { file_type: "File", len: this.read(path).length };
  }

  removeFile(path: string): void {
    this.read(path);
    this.files.delete(path);
  }

  removeFolder(path: string, { isRecursive }: { readonly isRecursive: boolean }): void {
    if (!isRecursive && this.list(path).length > 0) throw notEmpty();
    this.list(path);
    this.#move(path, () => undefined);
  }

  rename(from: string, to: string): void {
    this.stat(from);
    this.demandParent(to);
    this.#move(from, (path) => to + path.slice(from.length));
  }

  demandParent(path: string): void {
    const parent = parentOf(path);
    if (!this.isFolder(parent)) throw this.files.has(parent) ? systemError.notFolder() : missing();
  }

  /** All that is at a path and below it; `undefined` removes. */
  #move(from: string, toOther: (path: string) => string | undefined): void {
    const isPart = (path: string): boolean => path === from || path.startsWith(`${from}/`);
    for (const [path, bytes] of [...this.files]) {
      if (!isPart(path)) continue;
      const to = toOther(path);
      this.files.delete(path);
      if (to !== undefined) this.files.set(to, bytes);
    }
    for (const path of [...this.#folders].filter(isPart)) {
      const to = toOther(path);
      this.#folders.delete(path);
      if (to !== undefined) this.#folders.add(to);
    }
  }
}

interface FileAction {
  readonly right: "read" | "write" | "drive";
  readonly perform: (request: FileRequest) => FileAnswer;
}

/** What the guest asks for; places in files are not kept. */
const actions: Readonly<Record<string, FileAction>> = {
  CreateDrive: { ...write(({ drives, path }) => drives.createDrive(path)), right: "drive" },
  CreateDir: write(({ drives, path }) => drives.createFolder(path)),
  CreateDirAll: write(({ drives, path }) => drives.createFolders(path)),
  CreateFile: write(({ drives, path }) => drives.write(path, new Uint8Array(0))),
  OpenFile: write(({ drives, path, value }) => {
    if (drives.files.has(path)) return;
    if (!isRecord(value) || value["create"] !== true) throw missing();
    drives.write(path, new Uint8Array(0));
  }),
  CloseFile: write(() => {}),
  SyncAll: write(({ drives, path }) => void drives.read(path)),
  Write: write(({ drives, path, blob }) => drives.write(path, blob())),
  Append: write(({ drives, path, blob }) => drives.write(path, Buffer.concat([drives.read(path), blob()]))),
  RemoveFile: write(({ drives, path }) => drives.removeFile(path)),
  RemoveDir: write(({ drives, path }) => drives.removeFolder(path, { isRecursive: false })),
  RemoveDirAll: write(({ drives, path }) => drives.removeFolder(path, { isRecursive: true })),
  Rename: write(({ drives, path, value }) => drives.rename(path, readOtherPath(value))),
  CopyFile: write(({ drives, path, value }) => drives.write(readOtherPath(value), drives.read(path).slice())),
  Read: read(({ drives, path }) => ({ json: "Read", bytes: drives.read(path).slice() })),
  ReadDir: read(({ drives, path }) => ({ json: { ReadDir: drives.list(path) } })),
  Metadata: read(({ drives, path }) => ({ json: { Metadata: drives.stat(path) } })),
  Len: read(({ drives, path }) => ({ json: { Len: drives.read(path).length } })),
  Hash: read(({ drives, path }) => ({ json: { Hash: [...createHash("sha256").update(drives.read(path)).digest()] } })),
};

function read(perform: FileAction["perform"]): FileAction {
  return { right: "read", perform };
}

function write(perform: (request: FileRequest) => void): FileAction {
  return { right: "write", perform: (request) => (perform(request), ok) };
}

/** Adds `vfs:distro:sys` to the node and returns its files. */
export function addMemoryFiles(node: FakeKernel): MemoryFiles {
  const drives = new MemoryDrives();
  const holders = { node: node.kernel.node, holds: node.kernel.holds.bind(node.kernel) };
  node.module("vfs:distro:sys", (message, port) => {
    if (message.message.tag !== "request") return;
    const { body, expectsResponse } = message.message.val;
    const answer = (): FileAnswer => {
      const request = decodeJson(body);
      const variant = isRecord(request) ? readVariant(request["action"]) : undefined;
      const path = isRecord(request) && typeof request["path"] === "string" ? parseVfsPath(request["path"]) : undefined;
      if (!variant || !path) throw new Refusal("MalformedRequest");
      const action = Object.hasOwn(actions, variant.name) ? actions[variant.name] : undefined;
      if (!action) throw systemError.notImplemented();
      if (action.right === "drive") demandDriveRight(holders, message.source, path);
      else demandRight(holders, message.source, action.right, path);
      const blob = (): Uint8Array => {
        if (!message.blob) throw new Refusal("NoBlob");
        return message.blob.bytes;
      };
      return action.perform({ drives, path: textOf(path), value: variant.value, blob });
    };
    try {
      const { json, bytes } = answer();
      port.respond(message, encodeJson(json), { blob: bytes && { mime: "application/octet-stream", bytes } });
    } catch (error) {
      if (expectsResponse !== undefined) port.respond(message, encodeJson({ Err: toVfsError(error) }));
    }
  });
  return drives.files;
}

function textOf({ drive, rest }: NonNullable<ReturnType<typeof parseVfsPath>>): string {
  return rest === "" ? drive : `${drive}/${rest}`;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function readOtherPath(value: unknown): string {
  const path = isRecord(value) && typeof value["new_path"] === "string" ? parseVfsPath(value["new_path"]) : undefined;
  if (!path) throw new Refusal("MalformedRequest");
  return textOf(path);
}
