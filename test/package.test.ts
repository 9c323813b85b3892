/** What users install: every file that the packed program and the packed entries lead to is packed too. */

import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { build } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readTemplate, templates } from "../compiler/scaffold/templates.js";
import { repositoryFolder } from "./support/golden.js";
import { packedFiles } from "./support/packed.js";

const test = suite("the packed package");

interface Description {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const description = JSON.parse(readFileSync(join(repositoryFolder, "package.json"), "utf8")) as Description;

/** The modules that these lead to, and the files that modules find by their own place. */
async function reachableFiles(entryPoints: readonly string[]): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: repositoryFolder,
    entryPoints: [...entryPoints],
    outdir: "unwritten",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    metafile: true,
    write: false,
    logLevel: "silent",
    // What a component gets from its world.
    external: ["hyperware:*"],
  });
  const modules = Object.keys(metafile.inputs);
  const beside = modules.flatMap((path) => {
    const text = readFileSync(join(repositoryFolder, path), "utf8");
    const places = text.matchAll(/new URL\("(\.\.?\/[^"]+\.\w+)", import\.meta\.url\)/g);
    return [...places].map(([, place = ""]) => posix.join(posix.dirname(path), place));
  });
  return [...new Set([...modules, ...beside])];
}

test("no file is missing", async () => {
  const packed = packedFiles();
  const targets = Object.values(description.exports).flatMap((entry) =>
    typeof entry === "string" ? [entry] : Object.values(entry),
  );
  const named = [...Object.values(description.bin), ...targets.filter((target) => !target.includes("*"))].map((path) =>
    posix.normalize(path),
  );
  const reachable = await reachableFiles(named.filter((path) => path.endsWith(".js")));
  assert.equal([...named, ...reachable].filter((path) => !packed.has(path)), []);
  // It did follow them.
  assert.ok(reachable.includes("dist/runtime/node/worker.js") && reachable.length > 100, `${reachable.length}`);
});

test("of the examples the templates of `hproc new` are packed, and nothing that was generated", async () => {
  const files = await Promise.all(
    Object.values(templates).map(async (template) =>
      (await readTemplate(template)).map(({ path }) => `examples/${template.example}/${path}`),
    ),
  );
  assert.equal([...packedFiles()].filter((path) => path.startsWith("examples/")).sort(), files.flat().sort());
});

test("no test of hproc is packed", () => {
  assert.equal([...packedFiles()].filter((path) => /(?:^|\/)test\//.test(path)), []);
});

test.run();
