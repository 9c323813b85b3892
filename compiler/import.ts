/** From WIT files to a schema: read, check, print, format. */

import { check } from "./check/check.js";
import { findBadParts } from "./check/rules/package-line.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { createReport, hasErrors, sortDiagnostics } from "./diagnostics/report.js";
import { printSchema } from "./emit/schema.js";
import { formatSchema, type FormatStyle } from "./format/format.js";
import type { Model } from "./model/model.js";
import type { PackageSyntax } from "./syntax/nodes.js";
import { UsageError } from "./project/usage-error.js";
import { packageOfFiles, packageOfWorlds, readPackageName } from "./wit/import-package.js";
import type { JoinedFiles } from "./wit/join-files.js";
import { readWit } from "./wit/read-wit.js";

export interface Imported {
  /** Undefined when there are errors, or when nothing says the package. */
  readonly model: Model | undefined;
  /** False when it has to be given. */
  readonly hasPackage: boolean;
  /** In the files, sorted. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The first `count` files are imported; the others lend their types. */
export function importWit(joined: JoinedFiles, count: number, given?: PackageSyntax): Imported {
  const { file } = joined;
  const read = readWit(file, { isCalled: false, end: joined.endOf(count) });
  const located = (found: readonly Diagnostic[]): readonly Diagnostic[] => sortDiagnostics(found.map(joined.locate));
  if (hasErrors(read.diagnostics))
    return { model: undefined, hasPackage: true, diagnostics: located(read.diagnostics) };
  const start = { start: 0, end: 0 };
  const line = given ?? read.packageLine ?? packageOfFiles(joined.names, start) ?? packageOfWorlds(read.worlds, start);
  if (line === undefined) return { model: undefined, hasPackage: false, diagnostics: located(read.diagnostics) };
  const { tree } = read;
  const schema = { ...tree.schema, declarations: [line, ...tree.schema.declarations] };
  const { model, diagnostics } = check([{ tree: { ...tree, schema }, files: new Map(), missing: [] }]);
  // Warnings of the rules are those of whoever writes the schema.
  const found = diagnostics.filter(({ severity, code }) => severity === "error" || code.startsWith("wit/"));
  if (model?.processes.length === 0) createReport(found)("wit/no-handlers", {}, { file, span: start });
  return {
    model: hasErrors(found) ? undefined : model,
    hasPackage: true,
    diagnostics: located([...read.diagnostics, ...found]),
  };
}

/** Throws `UsageError` for what is no package. */
export function readPackage(text: string): PackageSyntax {
  const span = { start: 0, end: 0 };
  const line = readPackageName(text, span);
  const [bad] = line === undefined ? [] : findBadParts(line);
  if (line === undefined || bad !== undefined) {
    const why = bad === undefined ? "" : `: \`${bad.word.text}\` is no ${bad.part}`;
    throw new UsageError(`\`--package\` takes a package such as \`todo:template.os@0.1.0\`; found \`${text}\`${why}`);
  }
  return line;
}

/** The schema's text in the layout of a project. */
export async function printImported(model: Model, style?: FormatStyle): Promise<string> {
  return await formatSchema(printSchema(model), style);
}
