/** A process of its own that runs componentize-js for one job. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InternalError } from "../../text/internal-error.js";
import { componentizeVersion } from "./bindings.js";
import { sourceName } from "./failure.js";
import type { Job, JobResult } from "./job.js";
import { installRepairs } from "./repairs.js";

process.once("message", (job: Job) => {
  void run(job).then((result) => process.send?.(result, undefined, undefined, () => process.disconnect()));
});

async function run(job: Job): Promise<JobResult> {
  try {
    return { kind: "component", bytes: await componentize(job) };
  } catch (error) {
    if (error instanceof InternalError) return { kind: "broken", message: error.message };
    return { kind: "refused", log: error instanceof Error ? error.message : String(error) };
  }
}

async function componentize({ folder, source, wit, world }: Job): Promise<Uint8Array> {
  const { componentize, version } = await import("@bytecodealliance/componentize-js");
  if (version !== componentizeVersion) {
    throw new InternalError(`componentize-js ${version} is installed; hproc is made for ${componentizeVersion} alone`);
  }
  const checkRepairs = await installRepairs();
  const sourcePath = join(folder, sourceName);
  await writeFile(sourcePath, source);
  const options = {
    sourcePath,
    // As text: reading it from a path fails with some releases of preview2-shim.
    witWorld: wit,
    worldName: world,
    disableFeatures: [...disabledFeatures],
  };
  const { component } = await componentize(options);
  checkRepairs();
  return component;
}

/** Hyperdrive links no `wasi:http`: a component that imports it never starts. */
const disabledFeatures = ["http", "fetch-event"] as const;
