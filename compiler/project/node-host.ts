/** The real file system behind `Host`. */

import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import type { Host } from "./host.js";
import { isMissing } from "./system-error.js";

export const nodeHost: Host = {
  async read(path) {
    try {
      return await readFile(path, "utf8");
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw withPath(error, path);
    }
  },

  async write(path, text) {
    await writeAtomically(path, text);
  },

  async remove(path) {
    await rm(path, { force: true });
  },

  async list(folder) {
    try {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
        .sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  },
};

/** Writes beside the file and renames, so that a crash leaves the old file or the new one. Creates folders. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // In the same folder, since a rename is one step only within a file system; by a name of its own, since two runs may
  // write at once; with a dot, since folders are watched.
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`);
  try {
    await writeFile(draft, content);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Node does not say which file could be opened but not read, such as a folder. */
function withPath(error: unknown, path: string): unknown {
  return error instanceof Error && !("path" in error) ? Object.assign(error, { path }) : error;
}
