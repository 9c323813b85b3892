/** A vfs in memory, for what processes of a test write to their drives: first of all their logs. */

import { createHash } from "node:crypto";
import { decodeJson, encodeJson, isRecord, readVariant } from "../node/json-body.js";
import type { KernelMessage } from "../node/kernel-message.js";
import type { ModulePort } from "../node/module-port.js";
import { Refusal, systemError, toVfsError } from "../node/services/vfs/error.js";
import { parseVfsPath } from "../node/services/vfs/path.js";
import { demandDriveRight, demandRight } from "../node/services/vfs/rights.js";
import type { FakeKernel } from "./fake-kernel.js";
import { MemoryDrives, type MemoryFiles, missing } from "./memory-drives.js";

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

const ok: FileAnswer = { json: "Ok" };

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
  const handle = (message: KernelMessage, port: ModulePort): void => {
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
        return message.blob.bytes.slice();
      };
      return action.perform({ drives, path: textOf(path), value: variant.value, blob });
    };
    try {
      const { json, bytes } = answer();
      port.respond(message, encodeJson(json), { blob: bytes && { mime: "application/octet-stream", bytes } });
    } catch (error) {
      if (expectsResponse !== undefined) port.respond(message, encodeJson({ Err: toVfsError(error) }));
    }
  };
  node.module("vfs:distro:sys", handle, { isRecorded: false });
  return drives.files;
}

function textOf({ drive, rest }: NonNullable<ReturnType<typeof parseVfsPath>>): string {
  return rest === "" ? drive : `${drive}/${rest}`;
}

function readOtherPath(value: unknown): string {
  const path = isRecord(value) && typeof value["new_path"] === "string" ? parseVfsPath(value["new_path"]) : undefined;
  if (!path) throw new Refusal("MalformedRequest");
  return textOf(path);
}
