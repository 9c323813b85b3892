/** The author's lines, told to a component: its engine knows only those of the bundle, and no node reads source maps. */

import type { SourceMapPayload } from "node:module";
import { ownNamespace } from "./bundle-imports.js";
import { readLineOrigins } from "./source-lines.js";

/** Where the runtime finds them (`runtime/guest/author-stack.ts`). */
const symbolName = "hproc.lines";

/**
 * The bundle with a table behind it: `files`, and `runs` of lines that follow each other in both, four numbers each:
 * first line in the bundle, how many, index of the file, first line in it. Some bytes for each line of the author's.
 */
export function withAuthorLines(source: string, sourceMap: string): string {
  const { mappings, sources } = JSON.parse(sourceMap) as SourceMapPayload;
  const authored = sources.map(isAuthored);
  const files: string[] = [];
  const runs: number[][] = [];
  const indents = source.split("\n").map((text) => text.length - text.trimStart().length);
  readLineOrigins(mappings, indents).forEach((origin, index) => {
    const name = sources[origin.source];
    if (name === undefined || !authored[origin.source]) return;
    const file = indexOf(files, name);
    const [line, original] = [index + 1, origin.line + 1];
    const last = runs.at(-1);
    const [from = 0, count = 0, ofFile, originalFrom = 0] = last ?? [];
    if (last && ofFile === file && from + count === line && originalFrom + count === original) last[1] = count + 1;
    else runs.push([line, 1, file, original]);
  });
  if (runs.length === 0) return source;
  return `${source}globalThis[Symbol.for(${JSON.stringify(symbolName)})] = ${JSON.stringify({ files, runs: runs.flat() })};\n`;
}

/** Neither ours, nor generated, nor of a package. */
function isAuthored(file: string): boolean {
  return !file.startsWith(`${ownNamespace}:`) && !file.startsWith("generated/") && !/(?:^|\/)node_modules\//.test(file);
}

function indexOf(files: string[], file: string): number {
  const known = files.indexOf(file);
  return known >= 0 ? known : files.push(file) - 1;
}
