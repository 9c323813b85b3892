/** What the vfs says when it cannot do something (hyperdrive `lib/src/vfs.rs`, `VfsError`). */

import { getSystemErrorMap } from "node:util";

/** Callers match on the end of the texts of an `IOError`: `(os error 2)`. */
export type VfsError =
  | "NoReadCap"
  | "NoWriteCap"
  | "MalformedRequest"
  | "NoBlob"
  | "UnzipError"
  | { readonly ParseError: { readonly error: string; readonly path: string } }
  | { readonly IOError: string };

/** Thrown to end a request with this answer. */
export class Refusal extends Error {
  readonly answer: VfsError;

  constructor(answer: VfsError) {
    super("refused");
    this.answer = answer;
  }
}

/** The errors of the operating system that the vfs itself meets, by their numbers on Linux. */
export const systemError = {
  denied: ioRefusal("Permission denied", 13),
  notFolder: ioRefusal("Not a directory", 20),
  isFolder: ioRefusal("Is a directory", 21),
  invalid: ioRefusal("Invalid argument", 22),
  readOnly: ioRefusal("Read-only file system", 30),
  notImplemented: ioRefusal("Function not implemented", 38),
} as const;

export function ioRefusal(text: string, number: number): () => Refusal {
  return () => new Refusal({ IOError: `${text} (os error ${number})` });
}

/** As Rust's `std::io::Error` words them, where Node's own words are others. */
const systemTexts: Readonly<Record<string, string>> = {
  ENOENT: "No such file or directory",
  EACCES: "Permission denied",
  EEXIST: "File exists",
  ENOTDIR: "Not a directory",
  EISDIR: "Is a directory",
  EINVAL: "Invalid argument",
  ENOSPC: "No space left on device",
  EROFS: "Read-only file system",
  ENOTEMPTY: "Directory not empty",
  ENAMETOOLONG: "File name too long",
  ELOOP: "Too many levels of symbolic links",
  EPERM: "Operation not permitted",
  EBUSY: "Device or resource busy",
  EFBIG: "File too large",
  EIO: "Input/output error",
  EMFILE: "Too many open files",
  EXDEV: "Invalid cross-device link",
};

export function toVfsError(error: unknown): VfsError {
  if (error instanceof Refusal) return error.answer;
  if (!(error instanceof Error) || !("errno" in error) || typeof error.errno !== "number") {
    return { IOError: error instanceof Error ? error.message : String(error) };
  }
  const [code = "", text = error.message] = getSystemErrorMap().get(error.errno) ?? [];
  return { IOError: `${systemTexts[code] ?? text} (os error ${-error.errno})` };
}
