/** What the vfs does, by the names of its actions (hyperdrive `lib/src/vfs.rs`, `VfsAction`). */

import { copyFile, lstat, mkdir, readdir, readFile, rename, rm, rmdir, stat, unlink, writeFile } from "node:fs/promises";
import type { Stats } from "node:fs";
import { join, posix } from "node:path";
import { isRecord } from "../../json-body.js";
import { addZip } from "./add-zip.js";
import type { Drives } from "./drives.js";
import { Refusal, systemError } from "./error.js";
import type { OpenFiles, SeekFrom } from "./open-files.js";
import { parseVfsPath, type VfsPath } from "./path.js";

export interface VfsAnswer {
  readonly json: unknown;
  readonly bytes?: Uint8Array;
}

export interface ActionInput {
  readonly drives: Drives;
  readonly files: OpenFiles;
  readonly path: VfsPath;
  /** What stands beside the name: `{ create: true }`. */
  readonly value: unknown;
  /** Throws `Refusal` when the request came without a blob. */
  readonly blob: () => Uint8Array;
}

export interface VfsAction {
  /** The right that it needs; `drive` is that of making drives. */
  readonly right: "read" | "write" | "drive";
  /** Whether it leaves everything as it is, and so can be done where nothing may be changed. */
  readonly isHarmless?: (value: unknown) => boolean;
  readonly perform: (input: ActionInput) => Promise<VfsAnswer>;
  /** Of another path that the action is about, for the right to write there. */
  readonly otherPath?: (value: unknown) => VfsPath;
}

const ok: VfsAnswer = { json: "Ok" };

export const vfsActions: Readonly<Record<string, VfsAction>> = {
  CreateDrive: { right: "drive", perform: async ({ drives, path }) => (await drives.create(path), ok) },
  CreateDir: write(async (real) => mkdir(real)),
  CreateDirAll: write(async (real) => mkdir(real, { recursive: true })),
  CreateFile: write((real, { files }) => files.open(real, { create: true, truncate: true })),
  OpenFile: {
    ...write((real, { files, value }) => files.open(real, { create: readFlag(value, "create"), truncate: false })),
    isHarmless: (value) => !readFlag(value, "create"),
  },
  CloseFile: {
    right: "write",
    isHarmless: () => true,
    // It never fails: of a file that is not there nothing has to be forgotten.
    perform: async ({ drives, files, path }) => {
      await drives.resolve(path).then(
        (real) => files.close(real),
        () => {},
      );
      return ok;
    },
  },
  Write: write((real, { blob }) => writeFile(real, blob())),
  WriteAll: write((real, { files, blob }) => files.writeAll(real, blob())),
  Append: write((real, { files, blob }) => files.append(real, blob())),
  SyncAll: write((real, { files }) => files.sync(real)),
  SetLen: write((real, { files, value }) => files.setLength(real, readSize(value))),
  RemoveFile: writeEntry(async (entry, { files }) => {
    await unlink(entry);
    files.close(entry);
  }),
  RemoveDir: writeEntry((entry) => rmdir(entry)),
  RemoveDirAll: writeEntry(async (entry) => {
    const stats = await lstat(entry);
    if (stats.isSymbolicLink()) return unlink(entry);
    if (!stats.isDirectory()) throw systemError.notFolder();
    return rm(entry, { recursive: true });
  }),
  Rename: toOther(async (drives, from, to) => rename(await drives.resolveEntry(from), await drives.resolveEntry(to))),
  CopyFile: toOther(async (drives, from, to) => copyFile(await drives.resolve(from), await drives.resolve(to))),
  AddZip: {
    right: "write",
    perform: async ({ drives, path, blob }) => (await addZip(drives, path, blob()), ok),
  },

  Read: read(async (real) => ({ json: "Read", bytes: await readFile(real) })),
  ReadToEnd: read(async (real, { files }) => ({ json: "Read", bytes: await files.readToEnd(real) })),
  ReadExact: read(async (real, { files, value }) => {
    const length = readSize(isRecord(value) ? value["length"] : undefined);
    return { json: "Read", bytes: await files.readExact(real, length) };
  }),
  ReadToString: read(async (real, { files }) => ({ json: { ReadToString: decodeText(await files.readToEnd(real)) } })),
  Seek: read(async (real, { files, value }) => {
    return { json: { SeekFrom: { new_offset: await files.seek(real, readSeekFrom(value)) } } };
  }),
  Len: read(async (real, { files }) => ({ json: { Len: await files.length(real) } })),
  Hash: read(async (real, { files }) => ({ json: { Hash: [...(await files.hash(real))] } })),
  Metadata: read(async (real) => {
    const stats = await stat(real);
    return { json: { Metadata: { file_type: fileType(stats), len: stats.size } } };
  }),
  ReadDir: read(async (real, { path }) => ({ json: { ReadDir: await listFolder(path, real) } })),
};

function read(perform: (real: string, input: ActionInput) => Promise<VfsAnswer>): VfsAction {
  return { right: "read", perform: async (input) => perform(await input.drives.resolve(input.path), input) };
}

function write(perform: (real: string, input: ActionInput) => Promise<unknown>): VfsAction {
  return {
    right: "write",
    async perform(input) {
      await perform(await input.drives.resolve(input.path), input);
      return ok;
    },
  };
}

/** Of an entry that may be a link, which is then meant itself. */
function writeEntry(perform: (entry: string, input: ActionInput) => Promise<unknown>): VfsAction {
  return {
    right: "write",
    async perform(input) {
      await perform(await input.drives.resolveEntry(input.path), input);
      return ok;
    },
  };
}

/** `{"Rename":{"new_path":"/todo:template.os/data/b"}}`. */
function toOther(perform: (drives: Drives, from: VfsPath, to: VfsPath) => Promise<unknown>): VfsAction {
  const otherPath = (value: unknown): VfsPath => {
    const path = isRecord(value) && typeof value["new_path"] === "string" ? parseVfsPath(value["new_path"]) : undefined;
    if (!path) throw new Refusal("MalformedRequest");
    return path;
  };
  return {
    right: "write",
    otherPath,
    async perform({ drives, path, value }) {
      await perform(drives, path, otherPath(value));
      return ok;
    },
  };
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

function readFlag(value: unknown, name: string): boolean {
  if (!isRecord(value) || typeof value[name] !== "boolean") throw new Refusal("MalformedRequest");
  return value[name];
}

function readSize(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new Refusal("MalformedRequest");
  return value;
}

function readSeekFrom(value: unknown): SeekFrom {
  const [entry, ...others] = isRecord(value) ? Object.entries(value) : [];
  const [from, offset] = entry ?? [];
  const isKnown = from === "Start" || from === "End" || from === "Current";
  if (!isKnown || others.length > 0 || typeof offset !== "number" || !Number.isSafeInteger(offset)) {
    throw new Refusal("MalformedRequest");
  }
  if (from === "Start" && offset < 0) throw new Refusal("MalformedRequest");
  return { from, offset };
}

/** As `read_to_string` of Rust words it. */
function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal({ IOError: "stream did not contain valid UTF-8" });
  }
}
