/** Files as a zip in the layout of kit: equal files give equal bytes, on every machine and at any time. */

import { zipSync, type Zippable } from "fflate";
import { byPath, type PackageFile } from "./package-file.js";

/**
 * What kit writes (kit/src/build/mod.rs, `zip_directory`): every folder but the root is an entry before what is in it,
 * all are for Unix with mode 0755, and were changed on 2023-06-19. Deflated as fflate does it, which depends on nothing
 * but its version; kit's own zip of the same files has other bytes and another hash.
 */
export function writeZip(files: readonly PackageFile[]): Uint8Array {
  const entries = [...files, ...foldersOf(files)].sort(byPath);
  const zippable: Zippable = Object.fromEntries(
    entries.map(({ path, bytes }) =>
      bytes === undefined ? [`${path}/`, [nothing, folderOptions] as const] : [path, [bytes, fileOptions] as const],
    ),
  );
  // A zip has local times: this is the same one in every zone.
  return zipSync(zippable, { mtime: new Date(2023, 5, 19) });
}

const nothing = new Uint8Array();

/** The level changes the bytes: 6 is 0.2 % larger than 9, and takes half as long. */
const fileOptions = { level: 6, os: 3, attrs: (0o100755 << 16) >>> 0 } as const;
/** With the mark of a folder for MS-DOS, too. */
const folderOptions = { level: 0, os: 3, attrs: ((0o040755 << 16) | 0x10) >>> 0 } as const;

interface Folder {
  readonly path: string;
  readonly bytes?: undefined;
}

function foldersOf(files: readonly PackageFile[]): readonly Folder[] {
  const folders = new Set<string>();
  for (const { path } of files) {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) folders.add(path.slice(0, end));
  }
  return [...folders].map((path) => ({ path }));
}
