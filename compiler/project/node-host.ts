/**
 * The real file system behind `Host`. Every call is done when it returns: for files of a few kilobytes, handing the work
 * to a thread and being told of the end takes several times as long as the work.
 */

import {
  chmodSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import type { Host } from "./host.js";
import { isMissing } from "./system-error.js";

export const nodeHost: Host = {
  async read(path) {
    try {
      return readFileSync(path, "utf8");
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw withPath(error, path);
    }
  },

  async write(path, text) {
    await writeAtomically(path, text);
  },

  async remove(path) {
    rmSync(path, { force: true });
  },

  async list(folder) {
    try {
      const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
        .sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  },

  async listFolder(folder) {
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => entry.name)
        .sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  },

  async realPath(path) {
    try {
      return realpathSync.native(path);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw withPath(error, path);
    }
  },
};

/**
 * Writes beside the file and renames, so that a crash leaves the old file or the new one. Creates folders. The new file
 * has the given permissions, or those that files usually get.
 */
export async function writeAtomically(path: string, content: string | Uint8Array, mode?: number): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  // In the same folder, since a rename is one step only within a file system; by a name of its own, since two runs may
  // write at once; with a dot, since folders are watched.
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`);
  try {
    writeFileSync(draft, content);
    // Not as an option of `writeFile`, where the user's mask takes permissions away.
    if (mode !== undefined) chmodSync(draft, mode);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Changes whenever the file or folder is replaced or written to; undefined when it is not there. Two writes of equal
 * length within one tick of the file system's clock, a few milliseconds, give the same. At once: asking a thread for it
 * takes ten times as long as the answer.
 */
export function stampOf(path: string): string | undefined {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
  } catch {
    // Whatever it is, reading tells it better.
    return undefined;
  }
}

/** Node does not say which file could be opened but not read, such as a folder. */
function withPath(error: unknown, path: string): unknown {
  return error instanceof Error && !("path" in error) ? Object.assign(error, { path }) : error;
}
