/** What the operating system refused, told apart from our own mistakes. */

import { getSystemErrorMap } from "node:util";

/** An error of a file, a folder or a port that the system reports by a code such as `EACCES`. */
export interface SystemError extends Error {
  readonly code: string;
  readonly errno: number;
  /** What was tried: `open`, `mkdir`. */
  readonly syscall: string;
  readonly path?: string;
  /** Of `rename` and `copyfile`. */
  readonly dest?: string;
  /** Of `listen`. */
  readonly port?: number;
}

export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "code" in error && "errno" in error && "syscall" in error;
}

/** True when a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

/** True when a path leads to something that is no file: nothing, a folder, or only links; or is too long for one. */
export function isNoFile(error: unknown): boolean {
  return isMissing(error) || (isSystemError(error) && ["EISDIR", "ELOOP", "ENAMETOOLONG"].includes(error.code));
}

/** `examples/todo/api: permission denied (mkdir, EACCES)`. */
export function describeSystemError({ code, errno, syscall, path, dest, port }: SystemError): string {
  const reason = getSystemErrorMap().get(-Math.abs(errno))?.[1] ?? "failed";
  const place = dest ?? path ?? (port === undefined ? undefined : `port ${port}`);
  return `${place === undefined ? "" : `${place}: `}${reason} (${syscall}, ${code})`;
}
