/** Paths of the vfs: `/<package>:<publisher>/<drive>/<rest>`. */

import { posix } from "node:path";

export interface VfsPath {
  /** `todo:template.os`. */
  readonly packageId: string;
  /** `/todo:template.os/pkg`. */
  readonly drive: string;
  /** Within the drive, `ui/index.html`; empty for the drive itself. */
  readonly rest: string;
}

/** The first slash is optional. Undefined if it leads out of the vfs, or not into a drive. */
export function parseVfsPath(text: string): VfsPath | undefined {
  const [packageId = "", drive = "", ...rest] = segmentsOf(text);
  if (drive === "" || !isPackageId(packageId) || text.includes("\0")) return undefined;
  return { packageId, drive: `/${packageId}/${drive}`, rest: rest.join("/") };
}

/** What holds drives: all packages for `/`, else the package whose bare name it is. Undefined for all else. */
export function parseListing(text: string): { readonly packageId: string | undefined } | undefined {
  const [packageId = "", ...rest] = segmentsOf(text);
  if (rest.length > 0 || text.includes("\0")) return undefined;
  if (packageId === "" || packageId === ".") return { packageId: undefined };
  return isPackageId(packageId) ? { packageId } : undefined;
}

function segmentsOf(text: string): readonly string[] {
  const path = posix.normalize(text.replace(/^\/+/, ""));
  return path.replace(/\/$/, "").split("/");
}

function isPackageId(text: string): boolean {
  return /^[^:]+:[^:]+$/.test(text);
}
