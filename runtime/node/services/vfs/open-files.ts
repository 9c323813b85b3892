/**
 * Files that are read and written from a place in them. There is one place for each path, shared by all processes, and
 * no handle: Hyperdrive closes its own behind the scenes and keeps only the place (hyperdrive `src/vfs.rs`).
 */

import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { Refusal, systemError } from "./error.js";

/** `{"Start": 0}`, `{"End": -4}`, `{"Current": 2}`. */
export interface SeekFrom {
  readonly from: "Start" | "End" | "Current";
  readonly offset: number;
}

export class OpenFiles {
  readonly #cursors = new Map<string, number>();

  /** Opens a file at its start. Without `create` it has to be there; `truncate` empties it. */
  async open(path: string, { create, truncate }: { readonly create: boolean; readonly truncate: boolean }): Promise<void> {
    const flags = truncate ? "w+" : create ? "a+" : "r";
    await this.#with(path, flags, async (file) => {
      // What opens a file for writing as well refuses folders.
      if ((await file.stat()).isDirectory()) throw systemError.isFolder();
    });
    this.#cursors.set(path, 0);
  }

  close(path: string): void {
    this.#cursors.delete(path);
  }

  async readToEnd(path: string): Promise<Uint8Array> {
    return this.#with(path, "r", async (file) => this.#read(path, file, await remaining(file, this.#cursor(path))));
  }

  /** Refused when there are fewer bytes. */
  async readExact(path: string, length: number): Promise<Uint8Array> {
    return this.#with(path, "r", async (file) => {
      if (length > (await remaining(file, this.#cursor(path)))) throw new Refusal({ IOError: "early eof" });
      return this.#read(path, file, length);
    });
  }

  async writeAll(path: string, bytes: Uint8Array): Promise<void> {
    await this.#with(path, "r+", (file) => this.#write(path, file, bytes, this.#cursor(path)));
  }

  async append(path: string, bytes: Uint8Array): Promise<void> {
    await this.#with(path, "r+", async (file) => this.#write(path, file, bytes, (await file.stat()).size));
  }

  /** The place from the start of the file, which may lie behind its end. */
  async seek(path: string, { from, offset }: SeekFrom): Promise<number> {
    return this.#with(path, "r", async (file) => {
      const base = from === "Start" ? 0 : from === "End" ? (await file.stat()).size : this.#cursor(path);
      const place = base + offset;
      if (place < 0) throw systemError.invalid();
      this.#cursors.set(path, place);
      return place;
    });
  }

  async length(path: string): Promise<number> {
    return this.#with(path, "r", async (file) => (await file.stat()).size);
  }

  async setLength(path: string, length: number): Promise<void> {
    await this.#with(path, "r+", (file) => file.truncate(length));
  }

  async sync(path: string): Promise<void> {
    await this.#with(path, "r+", (file) => file.sync());
  }

  /** SHA-256 of the whole file, whose place is then its end. */
  async hash(path: string): Promise<Uint8Array> {
    return this.#with(path, "r", async (file) => {
      const bytes = await file.readFile();
      this.#cursors.set(path, bytes.length);
      return createHash("sha256").update(bytes).digest();
    });
  }

  #cursor(path: string): number {
    return this.#cursors.get(path) ?? 0;
  }

  async #read(path: string, file: FileHandle, length: number): Promise<Uint8Array> {
    const place = this.#cursor(path);
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, place);
    this.#cursors.set(path, place + bytesRead);
    return buffer.subarray(0, bytesRead);
  }

  async #write(path: string, file: FileHandle, bytes: Uint8Array, place: number): Promise<void> {
    for (let written = 0; written < bytes.length; ) {
      written += (await file.write(bytes, written, bytes.length - written, place + written)).bytesWritten;
    }
    this.#cursors.set(path, place + bytes.length);
  }

  async #with<Result>(path: string, flags: string, use: (file: FileHandle) => Promise<Result>): Promise<Result> {
    const file = await open(path, flags);
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  }
}

async function remaining(file: FileHandle, place: number): Promise<number> {
  return Math.max(0, (await file.stat()).size - place);
}
