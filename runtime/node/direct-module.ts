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

/** An ES module that exports `init`, and imports of the host what it needs. */
export interface BundleText {
  readonly source: string;
  /** As JSON; one that is broken only costs the mapping. */
  readonly sourceMap: string | undefined;
  /** Absolute: what the paths of the source map are relative to. */
  readonly folder: string;
}

/** From a file, with the source map that it names. */
export async function readBundle(path: string): Promise<BundleText> {
  const text = await readFile(path, "utf8");
  const source = text.replace(sourceMapComment, "");
  const map = sourceMapComment.exec(text)?.[1];
  if (map === undefined) return { source, sourceMap: undefined, folder: dirname(path) };
  const mapPath = join(dirname(path), map);
  return { source, sourceMap: await readFile(mapPath, "utf8").catch(() => undefined), folder: dirname(mapPath) };
}

/** Writes the changed copy to `cacheFolder`, named after its content, and returns the URL to import. */
export async function prepareDirectModule(bundle: BundleText, cacheFolder: string): Promise<string> {
  const { source, folder } = bundle;
  const map = absoluteMap(bundle);
  const hash = createHash("sha256").update(standardModule).update(resolve(folder)).update(source).update(map ?? "").digest("hex");
  const target = join(cacheFolder, `${hash.slice(0, 32)}.mjs`);
  // Within the line only: positions in other lines, and so the source map, stay right.
  const text = source.replace(standardImport, (_match, before: string) => `${before}${JSON.stringify(standardModule)}`);
  const comment = map === undefined ? "" : `\n//# sourceMappingURL=${hash.slice(0, 32)}.mjs.map\n`;
  await Promise.all([
    writeFileAtomically(target, `${text}${comment}`),
    ...(map === undefined ? [] : [writeFileAtomically(`${target}.map`, map)]),
  ]);
  return pathToFileURL(target).href;
}

/** For code that nothing runs any more: a program that stays would fill the cache. */
export async function removeDirectModule(gone: ProcessCode, present: ProcessCode): Promise<void> {
  if (gone.kind !== "direct" || (present.kind === "direct" && present.module === gone.module)) return;
  const path = fileURLToPath(gone.module);
  for (const file of [path, `${path}.map`]) await rm(file, { force: true });
}

/** The copy lies elsewhere. */
function absoluteMap({ sourceMap, folder }: BundleText): string | undefined {
  let map: unknown;
  try {
    map = sourceMap === undefined ? undefined : JSON.parse(sourceMap);
  } catch {
    return undefined;
  }
  if (!isRecord(map) || !Array.isArray(map["sources"])) return undefined;
  const root = resolve(folder, typeof map["sourceRoot"] === "string" ? map["sourceRoot"] : "");
  const sources = map["sources"].map((source) => (typeof source === "string" ? toAbsolute(source, root) : source));
  return JSON.stringify({ ...map, sourceRoot: undefined, sources });
}

function toAbsolute(source: string, root: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(source) ? source : pathToFileURL(resolve(root, source)).href;
}
