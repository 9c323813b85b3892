/**
 * Realistic mistakes, one case each, and what a reader expects of the compiler:
 *
 *     == a type of Rust
 *     record Task { id: i64 }
 *                       ^^^ name/unknown-type
 *     ---- repaired
 *     record Task { id: s64 }
 *     ---- found
 *     error name/unknown-type: no type is named `i64`
 *     …
 *
 * The carets and the code are written by hand, where a person would point, before the compiler was asked; nothing
 * rewrites them. `found` is what the compiler says, which `npm run update` rewrites. `repaired` is the text that its
 * help leads to, where its fixes alone do not. A text without package is given one; a case that begins with
 * `---- test.hproc` has none. `---- types.hproc` begins another file, `---- repaired types.hproc` its repair. `⟦00A0⟧`
 * stands for that character, and `⟦⟧` before a line end for no line end.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkExample } from "../../compiler/cli/check-example.js";
import { applyFixes } from "../../compiler/diagnostics/apply-fixes.js";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.js";
import { renderDiagnostics } from "../../compiler/diagnostics/render.js";
import { positionAt } from "../../compiler/text/source-file.js";
import { repositoryFolder } from "../support/golden.js";

type Files = Readonly<Record<string, string>>;

/** What must be marked, and with which code. */
export interface Expected {
  readonly path: string;
  readonly line: number;
  /** From 1, as columns are shown. */
  readonly column: number;
  readonly length: number;
  readonly code: string;
}

export interface CorpusCase {
  readonly area: string;
  readonly title: string;
  /** As written, up to `---- found`. */
  readonly text: string;
  readonly files: Files;
  readonly expected: readonly Expected[];
  /** Undefined when the fixes alone repair it. */
  readonly repaired: Files | undefined;
  readonly found: string;
}

export interface Judgement {
  readonly found: string;
  /** For each expected mistake, whether something is found on its line, with its code, and on exactly its characters. */
  readonly onLine: number;
  readonly withCode: number;
  readonly onToken: number;
  /** Findings, warnings too, that are about none of the mistakes. */
  readonly extraCount: number;
  /** True when the fixes alone, or a text that follows the help, compile. */
  readonly isRepaired: boolean;
  /** True when the fixes alone do. */
  readonly isFixed: boolean;
  /** What the fixes make of the files, when that compiles. */
  readonly fixed: Files | undefined;
}

const folder = join(repositoryFolder, "test/corpus");
const packageLine = "package notes:template.os@0.1.0\n";

/** Names of the areas, which are those of the files. */
export function listAreas(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .map((name) => name.slice(0, -".txt".length))
    .sort();
}

export function readArea(area: string): readonly CorpusCase[] {
  const [, ...cases] = `\n${readFileSync(join(folder, `${area}.txt`), "utf8")}`.split("\n== ");
  return cases.map((text) => readCase(area, text));
}

export async function rewriteArea(area: string): Promise<void> {
  const texts: string[] = [];
  for (const one of readArea(area)) {
    texts.push(`== ${one.title}\n${one.text.trimEnd()}\n---- found\n${(await judge(one)).found}`);
  }
  writeFileSync(join(folder, `${area}.txt`), texts.join("\n"));
}

function readCase(area: string, whole: string): CorpusCase {
  const [head = "", found = ""] = whole.split(/^---- found\n/m);
  const titleEnd = head.indexOf("\n");
  const text = head.slice(titleEnd + 1);
  const [own = "", ...sections] = text.split(/^---- (.+)\n/m);
  const files: Record<string, string> = own.trim() === "" ? {} : { "test.hproc": own };
  const repaired: Record<string, string> = {};
  for (let index = 0; index < sections.length; index += 2) {
    const [name = "", content = ""] = sections.slice(index, index + 2);
    const [, isRepaired, path] = /^(repaired)? ?(.*)$/.exec(name) ?? [];
    (isRepaired === undefined ? files : repaired)[path || "test.hproc"] = content;
  }
  const isBare = own.trim() === "";
  const prefixOf = (path: string): string =>
    path === "test.hproc" && !isBare && !/^\s*package\b/m.test(files[path] ?? "") ? packageLine : "";
  const expected: Expected[] = [];
  const clean: Record<string, string> = {};
  for (const [path, content] of Object.entries(files)) {
    const prefix = prefixOf(path);
    const read = readCarets(path, content, prefix === "" ? 0 : 1);
    expected.push(...read.expected);
    clean[path] = prefix + read.text;
  }
  const better = Object.entries(repaired).map(([path, content]) => [path, prefixOf(path) + expand(content)]);
  return {
    area,
    title: head.slice(0, titleEnd),
    text,
    files: clean,
    expected,
    repaired: better.length === 0 ? undefined : { ...clean, ...Object.fromEntries(better) },
    found: found.trimEnd(),
  };
}

