/** The zip of a package, read with care: it comes from outside the node, and its files go onto the disk. */

import { unzipSync } from "fflate";
import { readManifest } from "../../manifest-file.js";
import type { ManifestEntry } from "../../manifest.js";

/** A package that cannot be installed, with the reason. */
export class PackageError extends Error {
  override readonly name = "PackageError";
}

/** More than any package has; what unpacks to more than this is not unpacked at all. */
export const archiveLimits = { fileCount: 10_000, unpackedBytes: 1024 ** 3 } as const;

/** The files of a zip by their paths, such as `ui/index.html`. Throws `PackageError`; nothing has been written then. */
export function readArchive(zip: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, number>();
  let unpackedBytes = 0;
  const unpacked = unzip(zip, ({ name, originalSize }) => {
    const isFolder = name.endsWith("/");
    const path = isFolder ? name.slice(0, -1) : name;
    if (!isSafePath(path)) throw new PackageError(`the zip has a file ${JSON.stringify(name)}, which leads out of it`);
    if (isFolder) return false;
    if (files.has(name)) throw new PackageError(`the zip has two files ${JSON.stringify(name)}`);
    files.set(name, originalSize);
    unpackedBytes += originalSize;
    if (files.size > archiveLimits.fileCount) {
      throw new PackageError(`the zip has more than ${archiveLimits.fileCount} files`);
    }
    if (unpackedBytes > archiveLimits.unpackedBytes) {
      throw new PackageError(`the files of the zip have more than ${archiveLimits.unpackedBytes} bytes`);
    }
    return true;
  });
  const entries = Object.entries(unpacked);
  const damaged = entries.find(([name, { length }]) => length !== files.get(name));
  if (damaged) throw new PackageError(`the zip is damaged: ${JSON.stringify(damaged[0])} is not as long as it says`);
  return new Map(entries);
}

/** The processes of a package, all of whose components are there. Throws `PackageError` or `ManifestError`. */
export function readPackage(zip: Uint8Array): {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly manifest: readonly ManifestEntry[];
} {
  const files = readArchive(zip);
  const file = files.get("manifest.json");
  if (!file) throw new PackageError("the zip has no manifest.json at its top");
  const manifest = readManifest(file);
  for (const { process_name: name, process_wasm_path: path } of manifest) {
    if (!files.has(withoutFirstSlash(path))) throw new PackageError(`process ${name}: the zip has no file ${path}`);
  }
  return { files, manifest };
}

/** Where a component lies in its package: the slash in front may be left out. */
export function withoutFirstSlash(path: string): string {
  return path.startsWith("/") ? path.slice(1) : path;
}

type Filter = (file: { readonly name: string; readonly originalSize: number }) => boolean;

function unzip(zip: Uint8Array, filter: Filter): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(zip, { filter });
  } catch (error) {
    if (error instanceof PackageError) throw error;
    throw new PackageError(`it is not a zip that can be read: ${describe(error)}`, { cause: error });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** On every system: Windows takes `\` for a separator, and `C:` for a drive. */
function isSafePath(path: string): boolean {
  if (/[\\\0]/.test(path) || /^[A-Za-z]:/.test(path)) return false;
  return path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
