/** Keeps two nodes out of one home: each would overwrite what the other has stored. */

import { randomUUID } from "node:crypto";
import { constants, copyFile, link, mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isSystemError } from "../project/system-error.js";

export type Claim =
  | { readonly kind: "claimed"; readonly release: () => Promise<void> }
  | { readonly kind: "taken"; readonly pid: number; readonly home: string }
  /** Two of the folders are the same one, by a link perhaps. */
  | { readonly kind: "same"; readonly homes: readonly [string, string] };

/** Claims all of the folders, or none of them. */
export async function claimHomes(homes: readonly string[]): Promise<Claim> {
  const releases: (() => Promise<void>)[] = [];
  const release = async (): Promise<void> => {
    for (const each of releases) await each();
  };
  const real = new Map<string, string>();
  for (const home of homes) {
    await mkdir(home, { recursive: true });
    const path = await realpath(home);
    const other = real.get(path);
    const claim = other === undefined ? await claimHome(home) : ({ kind: "same", homes: [other, home] } as const);
    if (claim.kind !== "claimed") {
      await release();
      return claim;
    }
    real.set(path, home);
    releases.push(claim.release);
  }
  return { kind: "claimed", release };
}

/** Puts this program's id into the folder. What a killed program left there is no claim. */
async function claimHome(home: string): Promise<Claim> {
  const path = join(home, "pid");
  const own = `${path}.${randomUUID()}`;
  // With its content from the first moment on: an empty file would look like one that was left.
  await writeFile(own, `${process.pid} ${(await startOf(process.pid)) ?? ""}\n`);
  try {
    for (;;) {
      if (await linkNew(own, path)) return { kind: "claimed", release: () => rm(path, { force: true }) };
      const pid = await holderOf(path);
      if (pid !== undefined) return { kind: "taken", pid, home };
      await removeStale(path);
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** False when there is a file of that name. */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "EEXIST") return false;
    if (!linklessCodes.has(error.code ?? "")) throw error;
  }
  // On a file system without links the content comes a moment later than the name.
  return await copyFile(from, to, constants.COPYFILE_EXCL).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw error;
    },
  );
}

const linklessCodes = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/** Two programs may find the same claim stale: what the slower one takes away is looked at once more. */
async function removeStale(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return;
    throw error;
  }
  if ((await holderOf(aside)) !== undefined) await linkNew(aside, path);
  await rm(aside, { force: true });
}

/** The program that has made this claim, if it still runs. */
async function holderOf(path: string): Promise<number | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  const [, digits = "", start = ""] = /^(\d+) ?(\S*)/.exec(text) ?? [];
  const pid = Number(digits);
  if (!isRunning(pid)) return undefined;
  // Another program may have the number by now.
  const present = await startOf(pid);
  return start === "" || present === undefined || start === present ? pid : undefined;
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, but is somebody else's.
    return isSystemError(error) && error.code === "EPERM";
  }
}

/** When a program has started, in ticks since the start of the system; undefined where the system does not tell. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  // Behind the name, which is in parentheses and may have spaces, the twentieth.
  return stat?.replace(/^.*\) /s, "").split(" ")[19];
}
