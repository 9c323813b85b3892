/** The user interface's files, from where the author has them into the package. */

import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Model } from "../model/model.js";

/**
 * Replaces `pkg/<ui folder>` of each process that has one by what the author's folder holds now. The folders lie within
 * the project and apart from `pkg`: `checkAuthorFiles` refuses others.
 */
export async function copyUi(projectFolder: string, model: Model): Promise<void> {
  for (const { ui } of model.processes) {
    if (!ui) continue;
    const target = join(projectFolder, "pkg", ui.folder);
    await rm(target, { recursive: true, force: true });
    await cp(join(projectFolder, ui.folder), target, { recursive: true, dereference: true });
  }
}
