/** The files of a package as they lie in a folder. */

import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { isMissing } from "../project/system-error.js";
import { byPath, type PackageFile } from "./package-file.js";

/**
 * All files below the folder, sorted; undefined when there is no such folder. Left out is what systems and our own
 * writing put there for a moment or for themselves. Links are followed: a zip has none.
 */
export async function readPackageFolder(folder: string): Promise<readonly PackageFile[] | undefined> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && !isLitter(entry.name))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
    const files = await Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(join(folder, path)) })));
    return files.sort(byPath);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isLitter(name: string): boolean {
  return name === ".DS_Store" || name === "Thumbs.db" || /^\..*\.tmp$/.test(name);
}
