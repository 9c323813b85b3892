/** Where this installation of hproc keeps what runs inside a process. */

import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { HprocModules } from "./bundle-imports.js";

const folder = fileURLToPath(new URL("../..", import.meta.url));

/** The entries that package.json exports for use in a process, relative to the folder this file is compiled into. */
export const installedModules: HprocModules = {
  folder,
  files: {
    "hproc/contract": "runtime/contract/index.js",
    "hproc/guest": "runtime/guest/index.js",
    "hproc/guest/boot": "runtime/guest/boot.js",
  },
};

/**
 * The same for a process that runs without a component. It has few files to be bundled then, and a thread of the node may
 * have loaded the others before there is something to run.
 */
export const directModules: HprocModules = {
  folder,
  files: {
    "hproc/contract": "direct/contract.js",
    "hproc/guest": "direct/guest.js",
    "hproc/guest/boot": "direct/boot.js",
  },
  areOutside: true,
};

/** What a thread of a node may load before there is something to run. */
export const directModuleUrls: readonly string[] = Object.values(directModules.files).map(
  (file) => pathToFileURL(join(folder, file)).href,
);
