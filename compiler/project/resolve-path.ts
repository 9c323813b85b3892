/** Where a path in `from "…"` leads. */

import { basename, dirname, join, posix } from "node:path";
import type { SourceFile } from "../text/source-file.js";

export interface PathMistake {
  readonly problem: string;
  /** A path without mistakes that was most likely meant. */
  readonly better: string | undefined;
}

/** Undefined for a path from this file, or into an npm package. */
export function findPathMistake(path: string): PathMistake | undefined {
  const found = findFirst(path);
  return found && { problem: found.problem, better: repair(found.better) };
}

/** A path can have several mistakes, as `types` has, which is repaired to `./types.hproc`. */
function repair(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const next = findFirst(path);
  return next === undefined ? path : repair(next.better);
}

/** The repair of a mistake does not make it again, so that there is an end. */
function findFirst(path: string): PathMistake | undefined {
  const mistake = (problem: string, better?: string): PathMistake => ({ problem, better });
  if (path.trim() === "") return mistake("it is empty");
  if (/[\u0000-\u001f\u007f]/.test(path)) return mistake("it has control characters");
  if (path !== path.trim()) return mistake("it has spaces around it", path.trim());
  if (path.includes("\\")) return mistake("folders are separated by `/`", withSlashes(path));
  if (/^(?:\/|[a-z]:)/i.test(path)) return mistake("it begins at the root of a disk, which differs on every machine");
  if (/^~(?:\/|$)/.test(path)) return mistake("it begins at a home folder, which differs on every machine");
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return mistake("files are read from the disk only");
  if (path.startsWith("node_modules/")) {
    return mistake("packages are found without `node_modules`", path.slice("node_modules/".length));
  }
  if (/(?:^|\/)\.{0,2}$/.test(path)) return mistake("it leads to a folder");
  if (!/\.(?:hproc|wit)$/.test(path)) {
    const stem = path.replace(/\.(?:hproc|js|ts|proto|wit|tsp|json)$/i, "");
    return mistake("it does not end with `.hproc`", `${stem}.hproc`);
  }
  const [, ending] = /(?:^|\/)(\.(?:hproc|wit))$/.exec(path) ?? [];
  if (ending !== undefined) return mistake(`a file has a name before \`${ending}\``);
  if (/^\.\.?\//.test(path)) return undefined;
  if (/^@[^/]*\/[^/]*$/.test(path)) return mistake("a file of a scoped package stands behind both parts of its name");
  if (!/^(?:@[^/]+\/)?[^/@.][^/]*\/./.test(path)) return mistake("a file beside this one begins with `./`", `./${path}`);
  return path.split("/").includes("..") ? mistake("a path into a package does not lead out of it") : undefined;
}

/** Who writes `\` means a file, also where a package could be meant. */
function withSlashes(path: string): string {
  const slashed = path.replaceAll("\\", "/");
  return /^(?:\.\.?\/|\/|[a-z]:)/i.test(slashed) ? slashed : `./${slashed}`;
}

/** A place to look, with what the file is called there. */
export interface Candidate {
  /** Absolute. */
  readonly absolute: string;
  /** Relative to the schema's folder; of a package, as it is written. */
  readonly name: string;
}

/** From the file that names it, and not from a package. */
export function isRelative(path: string): boolean {
  return path.startsWith(".");
}

/** The places where the file may be, the first that exists counts; `absolute` is that of the importing file. */
export function candidatesOf(
  path: string,
  importer: Pick<SourceFile, "name">,
  absolute: string,
): readonly [Candidate, ...Candidate[]] {
  const folder = dirname(absolute);
  if (isRelative(path)) {
    return [{ absolute: join(folder, path), name: posix.normalize(posix.join(posix.dirname(importer.name), path)) }];
  }
  // As Node looks for packages: https://nodejs.org/api/modules.html#loading-from-node_modules-folders
  const inFolder = (each: string): Candidate => ({ absolute: join(each, "node_modules", path), name: path });
  const above = foldersAbove(folder).filter((each) => basename(each) !== "node_modules");
  return [inFolder(folder), ...above.map(inFolder)];
}

/** The nearest first. */
function foldersAbove(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [] : [parent, ...foldersAbove(parent)];
}
