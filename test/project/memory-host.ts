/** Files in memory. */

import { dirname, join } from "node:path/posix";
import type { Host } from "../../compiler/project/host.js";

export interface MemoryHost extends Host {
  readonly files: Map<string, string>;
  /** Paths that were written or removed, in order. */
  readonly changes: string[];
}

/** Links by path, of files and of folders, with what they lead to: absolute, or from the folder that they lie in. */
export function createMemoryHost(
  files: Readonly<Record<string, string>> = {},
  links: Readonly<Record<string, string>> = {},
): MemoryHost {
  const present = new Map(Object.entries(files));
  const changes: string[] = [];
  const follow = (path: string): string => {
    const link = Object.keys(links).find((each) => path === each || path.startsWith(`${each}/`));
    if (link === undefined) return path;
    const target = links[link] ?? "";
    const start = target.startsWith("/") ? target : join(dirname(link), target);
    return follow(join(start, path.slice(link.length)));
  };
  return {
    files: present,
    changes,
    read: async (path) => present.get(follow(path)),
    async write(path, text) {
      changes.push(`write ${path}`);
      present.set(follow(path), text);
    },
    async remove(path) {
      changes.push(`remove ${path}`);
      present.delete(path);
    },
    async list(folder) {
      const real = `${follow(folder)}/`;
      const paths = [...present.keys()].filter((path) => path.startsWith(real));
      return paths.map((path) => path.slice(real.length)).sort();
    },
    async listFolder(folder) {
      return (await this.list(folder)).filter((path) => !path.includes("/"));
    },
    async realPath(path) {
      const real = follow(path);
      const isThere = [...present.keys()].some((each) => each === real || each.startsWith(`${real}/`));
      return isThere ? real : undefined;
    },
  };
}
