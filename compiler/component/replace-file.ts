/** Writes files that others may be reading, such as a node that watches for a new component. */

import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Replaces the file in one step: a reader sees the old content or the new. An equal file is left alone, so that its time
 * stays and nothing that watches it starts. Creates the folder.
 *
 * @returns whether the file was written
 */
export async function replaceFile(path: string, content: Uint8Array | string): Promise<boolean> {
  const bytes = Buffer.from(content);
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(bytes)) return false;
  await mkdir(dirname(path), { recursive: true });
  // In the same folder, since a rename is one step only within a file system; by a name of its own, since two builds may
  // run at once.
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return true;
}
