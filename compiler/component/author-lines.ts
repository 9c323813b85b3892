/** The author's lines, told to a component: its engine knows only those of the bundle, and no node reads source maps. */

import { SourceMap, type SourceMapPayload } from "node:module";
import { ownNamespace } from "./bundle-imports.js";

/** Where the runtime finds them (`runtime/guest/author-stack.ts`). */
const symbolName = "hproc.lines";

/**
 * The bundle with a table behind it: `files`, and `runs` of lines that follow each other in both, four numbers each:
 * first line in the bundle, how many, index of the file, first line in it. Some bytes for each line of the author's.
 */
export function withAuthorLines(source: string, sourceMap: string): string {
  const payload = JSON.parse(sourceMap) as SourceMapPayload;
  const map = new SourceMap(payload);
  const files: string[] = [];
  const runs: number[][] = [];
  source.split("\n").forEach((text, index) => {
    const entry = map.findEntry(index, text.length - text.trimStart().length);
    if (!("originalSource" in entry) || entry.generatedLine !== index || !isAuthored(entry.originalSource)) return;
    const file = indexOf(files, entry.originalSource);
    const [line, original] = [index + 1, entry.originalLine + 1];
    const last = runs.at(-1);
    const [from = 0, count = 0, ofFile, originalFrom = 0] = last ?? [];
    if (last && ofFile === file && from + count === line && originalFrom + count === original) last[1] = count + 1;
    else runs.push([line, 1, file, original]);
  });
  if (runs.length === 0) return source;
  return `${source}globalThis[Symbol.for(${JSON.stringify(symbolName)})] = ${JSON.stringify({ files, runs: runs.flat() })};\n`;
}

/** Neither ours, nor generated, nor of a package; undefined for what the bundler has written itself. */
function isAuthored(file: string | undefined): file is string {
  return file !== undefined && !file.startsWith(`${ownNamespace}:`) && !file.startsWith("generated/") && !/(?:^|\/)node_modules\//.test(file);
}

function indexOf(files: string[], file: string): number {
  const known = files.indexOf(file);
  return known >= 0 ? known : files.push(file) - 1;
}
