/** What an import within a process may name besides the project's own files and packages. */

import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import type { OnResolveResult, Plugin } from "esbuild";

/** The files of this installation that a project imports as `hproc/…`. */
export interface HprocModules {
  /** Absolute; the files may import each other within it, by relative paths. */
  readonly folder: string;
  /** From a specifier such as `hproc/guest` to a path below the folder, with `/` between its parts. */
  readonly files: Readonly<Record<string, string>>;
  /** They stay outside of the bundle, which imports them by their URLs. */
  readonly areOutside?: boolean;
  /** Code behind some of the files, by their path below the folder. */
  readonly appended?: Readonly<Record<string, string>>;
  /** The file that stands for the host's interface in all other files; absent where that is imported as it is. */
  readonly host?: string;
  /** What the files themselves may import beside each other. */
  readonly imports?: readonly string[];
}

/** In the bundle's comments and in its source map a file of ours is called `hproc:runtime/guest/index.js`. */
export const ownNamespace = "hproc";

/**
 * Resolves `hproc/…` to the installation that builds. A project therefore needs no copy of hproc in its `node_modules`,
 * and one that is there cannot be of another version than the generated code. As files of a namespace, because their
 * real path, which differs from machine to machine, would go into the bundle's comments.
 */
export function hprocImports({ folder, files, areOutside = false, appended = {}, host, imports = [] }: HprocModules): Plugin {
  const resolve = (file: string): OnResolveResult =>
    areOutside ? { path: pathToFileURL(join(folder, file)).href, external: true } : own(file);
  return {
    name: "hproc",
    setup(build) {
      build.onResolve({ filter: /^hproc(?:$|\/)/ }, ({ path }) => {
        const file = files[path];
        return file === undefined ? refuse(refusalOfOwn(path, Object.keys(files))) : resolve(file);
      });
      build.onResolve({ filter: /^\.{1,2}\//, namespace: ownNamespace }, ({ path, importer }) =>
        own(posix.join(posix.dirname(importer), path)),
      );
      // A file of globals, which is left out unless the program names one.
      build.onResolve({ filter: new RegExp(`^${ownNamespace}:`) }, ({ path }) => ({
        ...own(path.slice(ownNamespace.length + 1)),
        sideEffects: false,
      }));
      build.onResolve({ filter: /^wasi:/, namespace: ownNamespace }, ({ path }) =>
        imports.includes(path) ? { path, external: true } : undefined,
      );
      build.onResolve({ filter: /^hyperware:/ }, ({ path, namespace }) => {
        if (path !== standard) return refuse(`a process can import only \`${standard}\` of \`hyperware:\`, not \`${path}\``);
        return host === undefined || namespace === ownNamespace ? { path, external: true } : own(host);
      });
      build.onLoad({ filter: /.*/, namespace: ownNamespace }, async ({ path }) => ({
        contents: (await readFile(join(folder, path), "utf8")) + (appended[path] ?? ""),
        loader: "js",
      }));
    },
  };
}

const standard = "hyperware:process/standard@1.0.0";

/** What a program does not use of the runtime is not in its bundle. Globals are set by modules that nobody needs to name. */
function own(path: string): OnResolveResult {
  return { path, namespace: ownNamespace, sideEffects: path.startsWith("runtime/guest/quickjs/") };
}

function refuse(text: string): OnResolveResult {
  return { errors: [{ text }] };
}

function refusalOfOwn(path: string, known: readonly string[]): string {
  const names = known.map((name) => `\`${name}\``).join(", ");
  return `\`${path}\` is not for processes; what they can import of hproc is ${names}`;
}
