/** What `build` and `dev` do first: the schema compiled, the author's files there and right by TypeScript. */

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { entryFile, processConstant } from "../emit/print/generated-names.js";
import type { Model } from "../model/model.js";
import { compileSchema } from "../pipeline.js";
import { locateSchema } from "../project/locate.js";
import { nodeHost } from "../project/node-host.js";
import { typeCheck } from "../project/type-check.js";
import type { Output } from "./output.js";
import { describeCompiled } from "./summary.js";

export interface PreparedProject {
  /** Absolute. */
  readonly folder: string;
  readonly model: Model;
}

/** Undefined when the project has errors; they have been shown then. */
export async function prepareProject(path: string, output: Output): Promise<PreparedProject | undefined> {
  const startedMs = performance.now();
  const schema = await locateSchema(path);
  const { model, diagnostics, written } = await compileSchema(schema, nodeHost);
  output.diagnostics(diagnostics);
  if (!model || !written) return undefined;
  output.line(describeCompiled(schema, written, performance.now() - startedMs));

  const missing = await findMissing(schema.folder, model);
  for (const message of missing) output.error(message);
  if (missing.length > 0) return undefined;

  const entries = model.processes.map(entryFile);
  const checked = await typeCheck(schema.folder, entries);
  if (checked.ok) return { folder: schema.folder, model };
  output.error(checked.output);
  return undefined;
}

async function findMissing(folder: string, model: Model): Promise<readonly string[]> {
  const messages: string[] = [];
  for (const process of model.processes) {
    const { processName } = process.id;
    const name = processConstant(process);
    if (!(await exists(join(folder, `${processName}.ts`)))) {
      messages.push(
        `error project/missing-handlers: ${process.name} has no handlers; they belong into ${processName}.ts, beside ${model.source}\n` +
          `  = help: start with \`import { ${name} } from "./generated/${processName}.js";\` and \`export default ${name}.process({ … });\``,
      );
    }
    if (process.ui && !(await exists(join(folder, process.ui.folder)))) {
      messages.push(
        `error project/missing-ui: ${process.name} serves \`ui "${process.ui.folder}"\`, but there is no such folder beside ${model.source}`,
      );
    }
  }
  return messages;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
