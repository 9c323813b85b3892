// Compiles the schemas that hproc checks files with into functions, dist/compiler/project/generated/validators.js, and puts
// their types where tsc looks for them. Compiling takes 100 ms, which every `hproc build` of a project with `metadata.json`
// took before.

import { copyFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const names = ["config", "metadata", "manifest"];
const types = path("validators.d.ts");
const inputs = [...names.map(schemaFile), types, path("build.mjs")];
const output = path("../dist/compiler/project/generated/validators.js");
const typesOutput = path("../compiler/project/generated/validators.d.ts");

if (Math.min(modifiedMs(output), modifiedMs(typesOutput)) <= Math.max(...inputs.map(modifiedMs))) await build();

async function build() {
  // Loaded only when needed, as in grammar/build.mjs.
  const [{ Ajv2020 }, { default: standalone }, esbuild] = await Promise.all([
    import("ajv/dist/2020.js"),
    import("ajv/dist/standalone/index.js"),
    import("esbuild"),
  ]);
  // Tests find out whether the schemas are right: here it would take four times as long as compiling them.
  const ajv = new Ajv2020({
    allErrors: true, verbose: true, strict: false, meta: false, validateSchema: false, code: { source: true, esm: true },
  });
  for (const name of names) ajv.addSchema(JSON.parse(readFileSync(schemaFile(name), "utf8")), name);
  const contents = standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  mkdirSync(dirname(typesOutput), { recursive: true });
  // What it requires of ajv goes into it.
  await esbuild.build({
    stdin: { contents, resolveDir: path("."), sourcefile: "validators.js" },
    outfile: output,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    charset: "utf8",
    logLevel: "warning",
  });
  copyFileSync(types, typesOutput);
}

function schemaFile(name) {
  return path(`${name}.schema.json`);
}

/** Milliseconds since 1970; 0 for a file that is not there. */
function modifiedMs(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function path(relative) {
  return fileURLToPath(new URL(relative, import.meta.url));
}
