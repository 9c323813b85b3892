/** Where this installation of hproc keeps what runs inside a process. */

import { fileURLToPath } from "node:url";
import type { HprocModules } from "./bundle-imports.js";

/** The entries that package.json exports for use in a process, relative to the folder this file is compiled into. */
export const installedModules: HprocModules = {
  folder: fileURLToPath(new URL("../..", import.meta.url)),
  files: {
    "hproc/contract": "runtime/contract/index.js",
    "hproc/guest": "runtime/guest/index.js",
    "hproc/guest/boot": "runtime/guest/boot.js",
  },
};
