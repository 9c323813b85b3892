/** The files that a schema names and that go into its components as they are: they must be there. */

import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createReport } from "../diagnostics/report.js";
import type { SyntaxTree } from "../syntax/nodes.js";
import type { Host } from "./host.js";

export interface FoundAssets {
  /** Absolute paths of all of them, there or not. */
  readonly paths: readonly string[];
  /** One error for each that is missing. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Looks for the icons and widgets of the processes of the schema in `folder`. */
export async function findAssets({ file, schema }: SyntaxTree, folder: string, host: Host): Promise<FoundAssets> {
  const paths: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics);
  for (const declaration of schema.declarations) {
    if (declaration.kind !== "process") continue;
    for (const member of declaration.members) {
      if (member.kind !== "icon" && member.kind !== "widget") continue;
      const { value: path, span } = member.path;
      const absolute = join(folder, path);
      paths.push(absolute);
      if ((await host.realPath(absolute)) !== undefined) continue;
      report("project/missing-asset", { member: member.kind, path }, { file, span });
    }
  }
  return { paths, diagnostics };
}
