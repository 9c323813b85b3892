/** `AddZip`: a zip unpacked into a folder (hyperdrive `src/vfs.rs`, `VfsAction::AddZip`). */

import { mkdir, writeFile } from "node:fs/promises";
import { posix } from "node:path";
import { readZip } from "../../read-zip.js";
import type { Drives } from "./drives.js";
import { Refusal } from "./error.js";
import type { VfsPath } from "./path.js";

/**
 * The folder is made. As in Hyperdrive, a file of the zip needs its folder, there already or earlier in the zip. Other
 * than there, nothing is written of a zip in which anything is wrong: a path that leads out, a link, what is damaged.
 */
export async function addZip(drives: Drives, path: VfsPath, zip: Uint8Array): Promise<void> {
  const { entries, isZip, problems } = readZip(zip);
  const [problem] = problems;
  if (problem !== undefined) {
    throw new Refusal(isZip ? "UnzipError" : { ParseError: { error: problem, path: posix.join(path.drive, path.rest) } });
  }
  await mkdir(await drives.resolve(path), { recursive: true });
  for (const entry of entries) {
    // Each anew: what the zip lays over a link that is there must not follow it out of the drive.
    const real = await drives.resolve({ ...path, rest: posix.join(path.rest, entry.path) });
    if (entry.bytes) await writeFile(real, entry.bytes);
    else await mkdir(real, { recursive: true });
  }
}
