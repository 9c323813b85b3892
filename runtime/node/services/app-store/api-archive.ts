/** The interfaces of a package as a zip, for those who want to call its processes. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { zipSync } from "fflate";

/**
 * `pkg/api.zip` of a package's folder, else a zip of the WIT files in `api`, from which a build would make it: a
 * project that is being worked on has these first. Undefined when there is neither.
 */
export async function readApiArchive(packageFolder: string): Promise<Uint8Array | undefined> {
  const built = await readFile(join(packageFolder, "pkg/api.zip")).catch(() => undefined);
  if (built) return Uint8Array.from(built);
  const folder = join(packageFolder, "api");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".wit")).sort();
  if (names.length === 0) return undefined;
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const));
  return zipSync(Object.fromEntries(files));
}
