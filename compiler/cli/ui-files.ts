/** The files of the user interfaces of a project, where its author has them. All paths are absolute. */

import { dirname, join, sep } from "node:path";
import type { Model } from "../model/model.js";
import { nodeHost, stampOf } from "../project/node-host.js";

export async function listUi(projectFolder: string, model: Model): Promise<readonly string[]> {
  const roots = rootsOf(projectFolder, model);
  const lists = await Promise.all(roots.map(async (root) => (await nodeHost.list(root)).map((file) => join(root, file))));
  return lists.flat();
}

/** The folders with one of these files, and those above them. */
export function uiFolders(projectFolder: string, model: Model, files: readonly string[]): readonly string[] {
  const roots = rootsOf(projectFolder, model);
  const folders = new Set(roots);
  for (const file of files) {
    for (let folder = dirname(file); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  return [...folders];
}

export function isWithinUi(projectFolder: string, model: Model | undefined, path: string): boolean {
  return model !== undefined && rootsOf(projectFolder, model).some((root) => path.startsWith(`${root}${sep}`));
}

/** Equal as long as no file of a folder is another one. */
export async function stampUi(root: string): Promise<string> {
  return JSON.stringify((await nodeHost.list(root)).map((file) => [file, stampOf(join(root, file))]));
}

function rootsOf(projectFolder: string, model: Model): readonly string[] {
  return model.processes.flatMap(({ ui }) => (ui ? [join(projectFolder, ui.folder)] : []));
}
