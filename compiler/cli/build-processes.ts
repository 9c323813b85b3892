/** The processes of a project as files that a node can run. */

import { join } from "node:path";
import type { Bundle } from "../component/bundle.js";
import { loadEngine } from "../component/engines.js";
import { directModules, installedModules } from "../component/installed-modules.js";
import type { BuildStage } from "../component/build.js";
import type { ComponentProblem } from "../component/problem.js";
import type { Severity } from "../diagnostics/diagnostic.js";
import { entryFile } from "../emit/print/generated-names.js";
import type { EngineName } from "../model/engine.js";
import type { Process } from "../model/model.js";
import { chooseEngine } from "./choose-engine.js";
import { copyUi } from "./copy-ui.js";
import type { Output } from "./output.js";
import type { PreparedProject } from "./prepare.js";
import { buildCodes, buildDiagnostic } from "./problems.js";
import { formatBytes } from "./summary.js";

/** One module of a process. */
export interface Bundled {
  readonly process: Process;
  readonly bundle: Extract<Bundle, { kind: "bundled" }>;
}

export interface BuildSurroundings {
  readonly output: Output;
  readonly interrupted: AbortSignal;
  /** For all processes; their own, or that of the project, when undefined. */
  readonly engine?: EngineName | undefined;
  /** Until then nothing is shown, made or written; nothing at all when it is false, and whoever checks has said why. */
  readonly isRight?: Promise<boolean>;
}

/** Makes the components in `pkg`. False when one could not be built; why has been shown then, for all of them. */
export async function buildComponents(project: PreparedProject, surroundings: BuildSurroundings): Promise<boolean> {
  let builtCount = 0;
  // When it is rejected before anybody waits for it, that is no fault; it is for who does.
  surroundings.isRight?.catch(() => {});
  for (const process of project.model.processes) {
    surroundings.interrupted.throwIfAborted();
    if ((await buildComponentOf(project, process, surroundings)) !== undefined) builtCount++;
  }
  if (builtCount < project.model.processes.length) return false;
  await copyUi(project.folder, project.model);
  return true;
}

/** Undefined when one could not be bundled; why has been shown then, for all of them. */
export async function bundleProcesses(
  project: PreparedProject,
  { output, engine }: BuildSurroundings,
): Promise<readonly Bundled[] | undefined> {
  const bundled: Bundled[] = [];
  for (const process of project.model.processes) {
    const bundle = await bundleProcess(project, process, engine);
    const isFailed = bundle.kind === "failed";
    await showProblems(isFailed ? bundle.problems : bundle.warnings, isFailed ? "error" : "warning", project, output);
    if (!isFailed) bundled.push({ process, bundle });
  }
  return bundled.length < project.model.processes.length ? undefined : bundled;
}

/**
 * The author's files of a process as one module for Node, which imports those of hproc. What its engine lacks is an error
 * already here. Writes nothing.
 */
export async function bundleProcess(
  { folder, config }: PreparedProject,
  process: Process,
  asked: EngineName | undefined,
): Promise<Bundle> {
  // The bundler is loaded here, as below: asking for help does without.
  const { bundle } = await import("../component/bundle.js");
  const { missing } = (await loadEngine(chooseEngine(asked, process, config))).bundling;
  return bundle({ entry: entryFile(process), projectRoot: folder, hproc: directModules, bundling: { missing } });
}

/** Returns the path of the component; undefined when it could not be built, which has been shown then. */
export async function buildComponentOf(
  project: PreparedProject,
  process: Process,
  { output, interrupted, engine: asked, isRight }: BuildSurroundings,
): Promise<string | undefined> {
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
}

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
