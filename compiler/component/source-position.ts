/** Leads from a position in the bundle back to the file that the author wrote. */

import { SourceMap, type SourceMapPayload } from "node:module";
import type { SourcePosition } from "./engine.js";

export interface OriginalPosition extends SourcePosition {
  /** As the source map names it: relative to the project, or `hproc:…` for our own files. */
  readonly file: string;
  readonly lineText: string | undefined;
}

/** Undefined where the position is in text that no file stands behind, such as esbuild's helpers. */
export type FindOriginal = (position: SourcePosition) => OriginalPosition | undefined;

export function readSourceMap(sourceMap: string): FindOriginal {
  const payload: SourceMapPayload = JSON.parse(sourceMap);
  const map = new SourceMap(payload);
  return ({ line, column }) => {
    const entry = map.findEntry(line - 1, column - 1);
    if (!("originalSource" in entry) || entry.originalSource === undefined) return undefined;
    const { originalSource: file, originalLine, originalColumn } = entry;
    const text = payload.sourcesContent[payload.sources.indexOf(file)];
    return { file, line: originalLine + 1, column: originalColumn + 1, lineText: text?.split(/\r?\n/)[originalLine] };
  };
}
