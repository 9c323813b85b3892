/** The zip of a package, read with care: it comes from outside the node, and its files go onto the disk. */

import { readManifest } from "../../manifest-file.js";
import type { ManifestEntry } from "../../manifest.js";
import { readZip } from "../../read-zip.js";

/** A package that cannot be installed, with the reason. */
export class PackageError extends Error {
  override readonly name = "PackageError";
}

/** The files of a zip by their paths, such as `ui/index.html`. Throws `PackageError` for one in which anything is wrong. */
export function readArchive(zip: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const { files, problems } = readZip(zip);
  const [problem] = problems;
  if (problem !== undefined) throw new PackageError(`in the zip, ${problem}`);
  return new Map(files.map(({ path, bytes }) => [path, bytes] as const));
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
