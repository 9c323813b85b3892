/** What `build` and `dev` do first: the schema compiled, the author's files there and right by TypeScript. */

import { dirname } from "node:path";
import { entryFile } from "../emit/print/generated-names.js";
import type { Config } from "../model/config.js";
import type { Model } from "../model/model.js";
import { compileSchema } from "../pipeline.js";
import { locateSchema } from "../project/locate.js";
import { nodeHost } from "../project/node-host.js";
import { typeCheck } from "../project/type-check.js";
import { checkAuthorFiles } from "./author-files.js";
import { createKeptFormat } from "./kept-format.js";
import type { Output } from "./output.js";
import { typeDiagnostic } from "./problems.js";
import { describeCompiled, showForeign } from "./summary.js";

export interface PreparedProject {
  /** Absolute. */
  readonly folder: string;
  /** As messages name it, before the paths of its files. */
  readonly displayFolder: string;
  readonly model: Model;
  /** Of `hproc.config.json`; empty when there is none. */
  readonly config: Config;
}

/** Undefined when the project has errors; they have been shown then. */
export async function prepareProject(
  path: string,
  output: Output,
  interrupted: AbortSignal,
): Promise<PreparedProject | undefined> {
  const project = await compileProject(path, output);
  return project && (await checkTypes(project, output, interrupted)) ? project : undefined;
}

/** All but the check by TypeScript, which takes as long as the rest: for who has something to do meanwhile. */
export async function compileProject(path: string, output: Output): Promise<PreparedProject | undefined> {
  const startedMs = performance.now();
  const schema = await locateSchema(path);
  const { format, remember } = createKeptFormat(schema.folder);
  const { text, model, config, diagnostics, written } = await compileSchema(schema, nodeHost, format);
  output.diagnostics(diagnostics);
  if (!model || !written) return undefined;
  if (written.foreign.length > 0) {
    showForeign(schema, written, output);
    return undefined;
  }
  await remember();
  output.line(describeCompiled(schema, written, performance.now() - startedMs));

  const found = await checkAuthorFiles(schema, text, model);
  output.diagnostics(found);
  if (found.length > 0) return undefined;
  return { folder: schema.folder, displayFolder: dirname(schema.displayPath), model, config };
}

/** Whether the author's files are right by TypeScript; what is not has been shown then. */
export async function checkTypes(project: PreparedProject, output: Output, interrupted: AbortSignal): Promise<boolean> {
  output.progress("checking the handlers with TypeScript");
  const problems = await typeCheck(project.folder, project.model.processes.map(entryFile), interrupted);
  output.diagnostics(await Promise.all(problems.map((problem) => typeDiagnostic(problem, project))));
  return problems.length === 0;
}
