/** Tells when files may have changed: files that are there, and files that may come. */

import { type FSWatcher, realpathSync, statSync, watch } from "node:fs";
import { basename, dirname } from "node:path";
import { stampOf } from "./node-host.js";

export interface FileWatch {
  /**
   * Absolute paths, instead of those before. They and their folders need not exist. Of `folders` all entries count, also
   * those that are not there yet.
   */
  watch(files: readonly string[], folders?: readonly string[]): void;
  close(): void;
}

export interface WatchOptions {
  /** Called too often rather than too seldom: compare the texts. */
  readonly onChange: () => void;
  /** Look this often, and do without the notices of the system, which network drives do not give. */
  readonly pollMs: number | undefined;
  /** The system refuses to watch; from now on files are looked at every `pollMs`. */
  readonly onPolling: (error: Error, pollMs: number) => void;
}

/** When nothing else is said: fast enough for a person, and less than a hundredth of a CPU. */
export const defaultPollMs = 200;

/** Besides notices: what they do not tell, such as a folder far above that was moved away, is found this late. */
const lookMs = 2000;

/**
 * Watches folders, not files: an editor that saves by renaming puts another file into the place of the one that is
 * watched, and a file that is not there cannot be watched. Not recursively: on Linux Node emulates that with one watch
 * for each file below, misses what happens while it sets them up, and would report our own outputs.
 */
export function watchFiles({ onChange, onPolling, pollMs }: WatchOptions): FileWatch {
  let files: readonly string[] = [];
  let wholeFolders: ReadonlySet<string> = new Set();
  let intervalMs = pollMs ?? lookMs;
  let notices = pollMs === undefined;
  let folders: ReadonlyMap<string, WatchedFolder> = new Map();
  let isClosed = false;

  /** Opens what is missing and closes what is no longer needed; true when a folder was opened. */
  const arrange = (): boolean => {
    const wanted = findFolders([...files, ...wholeFolders], wholeFolders);
    const next = new Map<string, WatchedFolder>();
    let opened = false;
    for (const [folder, { identity, names }] of wanted) {
      const present = folders.get(folder);
      const isSame = present?.identity === identity;
      // A folder that could not be watched is tried again: it had gone between two looks.
      const watcher = (isSame ? present?.watcher : undefined) ?? (notices ? open(folder) : undefined);
      if (watcher !== present?.watcher || !isSame) opened = true;
      next.set(folder, { identity, names, watcher });
    }
    for (const [folder, { watcher }] of folders) if (next.get(folder)?.watcher !== watcher) watcher?.close();
    folders = next;
    return opened;
  };

  const open = (folder: string): FSWatcher | undefined => {
    try {
      const watcher = watch(folder, (type, name) => notice(folder, type, name));
      // Such as a folder that is deleted on Windows; the next look finds out what has become of it.
      watcher.on("error", () => forget(folder));
      return watcher;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      // The system has no more watches to give (EMFILE, ENOSPC), or none for this drive.
      notices = false;
      intervalMs = defaultPollMs;
      onPolling(error as Error, intervalMs);
      schedule();
      return undefined;
    }
  };

  const forget = (folder: string): void => {
    folders.get(folder)?.watcher?.close();
    folders = new Map([...folders].filter(([path]) => path !== folder));
  };

  const notice = (folder: string, type: string, name: string | null): void => {
    if (isClosed) return;
    const isRelevant =
      name === null ||
      // Also one that was not there when the files were found, and is what they lacked.
      /\.(hproc|ts)$/.test(name) ||
      folders.get(folder)?.names.has(name) === true ||
      wholeFolders.has(folder) ||
      // The folder itself has been deleted or moved.
      name === basename(folder);
    if (!isRelevant) return;
    // Then its notices have ended, even where another folder with the same path and number exists by now.
    if (name === basename(folder)) forget(folder);
    // Otherwise only the text is another one.
    if (type === "rename") arrange();
    onChange();
  };

  const takeStamps = (): string => {
    const paths = [...files, ...folders.keys()];
    return JSON.stringify([paths, paths.map((path) => stampOf(path) ?? null)]);
  };

  let timer: NodeJS.Timeout | undefined;
  let seen = takeStamps();
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, intervalMs);
  };
  const look = (): void => {
    const present = takeStamps();
    if (present !== seen) {
      arrange();
      seen = takeStamps();
      onChange();
    }
    schedule();
  };
  schedule();

  return {
    watch(nextFiles, nextFolders = []) {
      if (isClosed || (areSame(nextFiles, files) && areSame(nextFolders, [...wholeFolders]))) return;
      files = nextFiles;
      wholeFolders = new Set(nextFolders);
      // What happened before the folder was watched has given no notice.
      const opened = arrange();
      seen = takeStamps();
      if (opened) onChange();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const { watcher } of folders.values()) watcher?.close();
    },
  };
}

function areSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}

interface WatchedFolder {
  /** Of the folder that had this path when it was opened. */
  readonly identity: string;
  /** Of the entries that matter. */
  readonly names: ReadonlySet<string>;
  /** Undefined while polling. */
  readonly watcher: FSWatcher | undefined;
}

/**
 * The folders whose entries decide about the files: their own, or the nearest above that is there, and of each the one
 * above it, where another folder may be put into its place. The same for what links lead to.
 */
function findFolders(
  files: readonly string[],
  wholeFolders: ReadonlySet<string>,
): ReadonlyMap<string, { identity: string; names: Set<string> }> {
  const found = new Map<string, { identity: string; names: Set<string> }>();
  const add = (folder: string, name: string): boolean => {
    const known = found.get(folder);
    if (known) {
      known.names.add(name);
      return true;
    }
    const identity = identityOf(folder);
    if (identity === undefined) return false;
    found.set(folder, { identity, names: new Set([name]) });
    return true;
  };
  for (const file of new Set(files.flatMap((path) => [path, ...targetOf(path)]))) {
    let path = file;
    let isThere = false;
    while (!isThere && dirname(path) !== path) {
      isThere = add(dirname(path), basename(path));
      path = dirname(path);
    }
    if (dirname(path) !== path) add(dirname(path), basename(path));
  }
  for (const folder of wholeFolders) add(folder, "");
  return found;
}

function identityOf(folder: string): string | undefined {
  try {
    // With the time it was made, since a number is given again once it is free.
    const { dev, ino, birthtimeNs } = statSync(folder, { bigint: true });
    return `${dev}:${ino}:${birthtimeNs}`;
  } catch {
    return undefined;
  }
}

/** Where a link leads, or a path through a link. */
function targetOf(path: string): readonly string[] {
  try {
    const target = realpathSync(path);
    return target === path ? [] : [target];
  } catch {
    return [];
  }
}
