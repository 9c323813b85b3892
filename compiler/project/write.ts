/** Puts outputs into a folder; files that are right already are not touched. */

import { join } from "node:path";
import type { OutputFile } from "../emit/emitter.js";
import type { Host } from "./host.js";

export interface WriteSummary {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly unchanged: readonly string[];
}

/** Paths in the summary are those of the outputs, in their order. */
export async function writeOutputs(
  outputs: readonly OutputFile[],
  folder: string,
  host: Host,
): Promise<WriteSummary> {
  const created: string[] = [];
  const updated: string[] = [];
  const unchanged: string[] = [];
  for (const { path, text } of outputs) {
    const target = join(folder, path);
    const present = await host.read(target);
    if (present === text) {
      unchanged.push(path);
      continue;
    }
    await host.write(target, text);
    (present === undefined ? created : updated).push(path);
  }
  return { created, updated, unchanged };
}
