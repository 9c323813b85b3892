/** What runs in a process, as bundle and as component: `work/` by hproc, and the same by hand. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildComponent } from "../../compiler/component/build.js";
import { bundle } from "../../compiler/component/bundle.js";
import { installedModules } from "../../compiler/component/installed-modules.js";
import { root } from "../support/project.js";
import type { Standard } from "../../runtime/contract/index.js";
import { transpileComponent } from "../../runtime/node/component.js";
import { connectHost } from "../../runtime/node/direct-host.js";
import { prepareDirectModule, readBundle } from "../../runtime/node/direct-module.js";
import { instantiateComponent } from "../../runtime/node/transpiled-component.js";
import type { Engine } from "../../compiler/component/engine.js";
import { engines } from "./engines.js";
import type { Workspace } from "./workspace.js";

type Init = (our: string) => unknown;
/** Loads a program for one run on a host. */
export type Load = (host: Standard) => Promise<Init>;

export interface Program {
  readonly bundlePath: string;
  readonly bundleBytes: number;
  /** One for each engine, in the order of the list of `hproc build`. */
  readonly components: readonly ProgramComponent[];
}

export interface ProgramComponent {
  readonly engine: string;
  readonly wasmPath: string;
  readonly componentBytes: number;
}

/** Saves never, as the hand-written one. */
export function guestProgram(workspace: Workspace): Promise<Program> {
  return workspace.once("guest program", async () => {
    const { folder: projectRoot } = await workspace.work();
    const entry = join(projectRoot, "generated/work.main.ts");
    const cacheFolder = join(projectRoot, ".hproc/components");
    const outPath = join(workspace.folder, "guest");
    return makeProgram({ entry, projectRoot, cacheFolder, outPath, signal: workspace.ended });
  });
}

export function handWrittenProgram(workspace: Workspace): Promise<Program> {
  return workspace.once("hand-written program", async () => {
    const projectRoot = join(root, "test/bench/hand-written");
    const entry = join(projectRoot, "work.ts");
    const cacheFolder = join(workspace.folder, "components");
    const outPath = join(workspace.folder, "hand-written");
    const forEngine = (engine: Engine) =>
      engine.name === "quickjs" ? { entry: join(projectRoot, "work-quickjs.ts"), engine: withoutRuntime(engine) } : { entry, engine };
    return makeProgram({ entry, projectRoot, cacheFolder, outPath, signal: workspace.ended, forEngine });
  });
}

function withoutRuntime(engine: Engine): Engine {
  return { ...engine, bundling: { missing: engine.bundling.missing } };
}

export interface ProgramSource {
  readonly entry: string;
  readonly projectRoot: string;
  readonly cacheFolder: string;
  /** Without extension. */
  readonly outPath: string;
  readonly signal: AbortSignal;
  /** Where an engine takes a program of its own. */
  readonly forEngine?: (engine: Engine) => { readonly entry: string; readonly engine: Engine };
}

export async function makeProgram({ outPath, forEngine, ...source }: ProgramSource): Promise<Program> {
  const bundled = await bundle({ ...source, hproc: installedModules });
  if (bundled.kind === "failed") throw new Error(JSON.stringify(bundled.problems));
  const bundlePath = `${outPath}.js`;
  await writeFile(bundlePath, bundled.source);
  const components: ProgramComponent[] = [];
  for (const engine of engines) {
    const wasmPath = `${outPath}.${engine.name}.wasm`;
    const own = forEngine?.(engine) ?? { engine };
    const built = await buildComponent({ ...source, ...own, outFile: wasmPath, mapFile: `${wasmPath}.map` });
    if (built.kind === "failed") throw new Error(JSON.stringify(built.problems));
    components.push({ engine: engine.name, wasmPath, componentBytes: built.componentBytes });
  }
  return { bundlePath, bundleBytes: Buffer.byteLength(bundled.source), components };
}

/** A way in which the node runs a program: `direct`, or the name of an engine. */
export interface LoadedProgram {
  readonly mode: string;
  readonly load: Load;
}

/** All ways in which the node runs a program. Those of several programs are in the same order. */
export async function loadProgram(
  { bundlePath, components }: Program,
  { folder }: Workspace,
): Promise<readonly LoadedProgram[]> {
  const module = await prepareDirectModule(await readBundle(bundlePath), join(folder, "direct"));
  const direct: Load = async (host) => {
    connectHost(host);
    const { init } = (await import(module)) as { readonly init: Init };
    return init;
  };
  const loaded: LoadedProgram[] = [{ mode: "direct", load: direct }];
  for (const { engine, wasmPath } of components) loaded.push({ mode: engine, load: await loadComponent(wasmPath, folder) });
  return loaded;
}

async function loadComponent(wasmPath: string, folder: string): Promise<Load> {
  const code = { kind: "component", ...(await transpileComponent(wasmPath, join(folder, "transpiled"))) } as const;
  const instances: Init[] = [];
  return async (host) => {
    const { init } = await instantiateComponent(code, host, (bytes) => process.stderr.write(bytes));
    // As long as there is one instance, Node keeps the optimized code for all that follow.
    if (instances.length === 0) instances.push(init);
    return init;
  };
}
