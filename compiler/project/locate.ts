/** Which schema a command means. */

import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

export interface SchemaLocation {
  /** Absolute. */
  readonly folder: string;
  /** File name in the folder: `todo.hproc`. */
  readonly fileName: string;
  /** As messages name it: relative to where the user stands, as given. */
  readonly displayPath: string;
}

/** The user named something that is no schema. The command line exits with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A `.hproc` file, or a folder with exactly one. Throws `UsageError` that says what was found instead. */
export async function locateSchema(path: string): Promise<SchemaLocation> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(`there is no file or folder ${path}`);
  if (found.isFile()) {
    if (!path.endsWith(".hproc")) throw new UsageError(`${path} is no .hproc file`);
    return { folder: resolve(dirname(path)), fileName: basename(path), displayPath: path };
  }
  const entries = await readdir(path, { withFileTypes: true });
  const schemas = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".hproc"))
    .map((entry) => entry.name)
    .sort();
  const [only] = schemas;
  if (!only) throw new UsageError(`${path} has no .hproc file; name one, or a folder with one`);
  if (schemas.length > 1) throw new UsageError(`${path} has several .hproc files (${schemas.join(", ")}); name one`);
  return { folder: resolve(path), fileName: only, displayPath: join(path, only) };
}
