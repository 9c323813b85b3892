/** What must stand beside a schema before anything can be built: handlers, and the files of a user interface. */

import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { ArgumentsOf } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createReport, type Place } from "../diagnostics/report.js";
import { processConstant } from "../emit/print/generated-names.js";
import type { Model, Process } from "../model/model.js";
import type { SchemaLocation } from "../project/locate.js";
import { isMissing } from "../project/system-error.js";
import { createSourceFile, lineText, type SourceFile } from "../text/source-file.js";

/** One error for each thing that is missing, at the process that needs it. `text` is that of the schema. */
export async function checkAuthorFiles(schema: SchemaLocation, text: string, model: Model): Promise<Diagnostic[]> {
  const file = createSourceFile(schema.displayPath, text);
  const found: Diagnostic[] = [];
  const report = createReport(found);
  for (const process of model.processes) {
    const { id, ui } = process;
    const place = placeOf(process, file);
    if ((await kindOf(join(schema.folder, `${id.processName}.ts`))) !== "file") {
      report("project/missing-handlers", handlersOf(process), place);
    }
    if (ui && (await kindOf(join(schema.folder, ui.folder))) !== "folder") {
      report("project/missing-ui", { folder: ui.folder }, place);
    }
  }
  return found;
}

function handlersOf(process: Process): ArgumentsOf<"project/missing-handlers"> {
  const { processName } = process.id;
  return {
    process: process.name,
    file: `${processName}.ts`,
    constant: processConstant(process),
    generated: `./generated/${processName}.js`,
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

/** The first line of the process, without the white space around it. */
function placeOf({ location }: Process, file: SourceFile): Place {
  const line = lineText(file, location.line);
  const start = (file.lineStarts[location.line - 1] ?? 0) + line.length - line.trimStart().length;
  return { file, span: { start, end: start + line.trim().length } };
}
