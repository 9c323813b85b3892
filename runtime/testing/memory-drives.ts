/** Drives in memory: folders, and files with their bytes. What cannot be done throws what the vfs would answer. */

import { ioRefusal, systemError } from "../node/services/vfs/error.js";

/** By their paths, `/todo:template.os/log/todo.log`. */
export type MemoryFiles = Map<string, Uint8Array>;

export const missing = ioRefusal("No such file or directory", 2);
const exists = ioRefusal("File exists", 17);
const notEmpty = ioRefusal("Directory not empty", 39);

export class MemoryDrives {
  readonly files: MemoryFiles = new Map();
  readonly #folders = new Set<string>();

  createDrive(path: string): void {
    this.#folders.add(path);
  }

  isFolder(path: string): boolean {
    // The user interface is for a browser, and would only delay a start.
    return this.#folders.has(path) || /^\/[^/]*\/pkg(\/|$)/.test(path);
  }

  createFolder(path: string): void {
    if (this.isFolder(path) || this.files.has(path)) throw exists();
    this.demandParent(path);
    this.#folders.add(path);
  }

  createFolders(path: string): void {
    if (this.isFolder(path)) return;
    if (this.files.has(path)) throw exists();
    // Drives alone lie in no folder.
    if (path.split("/").length <= 3) throw missing();
    this.createFolders(parentOf(path));
    this.#folders.add(path);
  }

  read(path: string): Uint8Array {
    const bytes = this.files.get(path);
    if (bytes) return bytes;
    throw this.isFolder(path) ? systemError.isFolder() : missing();
  }

  write(path: string, bytes: Uint8Array): void {
    if (this.isFolder(path)) throw systemError.isFolder();
    this.demandParent(path);
    this.files.set(path, bytes);
  }

  /** Entries of a folder, by name. */
  list(folder: string): readonly { readonly path: string; readonly file_type: string }[] {
    if (!this.isFolder(folder)) throw this.files.has(folder) ? systemError.notFolder() : missing();
    const inside = (path: string): boolean => parentOf(path) === folder;
    const files = [...this.files.keys()].filter(inside).map((path) => ({ path: path.slice(1), file_type: "File" }));
    const folders = [...this.#folders].filter(inside).map((path) => ({ path: path.slice(1), file_type: "Directory" }));
    return [...files, ...folders].sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  stat(path: string): { readonly file_type: string; readonly len: number } {
    return this.isFolder(path) ? { file_type: "Directory", len: 0 } : { file_type: "File", len: this.read(path).length };
  }

  removeFile(path: string): void {
    this.read(path);
    this.files.delete(path);
  }

  removeFolder(path: string, { isRecursive }: { readonly isRecursive: boolean }): void {
    if (!isRecursive && this.list(path).length > 0) throw notEmpty();
    this.list(path);
    this.#move(path, () => undefined);
  }

  rename(from: string, to: string): void {
    this.stat(from);
    this.demandParent(to);
    this.#move(from, (path) => to + path.slice(from.length));
  }

  demandParent(path: string): void {
    const parent = parentOf(path);
    if (!this.isFolder(parent)) throw this.files.has(parent) ? systemError.notFolder() : missing();
  }

  /** All that is at a path and below it; `undefined` removes. */
  #move(from: string, toOther: (path: string) => string | undefined): void {
    const isPart = (path: string): boolean => path === from || path.startsWith(`${from}/`);
    for (const [path, bytes] of [...this.files]) {
      if (!isPart(path)) continue;
      const to = toOther(path);
      this.files.delete(path);
      if (to !== undefined) this.files.set(to, bytes);
    }
    for (const path of [...this.#folders].filter(isPart)) {
      const to = toOther(path);
      this.#folders.delete(path);
      if (to !== undefined) this.#folders.add(to);
    }
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
