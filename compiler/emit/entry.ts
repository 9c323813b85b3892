/** `generated/<process>.main.ts`: the component's entry, which runs the author's process. */

import type { Model, Process } from "../model/model.js";
import type { OutputFile } from "./emitter.js";
import { entryFile } from "./print/generated-names.js";
import { bootModule, dataUrlPrefix, textPrefix } from "./print/runtime-names.js";
import { TypeScriptFile } from "./print/ts-file.js";

/** `init` is the export of the WIT world `process-v1`; the author's file stands beside the schema. */
export function emitEntries(model: Model): readonly OutputFile[] {
  return model.processes.map((process) => {
    const file = new TypeScriptFile(model);
    const run = file.value(bootModule, "run");
    const definition = file.defaultOf(`../${process.id.processName}.js`, "definition");
    const files = printHomePageFiles(process, file);
    return file.print(entryFile(process), `export const init = ${run}(${definition}${files});`);
  });
}

/** The files for the home page, as second argument: `, { icon, widget }`. */
function printHomePageFiles({ icon, widget }: Process, file: TypeScriptFile): string {
  const names: string[] = [];
  if (icon !== undefined) names.push(file.defaultOf(`${dataUrlPrefix}${fromGenerated(icon)}`, "icon"));
  if (widget !== undefined) names.push(file.defaultOf(`${textPrefix}${fromGenerated(widget)}`, "widget"));
  return names.length === 0 ? "" : `, { ${names.join(", ")} }`;
}

/** `./assets/icon.svg` beside the schema is `../assets/icon.svg` for generated files. */
function fromGenerated(path: string): string {
  return `../${path.replace(/^(\.\/+)+/, "")}`;
}
