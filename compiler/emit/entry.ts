/** `generated/<process>.main.ts`: the component's entry, which runs the author's process. */

import type { Model } from "../model/model.js";
import type { OutputFile } from "./emitter.js";
import { entryFile } from "./print/generated-names.js";
import { bootModule } from "./print/runtime-names.js";
import { TypeScriptFile } from "./print/ts-file.js";

/** `init` is the export of the WIT world `process-v1`; the author's file stands beside the schema. */
export function emitEntries(model: Model): readonly OutputFile[] {
  return model.processes.map((process) => {
    const file = new TypeScriptFile(model);
    const run = file.value(bootModule, "run");
    const definition = file.defaultOf(`../${process.id.processName}.js`, "definition");
    return file.print(entryFile(process), `export const init = ${run}(${definition});`);
  });
}
