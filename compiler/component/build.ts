/** Makes a process's component: bundle, componentize, verify, write. */

import { withAuthorLines } from "./author-lines.js";
import { bundle, rebaseSourceMap, type Bundle } from "./bundle.js";
import type { HprocModules } from "./bundle-imports.js";
import { cacheKey, keepInCache, readCached } from "./component-cache.js";
import { EngineFailure, type Engine, type EngineInput } from "./engine.js";
import { installedModules } from "./installed-modules.js";
import { createProblem, type ComponentProblem } from "./problem.js";
import { processWit, processWorld } from "./process-wit.js";
import { replaceFile } from "./replace-file.js";
import { readSourceMap } from "./source-position.js";
import { verifyComponent } from "./verify.js";

export interface ComponentBuild {
  /** The generated module that exports `init`; absolute, or relative to the project. */
  readonly entry: string;
  /** Absolute. */
  readonly projectRoot: string;
  readonly engine: Engine;
  /** Absolute. Components made earlier; may be deleted at any time. */
  readonly cacheFolder: string;
  /** Absolute. The component. */
  readonly outFile: string;
  /** Absolute. Its source map, which is not to be where all files go into the package. */
  readonly mapFile: string;
  /** Called as each stage begins. */
  readonly onProgress?: (stage: BuildStage) => void;
  readonly signal?: AbortSignal;
  /** Awaited when the bundle is there; nothing comes of the build when it is false. */
  readonly isRight?: Promise<boolean>;
  /** Where `hproc/…` is taken from; this installation if absent. */
  readonly hproc?: HprocModules;
}

export type BuildStage = "bundle" | "componentize" | "verify" | "write";

export type ComponentBuildResult =
  | {
      readonly kind: "built";
      readonly componentBytes: number;
      /** Of the bundle, most of which is the author's code and packages. */
      readonly sourceBytes: number;
      readonly totalMs: number;
      /** Of the engine alone; near 0 where the component was taken from the cache. */
      readonly componentizeMs: number;
      readonly cached: boolean;
      /** False where the component was there already, byte for byte. */
      readonly written: boolean;
      /** The project's files that went in, relative to it. */
      readonly files: readonly string[];
      readonly warnings: readonly ComponentProblem[];
    }
  /** Without problems where `isRight` was false. */
  | { readonly kind: "failed"; readonly problems: readonly ComponentProblem[] };

/**
 * Nothing is written unless the whole build succeeds: a node never finds half of it.
 *
 * @throws InternalError where the engine is not the one that hproc is made for; otherwise only file system errors.
 */
export async function buildComponent(request: ComponentBuild): Promise<ComponentBuildResult> {
  const { entry, projectRoot, engine, cacheFolder, outFile, mapFile, onProgress, signal, isRight, hproc = installedModules } = request;
  const start = performance.now();

  onProgress?.("bundle");
  const bundled = await bundle({ entry, projectRoot, hproc, bundling: engine.bundling });
  if ((await isRight) === false) return { kind: "failed", problems: [] };
  if (bundled.kind === "failed") return bundled;

  onProgress?.("componentize");
  const componentizeStart = performance.now();
  const input: EngineInput = {
    source: withAuthorLines(bundled.source, bundled.sourceMap),
    wit: processWit,
    world: processWorld,
    ...(signal === undefined ? {} : { signal }),
  };
  const made = await componentize(engine, input, cacheFolder);
  if (made.kind === "failed") return { kind: "failed", problems: [toProblem(made.failure, bundled)] };
  const componentizeMs = performance.now() - componentizeStart;

  onProgress?.("verify");
  const violations = verifyComponent(made.component);
  if (violations.length > 0) {
    return { kind: "failed", problems: violations.map((text) => createProblem(`the component cannot start: ${text}`)) };
  }
  if (!made.cached) await keepInCache(cacheFolder, made.key, made.component);

  onProgress?.("write");
  const written = await replaceFile(outFile, made.component);
  await replaceFile(mapFile, rebaseSourceMap(bundled.sourceMap, projectRoot, mapFile));

  return {
    kind: "built",
    componentBytes: made.component.length,
    sourceBytes: Buffer.byteLength(bundled.source),
    totalMs: performance.now() - start,
    componentizeMs,
    cached: made.cached,
    written,
    files: bundled.files,
    warnings: bundled.warnings,
  };
}

type Made =
  | { readonly kind: "made"; readonly component: Uint8Array; readonly key: string; readonly cached: boolean }
  | { readonly kind: "failed"; readonly failure: EngineFailure };

async function componentize(engine: Engine, input: EngineInput, cacheFolder: string): Promise<Made> {
  const key = cacheKey(engine, input);
  const kept = await readCached(cacheFolder, key);
  // Verified, because a full disk or a loss of power may have left a part of it.
  if (kept !== undefined && verifyComponent(kept).length === 0) return { kind: "made", component: kept, key, cached: true };
  try {
    return { kind: "made", component: await engine.componentize(input), key, cached: false };
  } catch (error) {
    if (error instanceof EngineFailure) return { kind: "failed", failure: error };
    throw error;
  }
}

/** An engine speaks of the bundle; its author wrote other files. */
function toProblem(failure: EngineFailure, { sourceMap }: Bundle & { kind: "bundled" }): ComponentProblem {
  const { message, help, position } = failure;
  const original = position === undefined ? undefined : readSourceMap(sourceMap)(position);
  if (original === undefined) return createProblem(message, help);
  return { ...original, message, help };
}
