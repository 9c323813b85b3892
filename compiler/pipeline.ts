/** The compiler in order: read, parse, check, emit, format, write. A stage with errors is the last. */

import { join } from "node:path";
import { check } from "./check/check.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { hasErrors, sortDiagnostics } from "./diagnostics/report.js";
import type { Model } from "./model/model.js";
import type { Host } from "./project/host.js";
import type { SchemaLocation } from "./project/locate.js";
import { UsageError } from "./project/usage-error.js";
import type { WriteSummary } from "./project/write.js";
import { parse } from "./syntax/parse.js";
import { createSourceFile } from "./text/source-file.js";

export interface CheckResult {
  /** Of the schema. */
  readonly text: string;
  /** Undefined when there are errors. */
  readonly model: Model | undefined;
  /** Errors and warnings, in the order to show them. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface CompileResult extends CheckResult {
  /** Undefined when there are errors: outputs of an earlier run are then left as they are. */
  readonly written: WriteSummary | undefined;
}

/** Reads and checks one schema. Throws `UsageError` when the file is gone. */
export async function checkSchema(schema: SchemaLocation, host: Host): Promise<CheckResult> {
  const text = await host.read(join(schema.folder, schema.fileName));
  if (text === undefined) throw new UsageError(`there is no file \`${schema.displayPath}\``);
  const parsed = parse(createSourceFile(schema.displayPath, text));
  const checked = check([parsed.tree]);
  const diagnostics = sortDiagnostics([...parsed.diagnostics, ...checked.diagnostics]);
  return { text, model: hasErrors(diagnostics) ? undefined : checked.model, diagnostics };
}

/** Checks one schema and writes everything that is generated from it beside it. */
export async function compileSchema(schema: SchemaLocation, host: Host): Promise<CompileResult> {
  const result = await checkSchema(schema, host);
  if (!result.model) return { ...result, written: undefined };
  // Loaded here: a schema with errors, and `check`, do without.
  const [{ emit }, { formatOutputs }, { writeOutputs }] = await Promise.all([
    import("./emit/index.js"),
    import("./emit/format.js"),
    import("./project/write.js"),
  ]);
  const outputs = await formatOutputs(emit(result.model));
  return { ...result, written: await writeOutputs(outputs, schema, host) };
}
