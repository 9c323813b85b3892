/** Puts what was built into the place of what runs on each node, where it is something else. */

import { join } from "node:path";
import type { ProcessId } from "../../runtime/contract/index.js";
import type { Installation, ManifestEntry } from "../../runtime/node/index.js";
import type { Process } from "../model/model.js";
import { nodeHost, stampOf } from "../project/node-host.js";
import { InternalError } from "../text/internal-error.js";
import { buildComponentOf, type Bundled, writeBundle } from "./build-processes.js";
import { copyUi } from "./copy-ui.js";
import type { Output } from "./output.js";
import type { PreparedProject } from "./prepare.js";
import type { RunningNodes } from "./run-nodes.js";

export interface SwapProcesses {
  /** What was started with the nodes, or tried in vain: then nothing runs, and the same is not tried again. */
  begin(project: PreparedProject, bundled: readonly Bundled[], isServing: boolean): Promise<void>;
  /** Processes that the project has no more are removed. `kept` are those whose new code did not start. */
  swap(project: PreparedProject, bundled: readonly Bundled[], ended: AbortSignal): Promise<SwapOutcome>;
  isServing(): boolean;
}

/** Names of processes. */
export interface SwapOutcome {
  readonly swapped: readonly string[];
  readonly kept: readonly string[];
}

export interface SwapOptions {
  readonly nodes: RunningNodes;
  readonly asComponent: boolean;
  readonly output: Output;
}

export function createSwap({ nodes, asComponent, output }: SwapOptions): SwapProcesses {
  /** By name: whose code runs on all nodes, and of what it was made. */
  const serving = new Map<string, { readonly id: ProcessId; readonly key: string }>();
  /** What was tried last and did not start. */
  const refused = new Map<string, string>();
  /** All keys of a start in vain. */
  let refusedStart: string | undefined;

  const locate = async (project: PreparedProject, { process, bundle }: Bundled, interrupted: AbortSignal): Promise<string | undefined> =>
    asComponent ? buildComponentOf(project, process, { output, interrupted }) : writeBundle(project, process, bundle);

  return {
    async begin(project, bundled, isServing) {
      const keys = await keysOf(project, bundled);
      if (!isServing) refusedStart = keys.join();
      else bundled.forEach(({ process: { id, name } }, index) => serving.set(name, { id, key: keys[index] ?? "" }));
    },

    async swap(project, bundled, ended) {
      const manifest = await readManifest(project);
      const keys = await keysOf(project, bundled);
      if (refusedStart === keys.join()) return { swapped: [], kept: [] };
      refusedStart = undefined;
      const swapped: string[] = [];
      const kept: string[] = [];
      let hasCopied = false;
      for (const [index, each] of bundled.entries()) {
        const { id, name } = each.process;
        const key = keys[index] ?? "";
        if (serving.get(name)?.key === key) {
          refused.delete(name);
          continue;
        }
        if (refused.get(name) === key || ended.aborted) continue;
        if (!hasCopied) await copyUi(project.folder, project.model);
        hasCopied = true;
        const path = await locate(project, each, ended);
        const replacedCount =
          path === undefined
            ? 0
            : await nodes.replace(installationOf(project, { process: each.process, path, manifest, asComponent }));
        if (replacedCount === nodes.count) {
          serving.set(name, { id, key });
          refused.delete(name);
          swapped.push(name);
        } else {
          refused.set(name, key);
          kept.push(name);
          // Nodes differ now: going back to the code before is a change as well.
          if (replacedCount > 0) serving.set(name, { id, key: "" });
        }
      }
      const present = new Set(bundled.map(({ process }) => process.name));
      for (const [name, { id }] of serving) {
        if (present.has(name)) continue;
        serving.delete(name);
        await nodes.remove(id);
      }
      return { swapped, kept };
    },

    isServing: () => serving.size > 0,
  };
}

/** Equal for what behaves alike: the code, what the manifest says, and the files of the user interface. */
async function keyOf({ folder }: PreparedProject, { process, bundle }: Bundled, entry: ManifestEntry): Promise<string> {
  const ui = process.ui && join(folder, process.ui.folder);
  const files = ui === undefined ? [] : await nodeHost.list(ui);
  return JSON.stringify([bundle.source, entry, files.map((file) => [file, ui && stampOf(join(ui, file))])]);
}

async function keysOf(project: PreparedProject, bundled: readonly Bundled[]): Promise<readonly string[]> {
  const manifest = await readManifest(project);
  return Promise.all(bundled.map((each) => keyOf(project, each, entryOf(manifest, each.process))));
}

export async function readManifest({ folder }: PreparedProject): Promise<readonly ManifestEntry[]> {
  return JSON.parse((await nodeHost.read(join(folder, "pkg/manifest.json"))) ?? "[]") as ManifestEntry[];
}

export function installationOf(
  { folder }: PreparedProject,
  built: {
    readonly process: Process;
    /** Of its component or its bundle. */
    readonly path: string;
    readonly manifest: readonly ManifestEntry[];
    readonly asComponent: boolean;
  },
): Installation {
  const { process, path, manifest, asComponent } = built;
  return {
    id: process.id,
    manifest: entryOf(manifest, process),
    code: asComponent ? { kind: "component", wasmPath: path } : { kind: "direct", bundlePath: path },
    packageFolder: folder,
  };
}

/** Throws `InternalError` when the manifest has no such process. */
function entryOf(manifest: readonly ManifestEntry[], { id }: Process): ManifestEntry {
  const entry = manifest.find(({ process_name: name }) => name === id.processName);
  if (!entry) throw new InternalError(`pkg/manifest.json has no process ${id.processName}`);
  return entry;
}
