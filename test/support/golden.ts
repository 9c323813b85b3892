/** Folders of expected files: compared with what was made, or rewritten from it. */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";

export interface TextFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** The repository, seen from the compiled test. */
export const repositoryFolder = fileURLToPath(new URL("../../../", import.meta.url));

export const goldenFolder = join(repositoryFolder, "test/golden");

/** `npm run update` sets it: then folders are rewritten and nothing is compared. */
const isUpdating = process.env["HPROC_UPDATE"] === "1";

/** The folder must hold exactly these files; a missing and a surplus one are differences too. */
export function assertGolden(folder: string, files: readonly TextFile[]): void {
  const expected = readFolder(folder);
  if (isUpdating) {
    rewrite(folder, expected, files);
    return;
  }
  const paths = (list: readonly TextFile[]): readonly string[] => list.map((file) => file.path).sort();
  assert.equal(paths(files), paths(expected), `files of ${folder}`);
  const texts = new Map(expected.map((file) => [file.path, file.text]));
  for (const { path, text } of files) assert.fixture(text, texts.get(path) ?? "", join(folder, path));
}

/** All files below a folder, or those wanted, by path from there; none when there is no such folder. */
export function readFolder(folder: string, isWanted: (path: string) => boolean = () => true): readonly TextFile[] {
  let entries;
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter(isWanted)
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** Names of the folders directly below one. */
export function listFolders(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function rewrite(folder: string, old: readonly TextFile[], files: readonly TextFile[]): void {
  const kept = new Set(files.map((file) => file.path));
  for (const { path } of old) if (!kept.has(path)) rmSync(join(folder, path));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
