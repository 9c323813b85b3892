/** Which schema a command means. */

import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { isMissing } from "./system-error.js";
import { UsageError } from "./usage-error.js";

export interface SchemaLocation {
  /** Absolute. */
  readonly folder: string;
  /** File name in the folder: `todo.hproc`. */
  readonly fileName: string;
  /** As messages name it: relative to where the user stands, as given. */
  readonly displayPath: string;
}

/** A `.hproc` file, or a folder with exactly one. Throws `UsageError` that says what was found instead. */
export async function locateSchema(path: string): Promise<SchemaLocation> {
  const kind = await kindOf(path);
  if (kind === undefined) throw new UsageError(`there is no file or folder \`${path}\``);
  if (kind === "file") {
    if (!path.endsWith(".hproc")) throw new UsageError(`\`${path}\` is not a .hproc file`);
    return { folder: resolve(dirname(path)), fileName: basename(path), displayPath: path };
  }
  const schemas = await listSchemas(path);
  const [only] = schemas;
  if (only === undefined)
    throw new UsageError(`${describeFolder(path)} has no .hproc file; name one, or a folder with one`);
  if (schemas.length > 1) {
    throw new UsageError(`${describeFolder(path)} has several .hproc files, ${schemas.join(", ")}; name one of them`);
  }
  return { folder: resolve(path), fileName: only, displayPath: join(path, only) };
}

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Names, sorted. A link to a schema is one too; `.hproc` is the folder of our own files. */
async function listSchemas(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(".hproc"))
    .map((entry) => entry.name)
    .sort();
}

function describeFolder(path: string): string {
  return path === "." ? "the current folder" : `\`${path}\``;
}
