/** All schemas that a command means. */

import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { isMissing } from "./system-error.js";
import { UsageError } from "./usage-error.js";

/** Folders of what is installed, generated or kept by tools. */
const skippedFolders: ReadonlySet<string> = new Set(["node_modules", ".hproc", ".git", "dist"]);

/**
 * The files as messages name them, each file once: those that are given, and of folders all .hproc files below. Throws
 * `UsageError` for a path that means none.
 */
export async function findSchemas(paths: readonly string[]): Promise<readonly string[]> {
  const found = new Map<string, string>();
  for (const path of paths) {
    for (const file of await schemasOf(path)) {
      const target = await realpath(file);
      if (!found.has(target)) found.set(target, file);
    }
  }
  return [...found.values()];
}

async function schemasOf(path: string): Promise<readonly string[]> {
  const kind = await kindOf(path);
  if (kind === undefined) throw new UsageError(`there is no file or folder \`${path}\``);
  if (kind === "file") {
    if (!path.endsWith(".hproc")) throw new UsageError(`\`${path}\` is not a .hproc file`);
    return [path];
  }
  const files = await schemasBelow(path);
  if (files.length > 0) return files;
  throw new UsageError(`there is no .hproc file below ${path === "." ? "the current folder" : `\`${path}\``}`);
}

/** Sorted by names. Links to files are followed; links to folders are not, since they may lead in a circle. */
async function schemasBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) files.push(...(await schemasBelow(path)));
    } else if (entry.name.endsWith(".hproc") && (await kindOf(path)) === "file") {
      files.push(path);
    }
  }
  return files;
}

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
