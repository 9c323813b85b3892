/** Zips of equal files are equal, so what has been zipped once, and was in order, is not zipped again. */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { replaceFile } from "../component/replace-file.js";
import { sha256Of } from "../pack/hash.js";
import type { PackageFile } from "../pack/package-file.js";
import { ownVersion } from "./version.js";

/** The last zip of a folder, as `.hproc/zips.json` has it. */
interface Remembered {
  /** Hash of the files that went in, and of the release that has zipped them. */
  readonly files: string;
  readonly sha256: string;
}

/** The zip at `path` where it is still that of these files; undefined where it has to be made. */
export async function readRememberedZip(
  recordFile: string,
  path: string,
  files: readonly PackageFile[],
): Promise<Uint8Array | undefined> {
  const [records, zip] = await Promise.all([readRecords(recordFile), readFile(path).catch(() => undefined)]);
  const { files: known, sha256 } = records[basename(path)] ?? {};
  return zip && known === hashOf(files) && sha256 === sha256Of(zip) ? zip : undefined;
}

/** To be called when the zip is at `path`, and nothing was found in it that would have to be said again. */
export async function rememberZip(
  recordFile: string,
  path: string,
  files: readonly PackageFile[],
  zip: Uint8Array,
): Promise<void> {
  const record: Remembered = { files: hashOf(files), sha256: sha256Of(zip) };
  const records = { ...(await readRecords(recordFile)), [basename(path)]: record };
  await replaceFile(recordFile, `${JSON.stringify(records, undefined, 2)}\n`);
}

/** By the names of zips; the file may be deleted, or written by anybody. */
async function readRecords(file: string): Promise<Readonly<Record<string, Partial<Remembered>>>> {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Each part with its length in front, so that no two lists of files run together. */
function hashOf(files: readonly PackageFile[]): string {
  const hash = createHash("sha256").update(`hproc ${ownVersion()}\n`);
  for (const { path, bytes } of files) hash.update(`${path.length}:${path}${bytes.length}:`).update(bytes);
  return hash.digest("hex");
}
