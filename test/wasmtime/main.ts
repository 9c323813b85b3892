/** `npm run test:wasmtime`: what runs on the local node runs on Hyperdrive's engine as well. */

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../support/project.js";
import { buildEngine, hasCargo } from "./engine.js";

const folder = fileURLToPath(new URL(".", import.meta.url));

if (!hasCargo()) {
  const skippedCount = readdirSync(folder).filter((name) => name.endsWith(".suite.js")).length;
  console.log("skipped: there is no cargo to build Hyperdrive's engine with");
  // As the test runner ends, for what counts the tests of CI.
  console.log(`  Total:     0\n  Passed:    0\n  Skipped:   ${skippedCount}`);
} else if (!buildEngine()) {
  process.exitCode = 1;
} else {
  const uvu = join(root, "node_modules/uvu/bin.js");
  const pattern = process.argv[2] ?? "";
  const run = spawnSync(process.execPath, [uvu, folder, `${pattern}.*\\.suite\\.js$`], { stdio: "inherit" });
  process.exitCode = run.status ?? 1;
}
