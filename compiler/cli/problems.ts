/** What TypeScript, the bundler and the engine found in the author's files, as diagnostics like those of a schema. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isNodeModule, replacementFor } from "../component/node-modules.js";
import type { ComponentProblem } from "../component/problem.js";
import type { TypeScriptCode } from "../diagnostics/catalogue.js";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.js";
import { createReport } from "../diagnostics/report.js";
import { entryFile, processConstant } from "../emit/print/generated-names.js";
import type { Process } from "../model/model.js";
import type { TypeProblem } from "../project/type-check.js";
import { createSourceFile, type SourceFile } from "../text/source-file.js";
import type { PreparedProject } from "./prepare.js";

/**
 *     error TS2322: Type '(…) => string' is not assignable to type '(…) => bigint'
 *      --> todo.ts:12:3
 *       |
 *    12 |   countTasks({ state }) {
 *       |   ^^^^^^^^^^ Type 'string' is not assignable to type 'bigint'
 */
export async function typeDiagnostic(problem: TypeProblem, project: PreparedProject): Promise<Diagnostic> {
  const { code, message, reasons, file, line, column } = problem;
  const importer = project.model.processes.find((process) => file === entryFile(process));
  if (importer) return await defaultExportDiagnostic(code, importer, project);
  const place = await readPlace(project, { file, line, column, lineText: undefined });
  const label = reasons.length === 0 ? undefined : reasons.join(": ");
  return { ...blank, ...place, code, message, label, ...(explainNeed([message, ...reasons]) ?? explainMissing(message)) };
}

/** The generated entry is right by itself: what is wrong there is what it imports from the author's file. */
async function defaultExportDiagnostic(
  code: TypeScriptCode,
  process: Process,
  project: PreparedProject,
): Promise<Diagnostic> {
  const file = `${process.id.processName}.ts`;
  const place = await readPlace(project, { file, line: 1, column: 1, lineText: undefined });
  return {
    ...blank,
    ...place,
    code,
    message: `\`${file}\` does not export the handlers of ${process.name}`,
    help: `write \`export default ${processConstant(process)}.process({ … });\``,
  };
}

/** Undefined when the problem has no place: then there is only its text to show. */
export async function buildDiagnostic(
  { message, help, file, line, column, lineText }: ComponentProblem,
  severity: Severity,
  project: PreparedProject,
): Promise<Diagnostic | undefined> {
  if (file === undefined || line === undefined) return undefined;
  const place = await readPlace(project, { file, line, column: column ?? 1, lineText });
  const diagnostics: Diagnostic[] = [];
  createReport(diagnostics)(buildCodes[severity], { message, help }, place);
  return diagnostics[0];
}

/** Of everything that keeps a component from being made, or that is likely wrong in it. */
export const buildCodes = { error: "project/build", warning: "project/build-warning" } as const;

const blank = {
  severity: "error",
  label: undefined,
  related: [],
  expected: undefined,
  help: undefined,
  fixes: [],
} as const;

interface ProblemPlace {
  /** Relative to the project's folder. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** For a file that cannot be read, such as one of a package that was bundled. */
  readonly lineText: string | undefined;
}

async function readPlace(
  { folder, displayFolder }: PreparedProject,
  { file, line, column, lineText }: ProblemPlace,
): Promise<Pick<Diagnostic, "file" | "span">> {
  const text = await readFile(join(folder, file), "utf8").catch(() => "\n".repeat(line - 1) + (lineText ?? ""));
  const source = createSourceFile(join(displayFolder, file), text);
  const start = Math.min((source.lineStarts[line - 1] ?? text.length) + column - 1, text.length);
  return { file: source, span: { start, end: start + wordLength(source, start) } };
}

/** Compilers say where something begins: a name and a text are then marked as a whole. */
function wordLength({ text }: SourceFile, start: number): number {
  const word = /(?:[\w$]+|"[^"\n]*"|'[^'\n]*')/y;
  word.lastIndex = start;
  return word.exec(text)?.[0].length ?? 1;
}

/** TypeScript would have the author install the types of Node, which a process does not have. */
/** A client of a system process that the schema does not ask for: see `MissingInSchema` of the guest. */
function explainNeed(texts: readonly string[]): Partial<Diagnostic> | undefined {
  const [, need] = /\bMissingInSchema<"needs (\w+)">/.exec(texts.join("\n")) ?? [];
  if (need === undefined) return undefined;
  return {
    message: `the schema does not ask for \`${need}\``,
    label: undefined,
    help: `write \`needs ${need}\` in the process, or add \`${need}\` to what it needs`,
  };
}

function explainMissing(message: string): Partial<Diagnostic> {
  const [, kind, name = ""] = /^Cannot find (module|name) '([^']+)'/.exec(message) ?? [];
  if (kind === undefined) return {};
  // A module of Node counts as a name there.
  if (kind === "module" || name.startsWith("node:")) {
    if (isNodeModule(name))
      return { message: `a process has no Node, so there is no \`${name}\``, help: replacementFor(name) };
    if (/^[./]/.test(name)) return { message: `there is no file \`${name}\`` };
    const packageName = /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;
    return { message: `the package \`${name}\` is not installed`, help: `npm install ${packageName}` };
  }
  const help = globalReplacements.get(name);
  return help === undefined ? {} : { message: `a process has no \`${name}\``, help };
}

/** Names that programs elsewhere use without an import. */
const globalReplacements: ReadonlyMap<string, string> = new Map([
  ["Buffer", "use `Uint8Array`, and `TextEncoder` and `TextDecoder` for text"],
  ["console", "use the context's `log`"],
  ["fetch", "use the context's `fetch`, for which the process `needs fetch`"],
  ["document", "a process has no browser; a `ui` has"],
  ["process", "a process has no arguments and no environment"],
  ["require", "use `import`"],
  ["setImmediate", "use the context's `sleep`"],
  ["window", "a process has no browser; a `ui` has"],
]);
