/** Files in memory. */

import type { Host } from "../../compiler/project/host.js";

export interface MemoryHost extends Host {
  readonly files: Map<string, string>;
  /** Paths that were written or removed, in order. */
  readonly changes: string[];
}

export function createMemoryHost(files: Readonly<Record<string, string>> = {}): MemoryHost {
  const present = new Map(Object.entries(files));
  const changes: string[] = [];
  return {
    files: present,
    changes,
    read: async (path) => present.get(path),
    async write(path, text) {
      changes.push(`write ${path}`);
      present.set(path, text);
    },
    async remove(path) {
      changes.push(`remove ${path}`);
      present.delete(path);
    },
    async list(folder) {
      const paths = [...present.keys()].filter((path) => path.startsWith(`${folder}/`));
      return paths.map((path) => path.slice(folder.length + 1)).sort();
    },
  };
}
