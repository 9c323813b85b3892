/** Reads a WIT file with the files beside it that it uses interfaces of. */

import { dirname, join } from "node:path";
import { createSourceFile, type SourceFile } from "../text/source-file.js";
import { joinFiles, missingInterfaces, type JoinedFiles } from "../wit/join-files.js";
import type { Host } from "./host.js";

/** More are no package that anybody wrote. */
const maxFileCount = 1000;

export interface LoadedWit extends JoinedFiles {
  /** Absolute paths of what was read or looked for besides. */
  readonly inputs: readonly string[];
}

/** Files are named as their interfaces, as kit names them. `displayPath` says how messages call one. */
export async function loadWit(
  file: SourceFile,
  path: string,
  host: Host,
  displayPath: (absolute: string) => string,
): Promise<LoadedWit> {
  const files: [SourceFile, ...SourceFile[]] = [file];
  const inputs = new Set<string>();
  // Files that are found are appended, and then followed too.
  for (const one of files) {
    for (const name of missingInterfaces(one)) {
      const beside = join(dirname(path), `${name}.wit`);
      if (beside === path || inputs.has(beside) || files.length >= maxFileCount) continue;
      inputs.add(beside);
      const text = await host.read(beside);
      if (text !== undefined) files.push(createSourceFile(displayPath(beside), text));
    }
  }
  return { ...joinFiles(files), inputs: [...inputs] };
}
