/** Joins an entry file with everything that it imports into one module, as a component holds it. */

import { createRequire } from "node:module";
import { dirname, relative, resolve, sep } from "node:path";
import type { BuildOptions } from "esbuild";
import { fileImports, inputPath } from "./bundle-files.js";
import { hprocImports, ownNamespace, type HprocModules } from "./bundle-imports.js";
import { toProblem, toProblems } from "./bundle-problem.js";
import type { EngineBundling } from "./engine.js";
import { markGlobals, takeMarks } from "./missing-globals.js";
import type { ComponentProblem } from "./problem.js";

/** By `require`, since an import has Node read all of it for the names of its exports first. */
const { build }: typeof import("esbuild") = createRequire(import.meta.url)("esbuild");

export interface BundleInput {
  /** Absolute, or relative to the project. */
  readonly entry: string;
  /** Absolute. Every path in the output is relative to it. */
  readonly projectRoot: string;
  readonly hproc: HprocModules;
  /** For the engine that is to run it; absent for Node, which runs it as it is. */
  readonly bundling?: EngineBundling;
}

export type Bundle =
  | {
      readonly kind: "bundled";
      /** One ES module, which imports `hyperware:process/standard@1.0.0` and nothing else. */
      readonly source: string;
      /** A source map as JSON text; its sources are relative to the project. */
      readonly sourceMap: string;
      /** The project's files and packages that went in, relative to it and sorted: what a watcher watches. */
      readonly files: readonly string[];
      readonly warnings: readonly ComponentProblem[];
    }
  | { readonly kind: "failed"; readonly problems: readonly ComponentProblem[] };

/** Reads the file system and writes nothing. The same files give the same text on every machine. */
export async function bundle({ entry, projectRoot, hproc, bundling }: BundleInput): Promise<Bundle> {
  const { files, appended = {}, host, imports = [] } = bundling ?? {};
  const modules = { ...hproc, files: { ...hproc.files, ...files }, appended, imports, ...(host === undefined ? {} : { host }) };
  const options: BuildOptions = {
    ...constantOptions,
    ...(bundling && optionsFor(bundling)),
    entryPoints: [toEntryPoint(projectRoot, entry)],
    absWorkingDir: projectRoot,
    plugins: [hprocImports(modules), fileImports(projectRoot)],
  };
  try {
    const { outputFiles = [], metafile, warnings } = await build(options);
    const text = (suffix: string): string => outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? "";
    const sourceMap = text(".js.map");
    const { source, errors, doubts } = bundling
      ? takeMarks(text(".js"), sourceMap, bundling.missing)
      : { source: text(".js"), errors: [], doubts: [] };
    if (errors.length > 0) return { kind: "failed", problems: errors };
    return {
      kind: "bundled",
      source: bundling?.finish?.(source) ?? source,
      sourceMap,
      files: Object.keys(metafile?.inputs ?? {})
        .filter((file) => !file.startsWith(`${ownNamespace}:`))
        .map(inputPath)
        .sort(),
      warnings: [...warnings.map(toProblem), ...doubts],
    };
  } catch (error) {
    return { kind: "failed", problems: toProblems(error) };
  }
}

function optionsFor({ globals = [], lowered = [], missing }: EngineBundling): BuildOptions {
  return {
    inject: globals.map((file) => `${ownNamespace}:${file}`),
    define: { ...constantOptions.define, ...markGlobals(missing) },
    // An import by a name that only the run will tell becomes a call of `__require`, which can be found.
    supported: { "dynamic-import": false, ...Object.fromEntries(lowered.map((syntax) => [syntax, false])) },
  };
}

/** With a leading dot, or esbuild looks for a package of that name. */
function toEntryPoint(projectRoot: string, entry: string): string {
  return `./${relative(projectRoot, resolve(projectRoot, entry)).split(sep).join("/")}`;
}

/** The map of a bundle that is written to `outFile`: its sources are relative to the project, a map is read relative to itself. */
export function rebaseSourceMap(sourceMap: string, projectRoot: string, outFile: string): string {
  const sourceRoot = relative(dirname(outFile), projectRoot).split(sep).join("/");
  return JSON.stringify({ ...JSON.parse(sourceMap), sourceRoot });
}

const constantOptions: BuildOptions = {
  bundle: true,
  format: "esm",
  // Neither Node nor a browser: packages that choose by platform give their plain variant.
  platform: "neutral",
  mainFields: ["module", "main"],
  target: "es2024",
  charset: "utf8",
  // Packages ask for these two without looking whether they exist.
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
  sourcemap: "external",
  // At the root of the project, so that the map's sources are relative to the project.
  outfile: "process.js",
  write: false,
  metafile: true,
  logLevel: "silent",
};
