/** Files that go into a component as they are: `data-url:../assets/icon.svg`, `text:../assets/widget.html`. */

import { readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import type { Loader, Plugin } from "esbuild";

/** By the word in front of the path, which is also the namespace in the bundle. */
const loaders: Readonly<Record<string, Loader>> = { "data-url": "dataurl", text: "text" };

const prefix = /^(data-url|text):/;

/** Paths are relative to the importing file. In the bundle they are relative to the project, which lies elsewhere on each machine. */
export function fileImports(projectRoot: string): Plugin {
  return {
    name: "files",
    setup(build) {
      build.onResolve({ filter: prefix }, ({ path, resolveDir }) => {
        const namespace = path.slice(0, path.indexOf(":"));
        const file = resolve(resolveDir, path.slice(namespace.length + 1));
        return { path: relative(projectRoot, file).split(sep).join("/"), namespace };
      });
      for (const [namespace, loader] of Object.entries(loaders)) {
        build.onLoad({ filter: /.*/, namespace }, async ({ path }) => {
          try {
            return { contents: await readFile(join(projectRoot, path)), loader };
          } catch {
            return { errors: [{ text: `the file \`${path}\` cannot be read` }] };
          }
        });
      }
    },
  };
}

/** The path of a file that esbuild lists as an input. */
export function inputPath(input: string): string {
  return input.replace(prefix, "");
}
