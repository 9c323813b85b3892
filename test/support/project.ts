/** Projects on disk: a copy of a source folder, compiled, in a temporary folder that goes away with the tests. */

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundle } from "../../compiler/component/bundle.js";
import { installedModules } from "../../compiler/component/installed-modules.js";
import type { Model } from "../../compiler/model/model.js";
import { compileSchema } from "../../compiler/pipeline.js";
import { locateSchema } from "../../compiler/project/locate.js";
import { nodeHost, writeAtomically } from "../../compiler/project/node-host.js";
import { renderDiagnostics } from "../../compiler/diagnostics/render.js";
import type { ProcessDefinition } from "../../runtime/guest/definition.js";

/** The root of the repository, with a slash at its end. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

export interface Project {
  readonly folder: string;
  readonly model: Model;
  remove(): Promise<void>;
}

/** Copies a folder (relative to the root) without what was generated in it, and compiles its schema. */
export async function createProject(source: string): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "hproc-test-"));
  const generated = /(^|\/)(generated|api|pkg|\.hproc)$/;
  await cp(join(root, source), folder, { recursive: true, filter: (path) => !generated.test(path) });
  const { model, diagnostics } = await compileSchema(await locateSchema(folder), nodeHost);
  if (!model) throw new Error(renderDiagnostics(diagnostics, { colour: false }));
  return { folder, model, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A module of the project with all that it imports, as a component holds it. Throws with the first problem. */
export async function bundleModule(project: Project, entry: string, hproc = installedModules) {
  const bundled = await bundle({ entry, projectRoot: project.folder, hproc });
  if (bundled.kind === "failed") throw new Error(bundled.problems[0]?.message);
  return bundled;
}

/** Loads an author's file, `<process>.ts`, as the definition that it exports. */
export async function loadDefinition(project: Project, process: string): Promise<ProcessDefinition> {
  const { source } = await bundleModule(project, `${process}.ts`);
  const path = join(project.folder, ".hproc", `${process}.definition.mjs`);
  await writeAtomically(path, source);
  const loaded = (await import(pathToFileURL(path).href)) as { readonly default: ProcessDefinition };
  return loaded.default;
}
