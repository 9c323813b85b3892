/** The user interface's files, from where the author has them into the package. */

import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Model } from "../model/model.js";
import { nodeHost, stampOf } from "../project/node-host.js";

/**
 * Makes `pkg/<ui folder>` of each process that has one hold what the author's folder holds now; files that stay are there
 * all the time. The folders lie within the project and apart from `pkg`: `checkAuthorFiles` refuses others.
 */
export async function copyUi(projectFolder: string, model: Model): Promise<void> {
  for (const { ui } of model.processes) {
    if (!ui) continue;
    const source = join(projectFolder, ui.folder);
    const target = join(projectFolder, "pkg", ui.folder);
    const copy = (): Promise<void> => cp(source, target, { recursive: true, dereference: true });
    // A file may have become a folder, or a folder a file.
    await copy().catch(async () => {
      await rm(target, { recursive: true, force: true });
      await copy();
    });
    for (const file of await nodeHost.list(target)) {
      if (stampOf(join(source, file)) === undefined) await rm(join(target, file));
    }
  }
}
