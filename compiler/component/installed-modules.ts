/** Where this installation of hproc keeps what runs inside a process. */

import { fileURLToPath } from "node:url";
import type { HprocModules } from "./bundle-imports.js";

const folder = fileURLToPath(new URL("../..", import.meta.url));

const shared = { "hproc/contract": "runtime/contract/index.js", "hproc/guest": "runtime/guest/index.js" };

/** The entries that package.json exports for use in a process, relative to the folder this file is compiled into. */
export const installedModules: HprocModules = {
  folder,
  files: { ...shared, "hproc/guest/boot": "runtime/guest/boot.js" },
};

/**
 * The same for a process that runs without a component. It has few files to be bundled then, and a thread of the node may
 * have loaded the others before there is something to run.
 */
export const directModules: HprocModules = {
  folder,
  files: { ...shared, "hproc/guest/boot": "runtime/node/direct-boot.js" },
  areOutside: true,
};
