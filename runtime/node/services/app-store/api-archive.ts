/** The interfaces of a package as a zip, for those who want to call its processes. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * A zip of the WIT files in `api` of a package's folder, from which a build makes `pkg/api.zip`: in a project that is
 * being worked on they are newer. Else that zip; undefined when there is neither.
 */
export async function readApiArchive(packageFolder: string): Promise<Uint8Array | undefined> {
  const folder = join(packageFolder, "api");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".wit")).sort();
  if (names.length === 0) {
    const built = await readFile(join(packageFolder, "pkg/api.zip")).catch(() => undefined);
    return built && Uint8Array.from(built);
  }
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const));
  const { zipSync } = await import("fflate");
  return zipSync(Object.fromEntries(files));
}
