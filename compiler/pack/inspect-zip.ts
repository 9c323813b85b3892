/** The zip of a package with the metadata that belongs to it, looked at as a node and kit will. */

import { readZip } from "../../runtime/node/read-zip.js";
import type { ZipFile } from "./find-package.js";
import { sha256Of } from "./hash.js";
import type { PackageFile } from "./package-file.js";
import { promisedHash, type ReadMetadata } from "./read-metadata.js";
import { type PackageProblem, type Verification, verifyPackage } from "./verify-package.js";

export interface Inspection extends Verification {
  readonly sha256: string;
  /** Those that can be read. */
  readonly files: readonly PackageFile[];
}

export function inspectZip({ path, bytes }: ZipFile, metadata: ReadMetadata | undefined): Inspection {
  const { files, problems } = readZip(bytes);
  const damage = problems.map((message): PackageProblem => ({ severity: "error", message }));
  // Of what could not be read, the rest would only be said to be missing.
  const none = { problems: [], diagnostics: [], processNames: [] };
  const verified = damage.length > 0 ? none : verifyPackage(files, path);
  const sha256 = sha256Of(bytes);
  return {
    sha256,
    files,
    processNames: verified.processNames,
    problems: [...damage, ...verified.problems, ...(metadata ? compareHash(metadata, sha256) : [])],
    diagnostics: [...verified.diagnostics, ...(metadata?.diagnostics ?? [])],
  };
}

/** Nodes and kit refuse a zip whose hash is not that of its version; kit leaves it empty until it is published. */
function compareHash({ path, value }: ReadMetadata, sha256: string): readonly PackageProblem[] {
  const promised = value && promisedHash(value);
  if (!value || promised === sha256) return [];
  const version = value.properties.current_version;
  const its = promised ? `\`${promised}\` as hash of the version ${version}` : `no hash of the version ${version}`;
  const message = `\`${path}\` has ${its}; that of the zip is \`${sha256}\``;
  return [{ severity: promised === "" ? "warning" : "error", message, help: "run `hproc pack`" }];
}
