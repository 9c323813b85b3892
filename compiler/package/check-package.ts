/** Whether a zip is a package that a node takes: the same look at it that the local node has. */

import { ManifestError } from "../../runtime/node/manifest.js";
import { PackageError, readArchive, readPackage } from "../../runtime/node/services/app-store/package-archive.js";
import type { BuiltPackage } from "./find-package.js";

export type CheckedPackage =
  /** Names of the processes that a node starts: `todo`. */
  | { readonly kind: "right"; readonly processNames: readonly string[] }
  | { readonly kind: "wrong"; readonly message: string };

export function checkPackage({ zip, zipPath, hash, metadata }: BuiltPackage): CheckedPackage {
  const { currentVersion: version, codeHashes } = metadata;
  const promised = codeHashes.get(version) ?? "";
  if (promised !== "" && promised !== hash) {
    const message =
      `\`${zipPath}\` is not the zip of version ${version}: its hash is ${hash}, metadata.json says ${promised}; ` +
      "build the package again";
    return { kind: "wrong", message };
  }
  try {
    return { kind: "right", processNames: readPackage(zip).manifest.map(({ process_name: name }) => name) };
  } catch (error) {
    if (!(error instanceof PackageError || error instanceof ManifestError)) throw error;
    return { kind: "wrong", message: `\`${zipPath}\` cannot be installed: ${error.message}` };
  }
}

/** The WIT files of an `api.zip`, by path; undefined when it is no zip that can be read. */
export function readApiTexts(zip: Uint8Array): readonly (readonly [path: string, text: string])[] | undefined {
  try {
    const files = [...readArchive(zip)].filter(([path]) => path.endsWith(".wit"));
    return files.map(([path, bytes]) => [path, Buffer.from(bytes).toString("utf8")] as const).sort();
  } catch (error) {
    if (error instanceof PackageError) return undefined;
    throw error;
  }
}
