/** The file system as the compiler sees it, so that everything above runs in memory too. */

export interface Host {
  /** Undefined when there is no such file. Throws for other failures. */
  read(path: string): Promise<string | undefined>;
  /** Replaces the file in one step: a reader sees the old text or the new one. Creates folders. */
  write(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Files below a folder, relative to it, sorted by code units; empty when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Names of the files directly in a folder, sorted by code units; empty when there is no such folder. */
  listFolder(folder: string): Promise<readonly string[]>;
  /** The one path of a file, with links followed; undefined when there is no such file. */
  realPath(path: string): Promise<string | undefined>;
}
