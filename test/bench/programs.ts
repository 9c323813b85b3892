/** What runs in a process, as bundle and as component: the counter by hproc, and the same by hand. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildComponent } from "../../compiler/component/build.js";
import { bundle } from "../../compiler/component/bundle.js";
import { installedModules } from "../../compiler/component/installed-modules.js";
import { starlingMonkey } from "../../compiler/component/starlingmonkey.js";
import { root } from "../support/project.js";
import type { Workspace } from "./workspace.js";

export interface Program {
  readonly bundlePath: string;
  readonly bundleBytes: number;
  readonly wasmPath: string;
  readonly componentBytes: number;
}

/** Saves never, as the hand-written one. */
export function guestProgram(workspace: Workspace): Promise<Program> {
  return workspace.once("guest program", async () => {
    const projectRoot = await workspace.counter("never");
    const entry = join(projectRoot, "generated/counter.main.ts");
    // The cache of the command line, which then need not build it again.
    const cacheFolder = join(projectRoot, ".hproc/components");
    const outPath = join(workspace.folder, "guest");
    return makeProgram({ entry, projectRoot, cacheFolder, outPath, signal: workspace.ended });
  });
}

export function handWrittenProgram(workspace: Workspace): Promise<Program> {
  return workspace.once("hand-written program", async () => {
    const projectRoot = join(root, "test/bench/hand-written");
    const entry = join(projectRoot, "counter.ts");
    const cacheFolder = join(workspace.folder, "components");
    const outPath = join(workspace.folder, "hand-written");
    return makeProgram({ entry, projectRoot, cacheFolder, outPath, signal: workspace.ended });
  });
}

interface ProgramSource {
  readonly entry: string;
  readonly projectRoot: string;
  readonly cacheFolder: string;
  /** Without extension. */
  readonly outPath: string;
  readonly signal: AbortSignal;
}

async function makeProgram({ outPath, ...source }: ProgramSource): Promise<Program> {
  const bundled = await bundle({ ...source, hproc: installedModules });
  if (bundled.kind === "failed") throw new Error(JSON.stringify(bundled.problems));
  const bundlePath = `${outPath}.js`;
  await writeFile(bundlePath, bundled.source);
  const wasmPath = `${outPath}.wasm`;
  const built = await buildComponent({ ...source, engine: starlingMonkey, outFile: wasmPath, mapFile: `${wasmPath}.map` });
  if (built.kind === "failed") throw new Error(JSON.stringify(built.problems));
  const { componentBytes, sourceBytes: bundleBytes } = built;
  return { bundlePath, bundleBytes, wasmPath, componentBytes };
}
