/** Tests of handlers as modules that Node runs: TypeScript without types, the project's files joined. */

import { join, posix, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { toProblems } from "./bundle-problem.js";
import type { HprocModules } from "./bundle-imports.js";
import type { ComponentProblem } from "./problem.js";

export interface TestBundleInput {
  /** Absolute. */
  readonly projectRoot: string;
  /** The files with tests, relative to the project. */
  readonly entries: readonly string[];
  /** Absolute. */
  readonly outFolder: string;
  readonly hproc: HprocModules;
}

export type TestBundles =
  | { readonly kind: "bundled"; /** Absolute. */ readonly files: readonly string[] }
  | { readonly kind: "failed"; readonly problems: readonly ComponentProblem[] };

/** Writes a module for each file, with its source map, so that a failed test shows the line of its source. */
export async function bundleTests({ projectRoot, entries, outFolder, hproc }: TestBundleInput): Promise<TestBundles> {
  try {
    await build({
      absWorkingDir: projectRoot,
      entryPoints: entries.map((entry) => `./${entry.split(sep).join("/")}`),
      outdir: outFolder,
      outbase: ".",
      outExtension: { ".js": ".mjs" },
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      charset: "utf8",
      // Not those of the project: a test may use any, as it is.
      packages: "external",
      plugins: [installedHproc(hproc)],
      sourcemap: "linked",
      logLevel: "silent",
    });
  } catch (error) {
    return { kind: "failed", problems: toProblems(error) };
  }
  const files = entries.map((entry) => join(outFolder, entry.replace(/\.ts$/, ".mjs")));
  return { kind: "bundled", files };
}

/** One copy for the handlers and for the harness: each would take errors of the other's classes for strange ones. */
function installedHproc({ folder, files }: HprocModules): Plugin {
  return {
    name: "installed-hproc",
    setup(build) {
      build.onResolve({ filter: /^hproc(?:$|\/)/ }, ({ path }) => {
        const file = path === "hproc/testing" ? "runtime/testing/index.js" : files[path];
        // The entry of a component needs its host.
        if (file === undefined || path === "hproc/guest/boot") return { errors: [{ text: `\`${path}\` is not for tests; they can import \`hproc/testing\`` }] };
        return { path: pathToFileURL(posix.join(folder, file)).href, external: true };
      });
    },
  };
}
