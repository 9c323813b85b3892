/** A new folder that is there as a whole or not at all. */

import { constants, copyFile, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isMissing } from "../project/system-error.js";
import { UsageError } from "../project/usage-error.js";

/** So many names say what a folder is; the others are counted. */
const maxShownCount = 5;

/**
 * Lets `fill` write into a folder beside `target` (absolute), which becomes `target` when it is done. Throws
 * `UsageError` when `target` has files; what `fill` throws, and what the system refuses, leaves nothing behind but the
 * folders around it. A folder with `.git` alone counts as empty: that is how many a project begins.
 */
export async function placeFolder<Result>(
  target: string,
  displayPath: string,
  fill: (draft: string) => Promise<Result>,
): Promise<Result> {
  const exists = await checkEmpty(target, displayPath);
  await mkdir(dirname(target), { recursive: true });
  // Not by `mkdtemp`, whose folders are for their owner alone.
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`);
  await mkdir(draft);
  try {
    const result = await fill(draft);
    // A folder that is there stays the same one, since a shell may stand in it.
    if (exists) await moveEntries(draft, target);
    else await rename(draft, target);
    return result;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** False when there is nothing yet. */
async function checkEmpty(target: string, displayPath: string): Promise<boolean> {
  try {
    if (!(await stat(target)).isDirectory()) throw new UsageError(`\`${displayPath}\` is a file; name a new folder`);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
  const names = (await readdir(target)).filter((name) => name !== ".git").sort();
  if (names.length === 0) return true;
  const shown = names.slice(0, maxShownCount).map((name) => `\`${name}\``);
  const others = names.length > maxShownCount ? ` and ${names.length - maxShownCount} more` : "";
  throw new UsageError(
    `\`${displayPath}\` is not empty, and nothing is written over; it has ${shown.join(", ")}${others}; name a new folder`,
  );
}

/** All of them, or after a failure none. What has come to `to` meanwhile is a failure, and stays as it is. */
async function moveEntries(from: string, to: string): Promise<void> {
  const moved: string[] = [];
  try {
    for (const entry of await readdir(from, { withFileTypes: true })) {
      const target = join(to, entry.name);
      // A rename would write over a file, but not over a folder with files.
      if (entry.isDirectory()) await rename(join(from, entry.name), target);
      else await copyFile(join(from, entry.name), target, constants.COPYFILE_EXCL);
      moved.push(target);
    }
  } catch (error) {
    for (const target of moved) await rm(target, { recursive: true, force: true });
    throw error;
  }
}
