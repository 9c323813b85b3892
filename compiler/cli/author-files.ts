/** What must stand beside a schema before anything can be built: handlers, and the files of a user interface. */

import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { processConstant } from "../emit/print/generated-names.js";
import type { Model, Process, Ui } from "../model/model.js";
import type { SchemaLocation } from "../project/locate.js";
import { isMissing } from "../project/system-error.js";
import { createSourceFile, lineText, type SourceFile } from "../text/source-file.js";

/** One error for each thing that is missing, at the process that needs it. `text` is that of the schema. */
export async function checkAuthorFiles(schema: SchemaLocation, text: string, model: Model): Promise<Diagnostic[]> {
  const file = createSourceFile(schema.displayPath, text);
  const found: Diagnostic[] = [];
  for (const process of model.processes) {
    const problems = [
      await findHandlersProblem(process, schema.folder),
      process.ui && (await findUiProblem(process.ui, schema.folder)),
    ];
    for (const problem of problems) if (problem) found.push({ ...blank, ...placeOf(process, file), ...problem });
  }
  return found;
}

type Problem = Pick<Diagnostic, "code" | "message" | "help">;

async function findHandlersProblem(process: Process, folder: string): Promise<Problem | undefined> {
  const { processName } = process.id;
  if ((await kindOf(join(folder, `${processName}.ts`))) === "file") return undefined;
  const name = processConstant(process);
  return {
    code: "project/missing-handlers",
    message: `${process.name} has no handlers; they belong into \`${processName}.ts\`, beside the schema`,
    help: `start with \`import { ${name} } from "./generated/${processName}.js";\` and \`export default ${name}.process({ … });\``,
  };
}

async function findUiProblem({ folder: written }: Ui, folder: string): Promise<Problem | undefined> {
  if ((await kindOf(join(folder, written))) === "folder") return undefined;
  return {
    code: "project/missing-ui",
    message: `there is no folder \`${written}\` beside the schema`,
    help: "create it with an `index.html`, or remove the `ui` line",
  };
}

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const blank = { severity: "error", label: undefined, related: [], expected: undefined, fixes: [] } as const;

/** The first line of the process, without the white space around it. */
function placeOf({ location }: Process, file: SourceFile): Pick<Diagnostic, "file" | "span"> {
  const line = lineText(file, location.line);
  const start = (file.lineStarts[location.line - 1] ?? 0) + line.length - line.trimStart().length;
  return { file, span: { start, end: start + line.trim().length } };
}
