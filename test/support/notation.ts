/**
 * Expectations written under the code they are about:
 *
 *     record Point { x: u33 }
 *                       ^^^ name/unknown-type: no type is named `u33`
 *                       = help: did you mean `u32`?
 *
 * `^` is under what a diagnostic is about, `-` under another place that takes part. Warnings say so. A file holds many
 * cases, each after a line `== <what it shows>`; `npm run update` writes what is found under the code. A line
 * `// ---- types.hproc` begins another file of the case.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.js";
import { positionAt, type SourceFile } from "../../compiler/text/source-file.js";
import type { Span } from "../../compiler/text/span.js";
import { compile } from "./compile.js";
import { repositoryFolder } from "./golden.js";

/** One test for each case of a file, which is named as below `test/`. */
export function testNotation(path: string): void {
  const cases = readCases(path);
  if (process.env["HPROC_UPDATE"] === "1") {
    const updated = cases.map(({ title, text }) => `== ${title}\n${diagnose(withoutAnnotations(text))}\n`);
    writeFileSync(fileOf(path), updated.join("\n"));
    return;
  }
  const tests = suite(path);
  for (const { title, text } of cases) {
    tests(title, () => assert.fixture(diagnose(withoutAnnotations(text)), text));
  }
  tests.run();
}

export interface NotationCase {
  readonly title: string;
  /** Code with annotations. */
  readonly text: string;
}

export function readCases(path: string): readonly NotationCase[] {
  const [, ...cases] = `\n${readFileSync(fileOf(path), "utf8")}`.split("\n== ");
  return cases.map((text) => {
    const end = text.indexOf("\n");
    return { title: text.slice(0, end), text: text.slice(end + 1).trimEnd() };
  });
}

/** The text with all diagnostics of all stages under its lines. A text without package is given one. */
export function diagnose(text: string): string {
  const [own = "", ...parts] = text.split(/^\/\/ ---- (.+\.(?:hproc|wit))\n/m);
  const hasPackage = /^ *package\b/m.test(own);
  const files: Record<string, string> = { "test.hproc": hasPackage ? own : `package test:template.os@0.1.0\n${own}` };
  for (let index = 0; index < parts.length; index += 2) files[parts[index] ?? ""] = parts[index + 1] ?? "";
  const { parsed, diagnostics } = compile(files);
  const annotated = parsed.map(({ tree: { file } }, index) => {
    const marks = diagnostics.flatMap(marksOf).filter((mark) => mark.file === file);
    return index === 0 ? annotate(file, marks) : `// ---- ${file.path}\n${annotate(file, marks)}`;
  });
  const all = annotated.join("");
  return hasPackage ? all : all.slice(all.indexOf("\n") + 1);
}

function annotate(file: SourceFile, marks: readonly Mark[]): string {
  const rows = file.text.split("\n").map((line) => [line]);
  for (const mark of [...marks].sort(byPlace)) {
    const { line, column } = positionAt(file, mark.span.start);
    const width = Math.max(1, Math.min(mark.span.end, endOfLine(file, line)) - mark.span.start);
    const indent = " ".repeat(column - 1);
    const notes = mark.notes.map((note) => `${indent}= ${note}`);
    rows[line - 1]?.push(`${indent}${mark.sign.repeat(width)} ${mark.words}`, ...notes);
  }
  return rows.flat().join("\n");
}

/** The code of an annotated text. */
export function withoutAnnotations(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^ *(\^+|-+|=) /.test(line))
    .join("\n");
}

interface Mark {
  readonly file: SourceFile;
  readonly span: Span;
  readonly sign: "^" | "-";
  readonly words: string;
  readonly notes: readonly string[];
}

function marksOf({ code, severity, message, file, span, label, related, expected, help, fixes }: Diagnostic): readonly Mark[] {
  const kind = severity === "error" ? code : `${severity} ${code}`;
  const notes = [
    ...(label === undefined ? [] : [`label: ${label}`]),
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(help === undefined ? [] : [`help: ${help}`]),
    ...fixes.map(({ title }) => `fix: ${title}`),
  ];
  return [
    { file, span, sign: "^", words: `${kind}: ${message}`, notes },
    ...related.map((place): Mark => ({ file: place.file, span: place.span, sign: "-", words: place.message, notes: [] })),
  ];
}

function byPlace(left: Mark, right: Mark): number {
  return left.span.start - right.span.start || left.span.end - right.span.end;
}

function endOfLine(file: SourceFile, line: number): number {
  return (file.lineStarts[line] ?? file.text.length + 1) - 1;
}

/** Case files stay in the source tree. */
function fileOf(path: string): string {
  return join(repositoryFolder, "test", path);
}
