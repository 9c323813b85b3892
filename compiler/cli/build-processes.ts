/** The processes of a project as files that a node can run. */

import { join } from "node:path";
import { loadEngine } from "../component/engines.js";
import { installedModules } from "../component/installed-modules.js";
import type { BuildStage } from "../component/build.js";
import type { ComponentProblem } from "../component/problem.js";
import type { Severity } from "../diagnostics/diagnostic.js";
import { entryFile } from "../emit/print/generated-names.js";
import type { EngineName } from "../model/engine.js";
import type { Process } from "../model/model.js";
import { writeAtomically } from "../project/node-host.js";
import { chooseEngine } from "./choose-engine.js";
import { copyUi } from "./copy-ui.js";
import type { Output } from "./output.js";
import type { PreparedProject } from "./prepare.js";
import { buildCodes, buildDiagnostic } from "./problems.js";
import { formatBytes } from "./summary.js";

export interface BuiltProcess {
  readonly process: Process;
  /** Absolute: a component, or a module with its source map beside it. */
  readonly path: string;
}

export interface BuildSurroundings {
  readonly output: Output;
  readonly interrupted: AbortSignal;
  /** For all processes; their own, or that of the project, when undefined. */
  readonly engine?: EngineName | undefined;
  /** Until then nothing is shown, made or written; nothing at all when it is false, and whoever checks has said why. */
  readonly isRight?: Promise<boolean>;
}

/** Undefined when a process could not be built; why has been shown then, for all of them. */
export async function buildProcesses(
  project: PreparedProject,
  form: "component" | "bundle",
  surroundings: BuildSurroundings,
): Promise<readonly BuiltProcess[] | undefined> {
  const buildOne = form === "component" ? buildComponentOf : bundleOf;
  const built: BuiltProcess[] = [];
  // When it is rejected before anybody waits for it, that is no fault; it is for who does.
  surroundings.isRight?.catch(() => {});
  for (const process of project.model.processes) {
    surroundings.interrupted.throwIfAborted();
    const path = await buildOne(project, process, surroundings);
    if (path !== undefined) built.push({ process, path });
  }
  if (built.length < project.model.processes.length) return undefined;
  await copyUi(project.folder, project.model);
  return built;
}

type BuildOne = (
  project: PreparedProject,
  process: Process,
  surroundings: BuildSurroundings,
) => Promise<string | undefined>;

const bundleOf: BuildOne = async (project, process, { output, engine: asked }) => {
  // The bundler is loaded here, as below: asking for help does without.
  const { bundle, rebaseSourceMap } = await import("../component/bundle.js");
  const { folder, config } = project;
  const { missing } = (await loadEngine(chooseEngine(asked, process, config))).bundling;
  // What the component will lack is found now. Otherwise Node takes the program as it is.
  const bundled = await bundle({
    entry: entryFile(process),
    projectRoot: folder,
    hproc: installedModules,
    bundling: { missing },
  });
  if (bundled.kind === "failed") {
    await showProblems(bundled.problems, "error", project, output);
    return undefined;
  }
  await showProblems(bundled.warnings, "warning", project, output);
  const path = join(folder, ".hproc/bundles", `${process.id.processName}.js`);
  await writeAtomically(`${path}.map`, rebaseSourceMap(bundled.sourceMap, folder, path));
  await writeAtomically(path, `${bundled.source}//# sourceMappingURL=${process.id.processName}.js.map\n`);
  return path;
};

const buildComponentOf: BuildOne = async (project, process, { output, interrupted, engine: asked, isRight }) => {
  const { buildComponent } = await import("../component/build.js");
  const { folder, config } = project;
  const engine = await loadEngine(chooseEngine(asked, process, config));
  const name = `${process.id.processName}.wasm`;
  const outFile = join(folder, "pkg", name);
  const result = await buildComponent({
    entry: entryFile(process),
    projectRoot: folder,
    hproc: installedModules,
    engine,
    cacheFolder: join(folder, ".hproc/components"),
    outFile,
    mapFile: join(folder, ".hproc/maps", `${name}.map`),
    onProgress: (stage) => output.progress(`pkg/${name}: ${stageWords[stage]}`),
    signal: interrupted,
    ...(isRight === undefined ? {} : { isRight }),
  });
  if (result.kind === "failed") {
    await showProblems(result.problems, "error", project, output);
    return undefined;
  }
  await showProblems(result.warnings, "warning", project, output);
  const how = result.cached ? "from the cache" : "built";
  output.line(`pkg/${name}: ${formatBytes(result.componentBytes)}, ${engine.name}, ${how} in ${(result.totalMs / 1000).toFixed(1)} s`);
  return outFile;
};

const stageWords: Readonly<Record<BuildStage, string>> = {
  bundle: "bundling",
  componentize: "making the component",
  verify: "verifying the component",
  write: "writing the component",
};

/** What the bundler and the engine found, each at the author's line where it is known. */
export async function showProblems(
  problems: readonly ComponentProblem[],
  severity: Severity,
  project: PreparedProject,
  output: Output,
): Promise<void> {
  const diagnostics = await Promise.all(problems.map((problem) => buildDiagnostic(problem, severity, project)));
  output.diagnostics(diagnostics.filter((diagnostic) => diagnostic !== undefined));
  for (const { message, help } of problems.filter((_, index) => diagnostics[index] === undefined)) {
    output.error(`${severity} ${buildCodes[severity]}: ${message}${help === undefined ? "" : `\n  = help: ${help}`}`);
  }
}
