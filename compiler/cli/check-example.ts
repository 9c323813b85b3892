/** The examples of explanations, checked in memory. */

import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Example, Explanation } from "../diagnostics/explanations/explanation.js";
import { renderDiagnostics } from "../diagnostics/render.js";
import { checkSchema } from "../pipeline.js";

/** What hproc shows for the wrong example of an explanation. */
export async function showWrong(explanation: Explanation): Promise<string> {
  if (explanation.kind !== "schema") return explanation.shown;
  return renderDiagnostics(await checkExample(explanation.wrong), { colour: false });
}

/** Everything that `hproc check` finds in the first file of an example, which may use the others. */
export async function checkExample(example: Example): Promise<readonly Diagnostic[]> {
  const [fileName = ""] = Object.keys(example);
  const files = new Map(Object.entries(example).map(([path, text]) => [join(folder, path), text]));
  const host = {
    read: async (path: string) => files.get(path),
    list: async () => Object.keys(example).sort(),
    listFolder: async () => Object.keys(example).sort(),
    realPath: async (path: string) => (files.has(path) ? path : undefined),
    // Nothing is written by checking.
    write: async () => {},
    remove: async () => {},
  };
  const { diagnostics } = await checkSchema({ folder, fileName, displayPath: fileName }, host);
  return diagnostics;
}

/** In memory; no message shows it. */
const folder = "/example";
