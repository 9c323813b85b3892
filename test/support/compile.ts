/** The compiler's stages on texts in memory. */

import { check, type Checked } from "../../compiler/check/check.js";
import { pathsOf, type Unit } from "../../compiler/check/unit.js";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.js";
import { renderDiagnostics } from "../../compiler/diagnostics/render.js";
import { sortDiagnostics } from "../../compiler/diagnostics/report.js";
import type { Model } from "../../compiler/model/model.js";
import { parse, type Parsed } from "../../compiler/syntax/parse.js";
import { createSourceFile, type SourceFile } from "../../compiler/text/source-file.js";
import { readWit } from "../../compiler/wit/read-wit.js";

export interface Compiled {
  readonly parsed: readonly [Parsed, ...Parsed[]];
  readonly checked: Checked;
  /** Of all stages, in order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** One text, which is called `test.hproc`, or texts by path, the schema first, which name each other by `./`. */
export function compile(source: string | Readonly<Record<string, string>>): Compiled {
  const texts = Object.entries(typeof source === "string" ? { "test.hproc": source } : source);
  const [first, ...others] = texts.map(([path, text]) => read(createSourceFile(path, text, path)));
  if (first === undefined) throw new RangeError("there is no schema to compile");
  const parsed: readonly [Parsed, ...Parsed[]] = [first, ...others];
  const toUnit = ({ tree }: Parsed): Unit => {
    const paths = pathsOf(tree).map(({ value }) => value);
    const files = paths.flatMap((path) => {
      const found = parsed.find((one) => `./${one.tree.file.path}` === path);
      return found === undefined ? [] : [[path, found.tree.file] as const];
    });
    return { tree, files: new Map(files), missing: paths.filter((path) => !files.some(([known]) => known === path)) };
  };
  const checked = check([toUnit(first), ...others.map(toUnit)]);
  const found = [...parsed.flatMap(({ diagnostics }) => diagnostics), ...checked.diagnostics];
  return { parsed, checked, diagnostics: sortDiagnostics(found) };
}

/** A WIT file is that of a process which is called. */
function read(file: SourceFile): Parsed {
  return file.path.endsWith(".wit") ? readWit(file, { isCalled: true, end: file.text.length }) : parse(file);
}

/** The model of a schema without errors. Throws with all that is wrong with another one. */
export function compileModel(source: string | Readonly<Record<string, string>>): Model {
  const { checked, diagnostics } = compile(source);
  if (checked.model === undefined) throw new Error(renderDiagnostics(diagnostics, { colour: false }));
  return checked.model;
}
