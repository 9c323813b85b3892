/**
 * Where drives lie on disk: the files of a package that is run from its project there, where nobody may change them
 * through the node, all others in the node's own folder, also those of packages that the app-store has installed. No path leads out of its drive, whatever links there are in it.
 */

import { lstat, mkdir, readdir, realpath } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { systemError } from "./error.js";
import type { VfsPath } from "./path.js";

export class Drives {
  /** `<home>/vfs`. */
  readonly #folder: string;
  readonly #mounted = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The folder that a drive has anyway, as that of a package of the app-store, ends an earlier mount. */
  mount(drive: string, folder: string): void {
    if (folder === join(this.#folder, drive)) this.#mounted.delete(drive);
    else this.#mounted.set(drive, folder);
  }

  isReadOnly({ drive }: VfsPath): boolean {
    return this.#mounted.has(drive);
  }

  /** Safe to call for a drive that is there. */
  async create(path: VfsPath): Promise<void> {
    if (!this.isReadOnly(path)) await mkdir(this.#folderOf(path), { recursive: true });
  }

  /** The real path of what a path means, links followed; of what is not there yet, where it would be. */
  async resolve(path: VfsPath): Promise<string> {
    const root = await realpath(this.#folderOf(path));
    return demandInside(root, await realpathAsFarAs(join(root, path.rest)));
  }

  /** The same of the entry itself, which may be a link: for what removes or renames it. */
  async resolveEntry(path: VfsPath): Promise<string> {
    if (path.rest === "") return this.resolve(path);
    const root = await realpath(this.#folderOf(path));
    const entry = join(root, path.rest);
    return join(demandInside(root, await realpath(dirname(entry))), basename(entry));
  }

  /** The names of the drives of a package, or without one of the packages, in order. */
  async list(packageId: string | undefined): Promise<readonly string[]> {
    const names = new Set(await readdir(join(this.#folder, packageId ?? "")).catch(() => []));
    for (const drive of this.#mounted.keys()) {
      const [, owner = "", name = ""] = drive.split("/");
      if (packageId === undefined) names.add(owner);
      else if (packageId === owner) names.add(name);
    }
    return [...names].sort();
  }

  #folderOf({ drive }: VfsPath): string {
    return this.#mounted.get(drive) ?? join(this.#folder, drive);
  }
}

function demandInside(root: string, path: string): string {
  if (path !== root && !path.startsWith(root + sep)) throw systemError.denied();
  return path;
}

/** The real path of the part that is there, with the names behind it that are not. */
async function realpathAsFarAs(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  // A link that leads nowhere would be followed by what makes a file.
  if (await isThere(path)) throw systemError.denied();
  return join(await realpathAsFarAs(dirname(path)), basename(path));
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
