/** The folders of the user interfaces of a project, where its author has them. All paths are absolute. */

import { dirname, join } from "node:path";
import type { Model } from "../model/model.js";
import { nodeHost, stampOf } from "../project/node-host.js";

export function uiRoots(projectFolder: string, model: Model): readonly string[] {
  return model.processes.flatMap(({ ui }) => (ui ? [join(projectFolder, ui.folder)] : []));
}

/** It and all below it in which a file lies. */
export async function foldersBelow(root: string): Promise<readonly string[]> {
  const folders = new Set([root]);
  for (const file of await nodeHost.list(root)) {
    for (let folder = dirname(join(root, file)); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  return [...folders];
}

/** Equal as long as the folder has the same files, and none of them is another one. */
export async function stampUi(root: string): Promise<string> {
  return JSON.stringify((await nodeHost.list(root)).map((file) => [file, stampOf(join(root, file))]));
}
