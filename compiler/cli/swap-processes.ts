/** Puts what was built into the place of what runs on each node, where it is something else. */

import { join } from "node:path";
import type { ProcessId } from "../../runtime/contract/index.js";
import type { Installation, ManifestEntry } from "../../runtime/node/index.js";
import type { EngineName } from "../model/engine.js";
import type { Process } from "../model/model.js";
import { nodeHost } from "../project/node-host.js";
import { InternalError } from "../text/internal-error.js";
import { buildComponentOf, type Bundled, type BuildSurroundings } from "./build-processes.js";
import { copyUi } from "./copy-ui.js";
import type { Output } from "./output.js";
import type { PreparedProject } from "./prepare.js";
import { refusalOf } from "./refusal.js";
import type { RunningNodes } from "./run-nodes.js";
import { stampUi } from "./ui-files.js";

export interface SwapProcesses {
  /** What was started with the nodes. */
  begin(project: PreparedProject, bundled: readonly Bundled[]): Promise<void>;
  /**
   * Those that do not run yet start together; processes that the project has no more are removed. Does no more than it
   * has begun once `outdated` is aborted.
   */
  swap(project: PreparedProject, bundled: readonly Bundled[], outdated: AbortSignal): Promise<SwapOutcome>;
  isServing(): boolean;
}

export interface SwapOutcome {
  /** Names of processes. */
  readonly swapped: readonly string[];
  /** Names of those whose code before runs on, since the new one could not be built or does not start. */
  readonly kept: readonly string[];
  /** Names of those that do not run at all for such a reason. */
  readonly missing: readonly string[];
  /** What the nodes have printed about it. */
  readonly reasons: readonly string[];
}

export interface SwapOptions {
  readonly nodes: RunningNodes;
  readonly asComponent: boolean;
  /** Of all components, when it was asked for. */
  readonly engine: EngineName | undefined;
  readonly output: Output;
}

/** A process as it was built. */
interface Built extends Bundled {
  /** Equal for what behaves alike: the code and its lines, what the manifest says, and the files of the user interface. */
  readonly key: string;
  readonly entry: ManifestEntry;
}

