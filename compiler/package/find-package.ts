/** Where a build leaves a package: `target/<package>:<publisher>.zip`, with `metadata.json` beside `pkg`, as kit has it. */

import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isMissing } from "../project/system-error.js";
import { UsageError } from "../project/usage-error.js";
import { readMetadata, type PackageMetadata } from "./metadata.js";

export interface BuiltPackage {
  readonly metadata: PackageMetadata;
  readonly zip: Uint8Array;
  /** As messages name it. */
  readonly zipPath: string;
  /** SHA-256 of the zip in small hexadecimal digits: the version hash of the app-store. */
  readonly hash: string;
}

/**
 * `path` is a project's folder, a schema in it, or a zip with a `metadata.json` beside it or one folder above. Throws
 * `UsageError` that says what is missing.
 */
export async function findPackage(path: string, metadataPath: string | undefined): Promise<BuiltPackage> {
  if (path.endsWith(".zip")) {
    const metadata = await readFirst(metadataPath === undefined ? metadataPathsOf(path) : [metadataPath]);
    if (!metadata) {
      const where = metadataPath ?? `beside \`${path}\`, nor in the folder above it`;
      throw new UsageError(`there is no metadata.json ${where}; name one with \`--metadata\``);
    }
    return toPackage(await readZip([path], path), readMetadata(metadata.text, metadata.path));
  }
  const folder = path.endsWith(".hproc") ? dirname(path) : path;
  const metadata = await readFirst([metadataPath ?? join(folder, "metadata.json")]);
  if (!metadata) {
    throw new UsageError(
      `there is no \`${metadataPath ?? join(folder, "metadata.json")}\`; \`hproc build\` makes the package`,
    );
  }
  const read = readMetadata(metadata.text, metadata.path);
  return toPackage(await readZip(zipPathsOf(folder, read), folder), read);
}

function toPackage(
  { path, bytes }: { readonly path: string; readonly bytes: Uint8Array },
  metadata: PackageMetadata,
): BuiltPackage {
  return { metadata, zip: bytes, zipPath: path, hash: createHash("sha256").update(bytes).digest("hex") };
}

function metadataPathsOf(zipPath: string): readonly string[] {
  const folder = dirname(zipPath);
  return [join(folder, "metadata.json"), join(folder, "..", "metadata.json")];
}

/** The second is kit's, which takes the end of the publisher for the extension and puts `zip` in its place. */
function zipPathsOf(folder: string, { packageName, publisher }: PackageMetadata): readonly string[] {
  const name = `${packageName}:${publisher}`;
  return [`${name}.zip`, `${name.replace(/\.[^.]*$/, "")}.zip`].map((file) => join(folder, "target", file));
}

async function readZip(
  paths: readonly string[],
  shown: string,
): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
  for (const path of paths) {
    const bytes = await readIfThere(path);
    if (bytes) return { path, bytes };
  }
  const [first] = paths;
  if (shown === first) throw new UsageError(`there is no file \`${shown}\``);
  throw new UsageError(`there is no \`${first}\`; \`hproc build\` makes it`);
}

async function readFirst(
  paths: readonly string[],
): Promise<{ readonly path: string; readonly text: string } | undefined> {
  for (const path of paths) {
    const bytes = await readIfThere(path);
    if (bytes) return { path, text: bytes.toString("utf8") };
  }
  return undefined;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return (await stat(path)).isDirectory() ? undefined : await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
