/** The compiler's stages on texts in memory. */

import { check, type Checked } from "../../compiler/check/check.js";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.js";
import { renderDiagnostics } from "../../compiler/diagnostics/render.js";
import { sortDiagnostics } from "../../compiler/diagnostics/report.js";
import type { Model } from "../../compiler/model/model.js";
import { parse, type Parsed } from "../../compiler/syntax/parse.js";
import { createSourceFile } from "../../compiler/text/source-file.js";

export interface Compiled {
  readonly parsed: readonly Parsed[];
  readonly checked: Checked;
  /** Of all stages, in order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** One text, which is called `test.hproc`, or texts by path. */
export function compile(source: string | Readonly<Record<string, string>>): Compiled {
  const files = typeof source === "string" ? { "test.hproc": source } : source;
  const parsed = Object.entries(files).map(([path, text]) => parse(createSourceFile(path, text)));
  const checked = check(parsed.map(({ tree }) => tree));
  const found = [...parsed.flatMap(({ diagnostics }) => diagnostics), ...checked.diagnostics];
  return { parsed, checked, diagnostics: sortDiagnostics(found) };
}

/** The model of a schema without errors. Throws with all that is wrong with another one. */
export function compileModel(source: string | Readonly<Record<string, string>>): Model {
  const { checked, diagnostics } = compile(source);
  if (checked.model === undefined) throw new Error(renderDiagnostics(diagnostics, { colour: false }));
  return checked.model;
}
