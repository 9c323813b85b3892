/** A file of a package, wherever it comes from: a folder, or a zip. */

export interface PackageFile {
  /** Within the package, with `/`: `ui/index.html`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** In the order of kit, which compares folder by folder: `ui/a` comes before `ui-old`. */
export function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  const [ours, theirs] = [left.path.split("/"), right.path.split("/")];
  for (const [index, part] of ours.entries()) {
    const other = theirs[index];
    if (other === undefined) return 1;
    if (part !== other) return part < other ? -1 : 1;
  }
  return ours.length - theirs.length;
}
