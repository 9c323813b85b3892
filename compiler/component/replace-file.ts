/** Writes files that others watch, such as a node that waits for a new component. */

import { readFile } from "node:fs/promises";
import { writeAtomically } from "../project/node-host.js";

/**
 * Replaces the file in one step. An equal file is left alone, so that its time stays and nothing that watches it starts.
 *
 * @returns whether the file was written
 */
export async function replaceFile(path: string, content: Uint8Array | string): Promise<boolean> {
  const bytes = Buffer.from(content);
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(bytes)) return false;
  await writeAtomically(path, bytes);
  return true;
}
