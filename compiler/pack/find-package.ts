/** Where a build leaves a package: `target/<package>:<publisher>.zip`, with `metadata.json` beside `pkg`, as kit has it. */

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { metadataFile } from "../project/config.js";
import { isMissing } from "../project/system-error.js";
import { UsageError } from "../project/usage-error.js";
import { readMetadata, type ReadMetadata } from "./read-metadata.js";
import { kitZipName, zipName } from "./zip-names.js";

export interface ZipFile {
  /** As messages name it. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface FoundPackage {
  readonly metadata: ReadMetadata;
  /** Undefined when the metadata, which says what it is called, cannot be read. */
  readonly zip: ZipFile | undefined;
}

/**
 * `path` is a project's folder, a schema in it, or a zip with a `metadata.json` beside it or one folder above. Throws
 * `UsageError` that says what is missing.
 */
export async function findPackage(path: string, metadataPath: string | undefined): Promise<FoundPackage> {
  if (path.endsWith(".zip")) {
    const zip = await openZip(path);
    const metadata = metadataPath === undefined ? await findMetadata(path) : await openMetadata(metadataPath);
    if (metadata) return { metadata, zip };
    const where = metadataPath === undefined ? `beside \`${path}\`, nor in the folder above it` : `at \`${metadataPath}\``;
    throw new UsageError(`there is no metadata.json ${where}; name one with \`--metadata\``);
  }
  const folder = path.endsWith(".hproc") ? dirname(path) : path;
  const expectedPath = metadataPath ?? join(folder, metadataFile);
  const metadata = await openMetadata(expectedPath);
  if (!metadata) throw new UsageError(`there is no \`${expectedPath}\`; \`hproc build\` makes the package`);
  if (!metadata.value) return { metadata, zip: undefined };
  const { package_name: name, publisher } = metadata.value.properties;
  const paths = [zipName({ name, publisher }), kitZipName({ name, publisher })].map((each) => join(folder, "target", each));
  const zip = await readFirst(paths);
  if (!zip) throw new UsageError(`there is no \`${paths[0]}\`; \`hproc build\` makes it`);
  return { metadata, zip };
}

/** Throws `UsageError` when there is none. */
export async function openZip(path: string): Promise<ZipFile> {
  const zip = await readFirst([path]);
  if (!zip) throw new UsageError(`there is no file \`${path}\``);
  return zip;
}

/** Of a zip: kit has it in the folder above, others lay it beside the zip. */
export async function findMetadata(zipPath: string): Promise<ReadMetadata | undefined> {
  const folder = dirname(zipPath);
  return (await openMetadata(join(dirname(folder), metadataFile))) ?? (await openMetadata(join(folder, metadataFile)));
}

async function openMetadata(path: string): Promise<ReadMetadata | undefined> {
  const file = await readFirst([path]);
  return file && readMetadata(path, new TextDecoder().decode(file.bytes));
}

async function readFirst(paths: readonly string[]): Promise<ZipFile | undefined> {
  for (const path of paths) {
    try {
      return { path, bytes: await readFile(path) };
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return undefined;
}