/** The lines without those of carets, and what these say. */
function readCarets(
  path: string,
  content: string,
  lineOffset: number,
): { readonly text: string; readonly expected: readonly Expected[] } {
  const lines: string[] = [];
  const expected: Expected[] = [];
  for (const line of content.replace(/\n+$/, "").split("\n")) {
    const caret = /^( *)(\^+) ([a-z]+\/[a-z-]+)$/.exec(line);
    if (caret === null) {
      lines.push(line);
      continue;
    }
    const [, indent = "", carets = "", code = ""] = caret;
    const above = lines.at(-1) ?? "";
    const start = expand(above.slice(0, indent.length)).length;
    const length = Math.max(1, expand(above.slice(0, indent.length + carets.length)).length - start);
    expected.push({ path, line: lines.length + lineOffset, column: start + 1, length, code });
  }
  return { text: expand(`${lines.join("\n")}\n`), expected };
}

function expand(text: string): string {
  return text
    .replaceAll("⟦⟧\n", "")
    .replaceAll(/⟦([0-9A-F]+)⟧/g, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16)));
}

export async function judge(one: CorpusCase): Promise<Judgement> {
  const diagnostics = await checkExample(one.files);
  const onLine = one.expected.filter((mistake) => diagnostics.some((each) => isOnLine(each, mistake)));
  const withCode = onLine.filter((mistake) =>
    diagnostics.some((each) => isOnLine(each, mistake) && each.code === mistake.code),
  );
  const onToken = withCode.filter((mistake) => diagnostics.some((each) => isExact(each, mistake)));
  const fixed = await fix(one.files, diagnostics);
  const isHelpful = diagnostics.every(
    ({ severity, help, fixes }) => severity === "warning" || help !== undefined || fixes.length > 0,
  );
  const followed = one.repaired !== undefined && isHelpful && !hasErrors(await checkExample(one.repaired));
  return {
    found: describe(one, diagnostics, fixed),
    onLine: onLine.length,
    withCode: withCode.length,
    onToken: onToken.length,
    extraCount: Math.max(0, diagnostics.length - one.expected.length),
    isRepaired: fixed !== undefined || followed,
    isFixed: fixed !== undefined,
    fixed,
  };
}

/** So often fixes are done that were in each other's way. */
const maxRoundCount = 5;

/** Undefined when errors are left. */
async function fix(files: Files, found: readonly Diagnostic[]): Promise<Files | undefined> {
  let current = files;
  let diagnostics = found;
  for (let round = 0; hasErrors(diagnostics); round++) {
    const fixed = applyFixes(diagnostics.filter(({ severity }) => severity === "error"));
    if (fixed.count === 0 || round === maxRoundCount) return undefined;
    current = { ...current, ...Object.fromEntries(fixed.files.map(({ file, text }) => [file.path, text])) };
    diagnostics = await checkExample(current);
  }
  return current;
}

/** What a terminal shows, and below it the lines that the fixes change. */
function describe({ files }: CorpusCase, diagnostics: readonly Diagnostic[], fixed: Files | undefined): string {
  const changed = Object.entries(fixed ?? {}).flatMap(([path, text]) => {
    const before = new Set(files[path]?.split("\n"));
    return text
      .split("\n")
      .filter((line) => !before.has(line))
      .map((line) => `fixed | ${line}\n`);
  });
  const removed = fixed !== undefined && changed.length === 0 ? ["fixed | (lines removed)\n"] : [];
  const shown = renderDiagnostics(diagnostics, { colour: false });
  return shown + (fixed === undefined ? "" : `\n${[...changed, ...removed].join("")}`);
}

function isOnLine({ file, span }: Diagnostic, { path, line }: Expected): boolean {
  return file.path === path && positionAt(file, span.start).line === line;
}

function isExact(diagnostic: Diagnostic, expected: Expected): boolean {
  const { file, span, code } = diagnostic;
  const { column } = positionAt(file, span.start);
  // A mark without width is shown as one character.
  const length = Math.max(1, span.end - span.start);
  return (
    isOnLine(diagnostic, expected) && code === expected.code && column === expected.column && length === expected.length
  );
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
