/** `context.vfs`: files in the drives of the package, by `vfs:distro:sys` (hyperdrive `lib/src/vfs.rs`). */

import type { Address, JsonValue } from "../../contract/index.js";
import { encodeUtf8, isJsonObject } from "../../contract/index.js";
import { type PendingService, ServiceError, toText } from "./service-outcome.js";
import { type Read, type ReadAnswer, readDone, type Service, type ServiceCall, ServiceClient, type ServiceLink } from "./service-client.js";

/** What went wrong, as far as a program can decide by it. */
export type VfsErrorKind =
  | "not-found"
  | "exists"
  | "not-a-folder"
  | "is-a-folder"
  | "not-empty"
  /** A drive of another package, or what the operating system protects. */
  | "denied"
  | "read-only"
  | "no-space"
  /** A path that is none, such as one that leads out of the vfs. */
  | "path"
  /** Bytes that are no UTF-8, where text is read. */
  | "not-text"
  /** Another error of the operating system. */
  | "io"
  | "unexpected";

/** Thrown by `orThrow`. */
export class VfsError extends ServiceError<VfsErrorKind> {
  override readonly name = "VfsError";
}

export type PendingVfs<T> = PendingService<T, VfsErrorKind>;

export interface VfsEntry {
  /** From the root of the vfs, as all methods take it: `/todo:template.os/data/a.txt`. */
  readonly path: string;
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "other";
}

export interface VfsStat {
  readonly kind: VfsEntry["kind"];
  /** Bytes. */
  readonly size: number;
}

/**
 * Paths begin with a drive of the own package, `data/a.txt`, or with a slash at the root of the vfs,
 * `/todo:template.os/data/a.txt`. Requests about one path that are under way at once may be done in any order.
 */
export interface Vfs {
  /** Makes a drive of the package; one that is there stays as it is. */
  createDrive(name: string): PendingVfs<void>;
  /** Makes a folder and those that it lies in; one that is there stays as it is. */
  createFolder(path: string): PendingVfs<void>;
  read(path: string): PendingVfs<Uint8Array>;
  /** `not-text` for bytes that are no UTF-8. */
  readText(path: string): PendingVfs<string>;
  /** Replaces the whole file, or makes it. */
  write(path: string, content: string | Uint8Array): PendingVfs<void>;
  /** Writes behind the end of a file, or makes it. */
  append(path: string, content: string | Uint8Array): PendingVfs<void>;
  /** What a path means, links followed. */
  stat(path: string): PendingVfs<VfsStat>;
  exists(path: string): PendingVfs<boolean>;
  /** What lies directly in a folder, by name. */
  list(folder: string): PendingVfs<readonly VfsEntry[]>;
  /** What lies in a folder and all folders in it, each folder before its contents. Links are not followed. Throws `VfsError`. */
  walk(folder: string): AsyncGenerator<VfsEntry, void, undefined>;
  /** Replaces a file of the new name. */
  rename(path: string, newPath: string): PendingVfs<void>;
  copy(path: string, newPath: string): PendingVfs<void>;
  removeFile(path: string): PendingVfs<void>;
  /** With all that is in it if `recursive`, else only an empty one. */
  removeFolder(path: string, options?: { readonly recursive?: boolean }): PendingVfs<void>;
  /** SHA-256, 32 bytes. */
  hash(path: string): PendingVfs<Uint8Array>;
}

/** The numbers of Linux, which callers of the vfs match on. */
const systemErrors: ReadonlyMap<string, VfsErrorKind> = new Map([
  ["1", "denied"],
  ["2", "not-found"],
  ["13", "denied"],
  ["17", "exists"],
  ["20", "not-a-folder"],
  ["21", "is-a-folder"],
  ["28", "no-space"],
  ["30", "read-only"],
  ["39", "not-empty"],
]);

function kindOfSystemError(text: string): VfsErrorKind | undefined {
  return systemErrors.get(/\(os error ([0-9]+)\)$/.exec(text)?.[1] ?? "");
}

const service: Service<VfsErrorKind> = {
  name: "vfs",
  kinds: { NoReadCap: "denied", NoWriteCap: "denied", AddCapFailed: "denied", MalformedRequest: "path", IOError: "io" },
  refineKind: (_name, content) => kindOfSystemError(content),
  toError: (label, outcome) => new VfsError(label, outcome),
};

