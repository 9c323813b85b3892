/** The processes of a project as files that a node can run. */

import { join } from "node:path";
import { bundle } from "../component/bundle.js";
import { installedModules } from "../component/installed-modules.js";
import type { ComponentProblem } from "../component/problem.js";
import { entryFile } from "../emit/print/generated-names.js";
import type { Process } from "../model/model.js";
import { writeAtomically } from "../project/node-host.js";
import { copyUi } from "./copy-ui.js";
import type { Output } from "./output.js";
import type { PreparedProject } from "./prepare.js";
import { renderProblem } from "./problems.js";
import { formatBytes } from "./summary.js";

export interface BuiltProcess {
  readonly process: Process;
  /** Absolute: a component, or a module with its source map beside it. */
  readonly path: string;
}

/** Undefined when a process could not be built; why has been shown then, for all of them. */
export async function buildProcesses(
  project: PreparedProject,
  form: "component" | "bundle",
  output: Output,
): Promise<readonly BuiltProcess[] | undefined> {
  const built: BuiltProcess[] = [];
  for (const process of project.model.processes) {
    const path = form === "component" ? await buildComponentOf(project, process, output) : await bundleOf(project, process, output);
    if (path !== undefined) built.push({ process, path });
  }
  if (built.length < project.model.processes.length) return undefined;
  await copyUi(project.folder, project.model);
  return built;
}

async function bundleOf({ folder }: PreparedProject, process: Process, output: Output): Promise<string | undefined> {
  const bundled = await bundle({ entry: entryFile(process), projectRoot: folder, hproc: installedModules });
  if (bundled.kind === "failed") {
    showProblems(bundled.problems, output);
    return undefined;
  }
  const path = join(folder, ".hproc/bundles", `${process.id.processName}.js`);
  await writeAtomically(`${path}.map`, bundled.sourceMap);
  await writeAtomically(path, `${bundled.source}//# sourceMappingURL=${process.id.processName}.js.map\n`);
  return path;
}

async function buildComponentOf({ folder }: PreparedProject, process: Process, output: Output): Promise<string | undefined> {
  // Loaded here: bundles do without an engine.
  const { buildComponent } = await import("../component/build.js");
  const { starlingMonkey } = await import("../component/starlingmonkey.js");
  const name = `${process.id.processName}.wasm`;
  const outFile = join(folder, "pkg", name);
  const result = await buildComponent({
    entry: entryFile(process),
    projectRoot: folder,
    hproc: installedModules,
    engine: starlingMonkey,
    cacheFolder: join(folder, ".hproc/components"),
    outFile,
    onProgress: (step) => output.progress(`building pkg/${name}: ${step}`),
  });
  if (result.kind === "failed") {
    showProblems(result.problems, output);
    return undefined;
  }
  const how = result.cached ? "from the cache" : "built";
  output.line(`pkg/${name}: ${formatBytes(result.componentBytes)}, ${how} in ${(result.totalMs / 1000).toFixed(1)} s`);
  return outFile;
}

function showProblems(problems: readonly ComponentProblem[], output: Output): void {
  for (const problem of problems) output.error(renderProblem(problem));
}
