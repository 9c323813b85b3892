/** The compiler in order: read, parse, check, emit, format, write. A stage with errors is the last. */

import { sep } from "node:path";
import { check } from "./check/check.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { hasErrors, sortDiagnostics } from "./diagnostics/report.js";
import type { OutputFile } from "./emit/emitter.js";
import type { Config } from "./model/config.js";
import type { Model } from "./model/model.js";
import { findAssets } from "./project/assets.js";
import type { Host } from "./project/host.js";
import { readProjectFiles } from "./project/config.js";
import { loadSchema } from "./project/load.js";
import type { SchemaLocation } from "./project/locate.js";
import { UsageError } from "./project/usage-error.js";
import type { WritePlan, WriteSummary } from "./project/write.js";
import type { SourceFile } from "./text/source-file.js";

export interface CheckResult {
  /** Of the schema. */
  readonly text: string;
  /** Where each file was read: absolute, with links followed. */
  readonly paths: ReadonlyMap<SourceFile, string>;
  /** Absolute paths of the schema and of every file that it needs or looked for. */
  readonly inputs: readonly string[];
  /** Undefined when there are errors. */
  readonly model: Model | undefined;
  /** Of `hproc.config.json` beside the schema; empty when there is none, or errors in it. */
  readonly config: Config;
  /** Errors and warnings, in the order to show them: those of the schema first. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanResult extends CheckResult {
  /** Undefined when there are errors. */
  readonly plan: WritePlan | undefined;
}

export interface CompileResult extends CheckResult {
  /**
   * Undefined when there are errors: outputs of an earlier run are then left as they are. So they are when it names
   * foreign files: nothing has been written then.
   */
  readonly written: WriteSummary | undefined;
}

/** Reads and checks one schema. Throws `UsageError` when the file is gone. */
export async function checkSchema(schema: SchemaLocation, host: Host): Promise<CheckResult> {
  const loaded = await loadSchema(schema, host);
  if (loaded === undefined) throw new UsageError(`there is no file \`${schema.displayPath}\``);
  const { units } = loaded;
  const checked = check(units);
  const errors = [...loaded.diagnostics, ...checked.diagnostics];
  // A path that is none is reported as that.
  const assets = hasErrors(errors) ? undefined : await findAssets(units[0].tree, schema.folder, host);
  const beside = await readProjectFiles(schema, hasErrors(errors) ? undefined : checked.model, host);
  const found = [...errors, ...(assets?.diagnostics ?? []), ...beside.diagnostics];
  const inputs = [...loaded.inputs, ...(assets?.paths ?? []), ...beside.inputs];
  const paths = new Map([...loaded.paths, ...beside.paths]);
  const { file } = units[0].tree;
  const sorted = sortDiagnostics(found.map(loaded.locate)).map((diagnostic) => withoutForeignFixes(diagnostic, paths));
  // Sorted by path; the schema is what the user asked about.
  const diagnostics = [...sorted.filter((each) => each.file === file), ...sorted.filter((each) => each.file !== file)];
  const model = hasErrors(found) ? undefined : checked.model;
  return { text: file.text, paths, inputs, model, config: beside.config, diagnostics };
}

/**
 * What is installed is not repaired by those who use it: the next installation would undo it. WIT has other words than the
 * repairs.
 */
function withoutForeignFixes(diagnostic: Diagnostic, paths: ReadonlyMap<SourceFile, string>): Diagnostic {
  const isForeign = (file: SourceFile): boolean =>
    file.path.endsWith(".wit") || paths.get(file)?.split(sep).includes("node_modules") === true;
  const fixes = diagnostic.fixes.filter(({ edits }) => !edits.some((edit) => isForeign(edit.file ?? diagnostic.file)));
  return { ...diagnostic, fixes };
}

/** Checks one schema and compares what it gives with what is there; writes nothing. `format` as in `generateOutputs`. */
export async function planSchema(schema: SchemaLocation, host: Host, format?: Format): Promise<PlanResult> {
  const result = await checkSchema(schema, host);
  if (!result.model) return { ...result, plan: undefined };
  // Loaded here, as below: a schema with errors, and `check`, do without.
  const [outputs, { planWrites }] = await Promise.all([generateOutputs(result.model, result.config, format), import("./project/write.js")]);
  return { ...result, plan: await planWrites(outputs, schema, host, result.inputs) };
}

/** Checks one schema and writes everything that is generated from it beside it. */
export async function compileSchema(schema: SchemaLocation, host: Host, format?: Format): Promise<CompileResult> {
  const { plan, ...result } = await planSchema(schema, host, format);
  if (!plan) return { ...result, written: undefined };
  const { applyWrites, summaryOf } = await import("./project/write.js");
  await applyWrites(plan, schema, host);
  return { ...result, written: summaryOf(plan) };
}

/** Puts outputs into their layout, as `formatOutputs` does. */
export type Format = (files: readonly OutputFile[]) => Promise<readonly OutputFile[]>;

/** `format` is for those who remember what they have formatted. */
export async function generateOutputs(model: Model, config: Config, format?: Format): Promise<readonly OutputFile[]> {
  const [{ emit }, { formatOutputs }] = await Promise.all([import("./emit/index.js"), import("./emit/format.js")]);
  return (format ?? formatOutputs)(emit(model, config));
}
