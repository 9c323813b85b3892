/** What holds for the compiler whatever the text is. */

import { pathsOf } from "../../compiler/check/unit.js";
import { renderDiagnosticJson } from "../../compiler/diagnostics/render-json.js";
import { renderDiagnostics, renderReport } from "../../compiler/diagnostics/render.js";
import type { Diagnostic, TextEdit } from "../../compiler/diagnostics/diagnostic.js";
import { emit } from "../../compiler/emit/index.js";
import type { Model } from "../../compiler/model/model.js";
import { childrenOf } from "../../compiler/syntax/children.js";
import type { SyntaxNode, SyntaxTree } from "../../compiler/syntax/nodes.js";
import type { SourceFile } from "../../compiler/text/source-file.js";
import type { Span } from "../../compiler/text/span.js";
import { compile } from "../support/compile.js";

/** What the cases of the repository use. */
const otherFiles: Readonly<Record<string, string>> = {
  "types.hproc": "record Task { owner: Owner }\nrecord Owner { name: string }\nvariant Error { Gone }\n",
  "counter.hproc": "package counter:other.os@1.0.0\nrecord Value { total: u64 }\nprocess Counter { local get() -> Value }\n",
};
const otherPaths: readonly string[] = Object.keys(otherFiles).map((name) => `./${name}`);

/** What is wrong with the compiler, as one text shows it; undefined when all is well. */
export function findFault(text: string, options: { readonly emits: boolean }): string | undefined {
  try {
    return findBroken(text, options.emits);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** What a run of hproc does with a text, up to what it shows. */
export function runOnce(text: string, options: { readonly emits: boolean }): void {
  const { checked, diagnostics } = compile({ "test.hproc": text, ...otherFiles });
  renderReport(diagnostics, { colour: false });
  if (options.emits && checked.model !== undefined) emit(checked.model);
}

function findBroken(text: string, emits: boolean): string | undefined {
  const { parsed, checked, diagnostics } = compile({ "test.hproc": text, ...otherFiles });
  const { model } = checked;
  // Files that are not there are reported by who looks for them.
  const isComplete = pathsOf(parsed[0].tree).every(({ value }) => ["./test.hproc", ...otherPaths].includes(value));
  const hasErrors = !isComplete || diagnostics.some(({ severity }) => severity === "error");
  if ((model === undefined) !== hasErrors)
    return `${hasErrors ? "errors" : "no errors"}, but ${model ? "a" : "no"} model`;
  return (
    parsed.map(({ tree }) => findMisplacedNode(tree.schema, tree)).find((fault) => fault !== undefined) ??
    diagnostics.map(findMisplacedSpan).find((fault) => fault !== undefined) ??
    findUnreadableText(diagnostics) ??
    findWrongFix(diagnostics, text) ??
    (emits && model ? findUnstableOutput(model) : undefined)
  );
}

/**
 * Children lie in their parents, in the order of the text; documentation stands before what it documents. Spans are
 * tight, but for pieces that could not be read, which may end with a comment.
 */
function findMisplacedNode(node: SyntaxNode, tree: SyntaxTree): string | undefined {
  const { file } = tree;
  let end = node.span.start;
  for (const child of childrenOf(node)) {
    const describe = (problem: string): string =>
      `${child.kind} ${formatSpan(child.span)} in ${node.kind} ${formatSpan(node.span)} ${problem}`;
    if (!isWithin(child.span, file)) return describe("is not in the file");
    if (child.kind === "documentation") {
      if (child.span.end > node.span.start && node.kind !== "schema") return describe("does not stand before it");
    } else {
      // What is read as it would be after a repair has its place only roughly.
      if (tree.complete && child.span.start < end) return describe("overlaps what stands before it");
      if (child.span.end > node.span.end) return describe("ends after it");
      // What a repair would write stands at one place of the text as it is.
      if (tree.complete && child.span.start === child.span.end) return describe("is empty");
      const own = file.text.slice(child.span.start, child.span.end);
      if (tree.complete && /^[ \t\r\n]|[ \t\r\n]$/.test(own)) return describe("has white space at its ends");
      end = child.span.end;
    }
    const fault = findMisplacedNode(child, tree);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function findMisplacedSpan({ code, file, span, related, fixes }: Diagnostic): string | undefined {
  const places = [
    { name: "place", file, span },
    ...related.map((label) => ({ name: "related place", file: label.file, span: label.span })),
    ...fixes.flatMap(({ edits }) => edits.map((edit) => ({ name: "fix", file, span: edit.span }))),
  ];
  const wrong = places.find((place) => !isWithin(place.span, place.file));
  return wrong && `${code}: the ${wrong.name} ${formatSpan(wrong.span)} is not in the file`;
}

/** Control characters of a source could steer a terminal; JSON has one line for each finding. */
function findUnreadableText(diagnostics: readonly Diagnostic[]): string | undefined {
  renderReport(diagnostics, { colour: true });
  const text =
    renderReport(diagnostics, { colour: false }) + renderDiagnostics(diagnostics.slice(-3), { colour: false });
  const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.exec(text);
  if (control) return `the rendered text has U+${control[0].charCodeAt(0).toString(16)}`;
  for (const diagnostic of diagnostics) {
    const json = renderDiagnosticJson(diagnostic);
    if (json.includes("\n")) return "a JSON line has a line end";
    JSON.parse(json);
  }
  return undefined;
}

/** Of more, the first: each is compiled. */
const maxFixCount = 3;

/** A fix changes the text, to one that can be compiled like any other. */
function findWrongFix(diagnostics: readonly Diagnostic[], text: string): string | undefined {
  const fixes = diagnostics.flatMap(({ code, fixes: own }) => own.map((fix) => ({ code, ...fix })));
  for (const { code, title, edits } of fixes.slice(0, maxFixCount)) {
    const fixed = applyEdits(text, edits);
    if (fixed === text) return `${code}: the fix "${title}" changes nothing`;
    compile(fixed);
  }
  return undefined;
}

function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((left, right) => right.span.start - left.span.start)
    .reduce((result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end), text);
}

/** The same bytes for the same model, as it is and as JSON, at paths that stay in the project. */
function findUnstableOutput(model: Model): string | undefined {
  const files = emit(model);
  const again = emit(JSON.parse(JSON.stringify(model)) as Model);
  const outside = files.find(({ path }) => !/^[a-z]+\/[a-z0-9.-]+$/.test(path));
  if (outside) return `an output has the path ${outside.path}`;
  for (const [index, { path, text }] of files.entries()) {
    if (again[index]?.path !== path || again[index].text !== text) return `${path} is different the second time`;
  }
  return files.length === again.length ? undefined : "there are more files the second time";
}

function isWithin({ start, end }: Span, { text }: SourceFile): boolean {
  return start >= 0 && start <= end && end <= text.length;
}

function formatSpan({ start, end }: Span): string {
  return `${start}..${end}`;
}