export function createSwap({ nodes, asComponent, engine, output }: SwapOptions): SwapProcesses {
  /** By name: whose code runs on all nodes, and of what it was made. */
  const serving = new Map<string, { readonly id: ProcessId; readonly key: string }>();
  /** By name: what was tried last and does not run. */
  const refused = new Map<string, { readonly key: string; readonly reasons: readonly string[] }>();
  let copiedUi: string | undefined;

  /** Returns why it cannot be done, which has been shown then. */
  const copyChangedUi = async ({ folder, model }: PreparedProject): Promise<string | undefined> => {
    const present = (await Promise.all(model.processes.map(({ ui }) => ui && stampUi(join(folder, ui.folder))))).join();
    if (present === copiedUi) return undefined;
    try {
      await copyUi(folder, model);
    } catch (error) {
      const refusal = refusalOf(error);
      output.error(`hproc: ${refusal}`);
      return refusal;
    }
    copiedUi = present;
    return undefined;
  };

  /** Undefined when it cannot be built; why has been shown then. */
  const prepare = async (project: PreparedProject, built: Built, outdated: AbortSignal): Promise<Installation | undefined> => {
    const code = await codeOf(project, built, asComponent, { output, interrupted: outdated, engine });
    return code && installationOf(project, built.process, code, built.entry);
  };

  /** Returns why it does not run; undefined when it does, on all nodes. */
  const replace = async (installation: Installation): Promise<readonly string[] | undefined> => {
    const { replacedCount, reasons } = await nodes.replace(installation);
    if (replacedCount === nodes.count) return undefined;
    // Nodes differ now: going back to the code before is a change as well.
    const name = [...serving].find(([, { id }]) => id === installation.id)?.[0];
    if (name !== undefined && replacedCount > 0) serving.set(name, { id: installation.id, key: "" });
    return reasons;
  };

  return {
    async begin(project, bundled) {
      for (const { process, key } of await describe(project, bundled)) serving.set(process.name, { id: process.id, key });
    },

    async swap(project, bundled, outdated) {
      const swapped: string[] = [];
      const fresh: { readonly built: Built; readonly installation: Installation }[] = [];
      const all = await describe(project, bundled);
      const note = ({ process: { id, name }, key }: Built, reasons: readonly string[] | undefined): void => {
        if (reasons) return void refused.set(name, { key, reasons });
        serving.set(name, { id, key });
        refused.delete(name);
        swapped.push(name);
      };
      const isRefused = ({ process: { name }, key }: Built): boolean => refused.get(name)?.key === key;
      // One that does not start keeps those from running that were to start with it.
      const isHopeless = all.filter(({ process }) => !serving.has(process.name)).every(isRefused);
      for (const built of all) {
        const { process, key } = built;
        const present = serving.get(process.name);
        if (present?.key === key) refused.delete(process.name);
        const isDone = present ? present.key === key || isRefused(built) : isHopeless;
        if (isDone || outdated.aborted) continue;
        const refusal = await copyChangedUi(project);
        const installation = refusal === undefined ? await prepare(project, built, outdated) : undefined;
        if (!installation) note(built, refusal === undefined ? [] : [refusal]);
        else if (serving.has(process.name)) note(built, await replace(installation));
        else fresh.push({ built, installation });
      }
      if (fresh.length > 0 && !outdated.aborted) {
        const reasons = await nodes.start(fresh.map(({ installation }) => installation));
        for (const { built } of fresh) note(built, reasons);
      }
      const present = new Set(all.map(({ process }) => process.name));
      for (const [name, { id }] of serving) {
        if (present.has(name)) continue;
        serving.delete(name);
        await nodes.remove(id);
      }
      for (const name of refused.keys()) if (!present.has(name)) refused.delete(name);
      const names = [...refused.keys()];
      return {
        swapped,
        kept: names.filter((name) => serving.has(name)),
        missing: names.filter((name) => !serving.has(name)),
        reasons: [...refused.values()].flatMap(({ reasons }) => reasons),
      };
    },

    isServing: () => serving.size > 0,
  };
}

async function describe(project: PreparedProject, bundled: readonly Bundled[]): Promise<readonly Built[]> {
  const manifest = await readManifest(project);
  return Promise.all(
    bundled.map(async ({ process, bundle }) => {
      const entry = entryOf(manifest, process);
      const ui = process.ui && (await stampUi(join(project.folder, process.ui.folder)));
      return { process, bundle, entry, key: JSON.stringify([bundle.source, mappingsOf(bundle.sourceMap), entry, ui]) };
    }),
  );
}

/** Which line of a file is which in the bundle: a comment that comes moves those below it, and stacks name them. */
function mappingsOf(sourceMap: string): string {
  return (JSON.parse(sourceMap) as { readonly mappings: string }).mappings;
}

export async function readManifest({ folder }: PreparedProject): Promise<readonly ManifestEntry[]> {
  return JSON.parse((await nodeHost.read(join(folder, "pkg/manifest.json"))) ?? "[]") as ManifestEntry[];
}

/** What a node is to run. Undefined when the component could not be built; why has been shown then. */
export async function codeOf(
  project: PreparedProject,
  { process, bundle }: Bundled,
  asComponent: boolean,
  surroundings: BuildSurroundings,
): Promise<Installation["code"] | undefined> {
  const { source, sourceMap } = bundle;
  if (!asComponent) return { kind: "bundle", bundle: { source, sourceMap, folder: project.folder } };
  const wasmPath = await buildComponentOf(project, process, surroundings);
  return wasmPath === undefined ? undefined : { kind: "component", wasmPath };
}

export function installationOf(
  { folder }: PreparedProject,
  { id }: Process,
  code: Installation["code"],
  manifest: ManifestEntry,
): Installation {
  return { id, manifest, code, packageFolder: folder };
}

/** Throws `InternalError` when the manifest has no such process. */
export function entryOf(manifest: readonly ManifestEntry[], { id }: Process): ManifestEntry {
  const entry = manifest.find(({ process_name: name }) => name === id.processName);
  if (!entry) throw new InternalError(`pkg/manifest.json has no process ${id.processName}`);
  return entry;
}
