/** The user interface's files, from where the author has them into the package. */

import { cp, realpath, rm } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Process } from "../model/model.js";
import { nodeHost, stampOf } from "../project/node-host.js";
import { UsageError } from "../project/usage-error.js";

/**
 * Makes `pkg/<ui folder>` of each process that has one hold what the author's folder holds now; files that stay are there
 * all the time. The folders lie within the project and apart from `pkg`: `checkAuthorFiles` refuses others. The folder
 * itself may be a link, such as to what another tool has built; a link in it may not lead out of it, or a project from
 * elsewhere could bring any file of this machine into its package. Rejects with `UsageError` then.
 */
export async function copyUi(projectFolder: string, model: { readonly processes: readonly Pick<Process, "ui">[] }): Promise<void> {
  for (const { ui } of model.processes) {
    if (!ui) continue;
    const source = join(projectFolder, ui.folder);
    const target = join(projectFolder, "pkg", ui.folder);
    const root = await realpath(source);
    const copy = (): Promise<void> =>
      cp(source, target, {
        recursive: true,
        dereference: true,
        async filter(path) {
          const real = await realpath(path);
          if (real === root || real.startsWith(root + sep)) return true;
          throw new UsageError(
            `\`${relative(projectFolder, path)}\` is a link that leads out of \`${ui.folder}\`; put what it leads to there instead`,
          );
        },
      });
    await copy().catch(async (error: unknown) => {
      if (error instanceof UsageError) throw error;
      // A file may have become a folder, or a folder a file.
      await rm(target, { recursive: true, force: true });
      await copy();
    });
    for (const file of await nodeHost.list(target)) {
      if (stampOf(join(source, file)) === undefined) await rm(join(target, file));
    }
  }
}