export function createVfs(link: ServiceLink): Vfs {
  const client = new ServiceClient(link, service);
  const ask = <T>(path: string, action: JsonValue, read: ReadAnswer<T>, more: Pick<ServiceCall<T>, "blob" | "readError"> = {}): PendingVfs<T> => {
    const body = JSON.stringify({ path: toAbsolute(link.our, path), action });
    return client.ask({ label: path, body, read, ...more });
  };
  const order = (path: string, action: JsonValue, blob?: Uint8Array): PendingVfs<void> => ask(path, action, readDone, { blob });
  const read = (path: string): PendingVfs<Uint8Array> => ask(path, "Read", ({ bytes }) => ({ val: bytes }));
  const list = (folder: string): PendingVfs<readonly VfsEntry[]> => ask(folder, "ReadDir", ({ json }) => readEntries(json));

  return {
    createDrive: (name) => order(name, "CreateDrive"),
    createFolder: (path) => order(path, "CreateDirAll"),
    read,
    readText: (path) => client.pending(path, read(path).then(toText)),
    write: (path, content) => order(path, "Write", toBytes(content)),
    append(path, content) {
      const bytes = toBytes(content);
      // `Append` makes no file.
      const open = order(path, { OpenFile: { create: true } });
      return client.pending(path, open.then((outcome) => (outcome.tag === "ok" ? order(path, "Append", bytes) : outcome)));
    },
    stat: (path) => ask(path, "Metadata", ({ json }) => readStat(json)),
    exists: (path) => {
      const readError = (_name: string, text: string) => (kindOfSystemError(text) === "not-found" ? { val: false } : undefined);
      return ask(path, "Metadata", () => ({ val: true }), { readError });
    },
    list,
    walk: (folder) => walk(folder, list),
    rename: (path, newPath) => order(path, { Rename: { new_path: toAbsolute(link.our, newPath) } }),
    copy: (path, newPath) => order(path, { CopyFile: { new_path: toAbsolute(link.our, newPath) } }),
    removeFile: (path) => order(path, "RemoveFile"),
    removeFolder: (path, { recursive = false } = {}) => order(path, recursive ? "RemoveDirAll" : "RemoveDir"),
    hash: (path) => ask(path, "Hash", ({ json }) => readHash(json)),
  };
}

async function* walk(folder: string, list: Vfs["list"]): AsyncGenerator<VfsEntry, void, undefined> {
  for (const entry of await list(folder).orThrow()) {
    yield entry;
    if (entry.kind === "folder") yield* walk(entry.path, list);
  }
}

function toAbsolute({ process: { packageName, publisherNode } }: Address, path: string): string {
  return path.startsWith("/") ? path : `/${packageName}:${publisherNode}/${path}`;
}

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? encodeUtf8(content) : content;
}

const entryKinds: ReadonlyMap<JsonValue | undefined, VfsEntry["kind"]> = new Map([
  ["File", "file"],
  ["Directory", "folder"],
  ["Symlink", "link"],
  ["Other", "other"],
]);

/** In the order of the names; the vfs promises none, and its paths lack the first slash. */
function readEntries(json: JsonValue): Read<readonly VfsEntry[]> | undefined {
  const list = isJsonObject(json) ? json["ReadDir"] : undefined;
  if (!Array.isArray(list)) return undefined;
  const entries = list.flatMap((each): readonly VfsEntry[] => {
    const { path, file_type: type } = isJsonObject(each) ? each : {};
    const kind = entryKinds.get(type);
    if (typeof path !== "string" || !kind) return [];
    return [{ path: path.startsWith("/") ? path : `/${path}`, name: path.slice(path.lastIndexOf("/") + 1), kind }];
  });
  if (entries.length < list.length) return undefined;
  return { val: entries.sort((one, other) => (one.name < other.name ? -1 : 1)) };
}

function readStat(json: JsonValue): Read<VfsStat> | undefined {
  const metadata = isJsonObject(json) ? json["Metadata"] : undefined;
  const { file_type: type, len } = isJsonObject(metadata) ? metadata : {};
  const kind = entryKinds.get(type);
  return kind && typeof len === "number" ? { val: { kind, size: len } } : undefined;
}

function readHash(json: JsonValue): Read<Uint8Array> | undefined {
  const hash = isJsonObject(json) ? json["Hash"] : undefined;
  return Array.isArray(hash) ? { val: Uint8Array.from(hash, Number) } : undefined;
}
