/** Emitted TypeScript as a running module. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { emit } from "../../compiler/emit/index.js";
import type { Model } from "../../compiler/model/model.js";
import type { Codec, ProcessTable } from "../../runtime/contract/index.js";

const contract = fileURLToPath(new URL("../../runtime/contract/index.js", import.meta.url));

export interface GeneratedModule {
  /** The codec of a declared type, by its constant: `taskCodec`. */
  codec(name: string): Codec<unknown>;
  /** The table of a process, by its constant: `todoTable`. */
  table(name: string): ProcessTable<unknown>;
}

/** What the compiler emits for a model, loaded with the contract of these tests, so that classes are the same. */
export async function loadGenerated(model: Model): Promise<GeneratedModule> {
  const tables = model.processes.map((process) => `./${process.id.processName}.table.js`);
  const exports = await load(
    model,
    ["./codecs.js", ...tables].map((module) => `export * from "${module}";`).join("\n"),
  );
  const find = (name: string): unknown => {
    if (!(name in exports)) throw new Error(`no export is named ${name}`);
    return exports[name];
  };
  // Generated constants have these types; tests of the types are elsewhere.
  return {
    codec: (name) => find(name) as Codec<unknown>,
    table: (name) => find(name) as ProcessTable<unknown>,
  };
}

async function load(model: Model, entry: string): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    stdin: { contents: entry, loader: "ts", resolveDir: "/" },
    bundle: true,
    format: "esm",
    write: false,
    plugins: [inMemory(model)],
  });
  const folder = mkdtempSync(join(tmpdir(), "hproc-generated-"));
  try {
    const file = join(folder, "generated.mjs");
    writeFileSync(file, outputFiles[0]?.text ?? "");
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inMemory(model: Model): Plugin {
  const texts = new Map(emit(model).map(({ path, text }) => [path, text]));
  return {
    name: "in-memory",
    setup(build) {
      build.onResolve({ filter: /^hproc\/contract$/ }, () => ({ path: pathToFileURL(contract).href, external: true }));
      build.onResolve({ filter: /^\.\// }, ({ path }) => ({
        path: path.replace(/^\.\/(.*)\.js$/, "generated/$1.ts"),
        namespace: "generated",
      }));
      build.onLoad({ filter: /.*/, namespace: "generated" }, ({ path }) => ({
        contents: texts.get(path) ?? "",
        loader: "ts",
      }));
    },
  };
}
