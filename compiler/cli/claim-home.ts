/** Keeps two nodes out of one home: each would overwrite what the other has stored. */

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isSystemError } from "../project/system-error.js";

export type Claim =
  | { readonly kind: "claimed"; readonly release: () => Promise<void> }
  | { readonly kind: "taken"; readonly pid: number; readonly home: string };

/** Claims all of the folders, or none of them. */
export async function claimHomes(homes: readonly string[]): Promise<Claim> {
  const releases: (() => Promise<void>)[] = [];
  const release = async (): Promise<void> => {
    for (const each of releases) await each();
  };
  for (const home of homes) {
    const claim = await claimHome(home);
    if (claim.kind === "taken") {
      await release();
      return claim;
    }
    releases.push(claim.release);
  }
  return { kind: "claimed", release };
}

/** Puts this program's id into the folder, which is made if it is missing. What a killed program left there is no claim. */
async function claimHome(home: string): Promise<Claim> {
  const path = join(home, "pid");
  await mkdir(home, { recursive: true });
  for (;;) {
    try {
      await writeFile(path, `${process.pid}\n`, { flag: "wx" });
      return { kind: "claimed", release: () => rm(path, { force: true }) };
    } catch (error) {
      if (!isSystemError(error) || error.code !== "EEXIST") throw error;
    }
    const pid = Number(await readFile(path, "utf8"));
    if (isRunning(pid)) return { kind: "taken", pid, home };
    await rm(path, { force: true });
  }
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
