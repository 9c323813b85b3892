/** A compiled project on a local node, as `hproc dev` runs it. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { copyUi } from "../../compiler/cli/copy-ui.js";
import { buildComponent } from "../../compiler/component/build.js";
import { loadEngine } from "../../compiler/component/engines.js";
import { directModules } from "../../compiler/component/installed-modules.js";
import { engineNames, type EngineName } from "../../compiler/model/engine.js";
import { writeAtomically } from "../../compiler/project/node-host.js";
import { formatProcessId } from "../../runtime/contract/index.js";
import { createNode, type Installation, type LocalNode, type ManifestEntry, type NodeOptions } from "../../runtime/node/index.js";
import { prepareOnEngine } from "../wasmtime/engine.js";
import { bundleModule, type Project } from "./project.js";

/** `direct` without WebAssembly, `component quickjs` with it, `wasmtime quickjs` as a component on the engine of Hyperdrive. */
export type Form = "direct" | `${"component" | "wasmtime"} ${EngineName}`;

/** What to install for the processes of a project; those named in `leaveOut` are not built. */
export async function prepareInstallations(
  project: Project,
  form: Form,
  leaveOut: readonly string[] = [],
): Promise<readonly Installation[]> {
  const manifest = JSON.parse(await readFile(join(project.folder, "pkg/manifest.json"), "utf8")) as ManifestEntry[];
  await copyUi(project.folder, project.model);
  const installations: Installation[] = [];
  for (const { id } of project.model.processes) {
    if (leaveOut.includes(id.processName)) continue;
    const entry = manifest.find(({ process_name: name }) => name === id.processName);
    if (!entry) throw new Error(`the manifest has no ${formatProcessId(id)}`);
    const code = await prepareCode(project, id.processName, form);
    installations.push({ id, manifest: entry, code, packageFolder: project.folder });
  }
  return installations;
}

/** Starts the processes of a project, but for those named in `leaveOut`, on a node of their own, on a free port. */
export async function runProject(
  project: Project,
  form: Form,
  options: Partial<NodeOptions> = {},
  leaveOut: readonly string[] = [],
): Promise<LocalNode> {
  const installations = await prepareInstallations(project, form, leaveOut);
  const home = join(project.folder, ".hproc/node");
  const node = await createNode({ name: "test.os", home, port: 0, print: () => {}, ...options });
  await node.install(installations);
  return node;
}

async function prepareCode(project: Project, processName: string, form: Form): Promise<Installation["code"]> {
  if (form === "direct") return prepareBundle(project, processName);
  const engine = engineNames.find((name) => form.endsWith(name));
  if (engine === undefined) throw new Error(`no engine is named ${form}`);
  const wasmPath = await buildWasm(project, processName, engine);
  return form.startsWith("wasmtime") ? prepareOnEngine(wasmPath) : { kind: "component", wasmPath };
}

async function prepareBundle(project: Project, processName: string): Promise<Installation["code"]> {
  const bundlePath = join(project.folder, ".hproc/bundles", `${processName}.js`);
  const { source } = await bundleModule(project, `generated/${processName}.main.ts`, directModules);
  await writeAtomically(bundlePath, source);
  return { kind: "direct", bundlePath };
}

/** Returns the path of the component. */
async function buildWasm(project: Project, processName: string, engine: EngineName): Promise<string> {
  const wasmPath = join(project.folder, "pkg", `${processName}.wasm`);
  const built = await buildComponent({
    entry: `generated/${processName}.main.ts`,
    projectRoot: project.folder,
    engine: await loadEngine(engine),
    cacheFolder: join(project.folder, ".hproc/components"),
    outFile: wasmPath,
    mapFile: `${wasmPath}.map`,
  });
  if (built.kind === "failed") throw new Error(built.problems[0]?.message);
  return wasmPath;
}
