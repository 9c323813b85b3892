/** Makes a bundle loadable in a worker: its import of `hyperware:process/standard` becomes an import of a real module. */

import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isRecord } from "./json-body.js";
import type { ProcessCode } from "./worker-protocol.js";
import { writeFileAtomically } from "./write-file.js";

const standardModule = new URL("./direct-standard.js", import.meta.url).href;

/** The specifier in `import … from "…"`, `import "…"` and `import("…")`. The version may be left out. */
const standardImport = /(\bfrom\s*|\bimport\s*\(?\s*)(["'])hyperware:process\/standard(?:@1\.0\.0)?\2/g;

const sourceMapComment = /^\/\/# sourceMappingURL=(?!data:)(\S+)\s*$/m;

/** Writes the changed copy to `cacheFolder`, named after its content, and returns the URL to import. */
export async function prepareDirectModule(bundlePath: string, cacheFolder: string): Promise<string> {
  const bundle = await readFile(bundlePath, "utf8");
  const hash = createHash("sha256").update(standardModule).update(resolve(bundlePath)).update(bundle).digest("hex");
  const target = join(cacheFolder, `${hash.slice(0, 32)}.mjs`);
  // Within the line only: positions in other lines, and so the source map, stay right.
  let text = bundle.replace(standardImport, (_match, before: string) => `${before}${JSON.stringify(standardModule)}`);
  const map = sourceMapComment.exec(bundle)?.[1];
  if (map !== undefined) {
    text = text.replace(sourceMapComment, `//# sourceMappingURL=${hash.slice(0, 32)}.mjs.map`);
    await copySourceMap(join(dirname(bundlePath), map), `${target}.map`);
  }
  await writeFileAtomically(target, text);
  return pathToFileURL(target).href;
}

/** For code that was replaced: a program that stays would fill the cache. */
export async function removeDirectModule(before: ProcessCode, present: ProcessCode): Promise<void> {
  if (before.kind !== "direct" || (present.kind === "direct" && present.module === before.module)) return;
  const path = fileURLToPath(before.module);
  for (const file of [path, `${path}.map`]) await rm(file, { force: true });
}

/** Source paths are relative to the map, so they are made absolute. A map that is missing or broken only costs the mapping. */
async function copySourceMap(from: string, to: string): Promise<void> {
  const text = await readFile(from, "utf8").catch(() => undefined);
  if (text === undefined) return;
  let map: unknown;
  try {
    map = JSON.parse(text);
  } catch {
    return;
  }
  if (!isRecord(map) || !Array.isArray(map["sources"])) return;
  const root = resolve(dirname(from), typeof map["sourceRoot"] === "string" ? map["sourceRoot"] : "");
  const sources = map["sources"].map((source) => (typeof source === "string" ? toAbsolute(source, root) : source));
  await writeFileAtomically(to, JSON.stringify({ ...map, sourceRoot: undefined, sources }));
}

function toAbsolute(source: string, root: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(source) ? source : pathToFileURL(resolve(root, source)).href;
}
