/** A diagnostic as text for a terminal. */

import { gutterWidth, renderFrame, type FrameStyle } from "../text/code-frame.js";
import { toPrintable } from "../text/display-width.js";
import type { Diagnostic } from "./diagnostic.js";

/** How to render: colour only where a terminal shows it. */
export interface RenderOptions {
  readonly colour: boolean;
}

/**
 * Several lines with a line end after each:
 *
 *     error name/unknown-type: no type is named `u33`
 *      --> todo.hproc:3:7
 *       |
 *     3 |   id: u33
 *       |       ^^^
 *       |
 *       = help: did you mean `u32`?
 */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions): string {
  const { severity, code, message, file, span, label, related, expected, help } = diagnostic;
  const paint = createPaint(options.colour);
  const main = severity === "error" ? paint.red : paint.yellow;
  const style: FrameStyle = { gutter: paint.blue, primary: main, secondary: paint.blue };
  const marks = [
    { file, span, text: label && printed(label), primary: true },
    ...related.map((place) => ({ file: place.file, span: place.span, text: printed(place.message), primary: false })),
  ];
  const indent = " ".repeat(gutterWidth(marks) + 1);
  const notes = [
    ...(expected === undefined ? [] : [`${indent}${paint.blue("=")} expected: ${printed(expected)}`]),
    ...(help === undefined ? [] : [`${indent}${paint.blue("=")} help: ${printed(help)}`]),
  ];
  const frame = renderFrame(marks, style);
  // Without notes, the frame's last empty row has nothing to separate.
  const lines = [
    `${main(`${severity} ${code}`)}${paint.bold(`: ${printed(message)}`)}`,
    ...(notes.length === 0 ? frame.slice(0, -1) : frame),
    ...notes,
  ];
  return `${lines.join("\n")}\n`;
}

/** All of them with an empty line between. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, options)).join("\n");
}

/** As text; of more, nobody would see the first ones any more. */
const maxShownCount = 50;

/** What a run found: up to 50 of them, and how many they are. Of more, errors come before warnings, which stop nothing. */
export function renderReport(found: readonly Diagnostic[], options: RenderOptions): string {
  const isError = ({ severity }: Diagnostic): boolean => severity === "error";
  const chosen = [...found.filter(isError), ...found.filter((each) => !isError(each))].slice(0, maxShownCount);
  const isChosen = new Set(chosen);
  const shown = found.filter((each) => isChosen.has(each));
  const more = found.length === shown.length ? "" : ` (and ${found.length - shown.length} more; \`--json\` shows all)`;
  return `${renderDiagnostics(shown, options)}\n${countDiagnostics(found)}${more}${describeFixes(found)}\n`;
}

/** How many of them need no hand. */
function describeFixes(found: readonly Diagnostic[]): string {
  const fixable = found.filter(({ fixes }) => fixes.length > 0).length;
  return fixable === 0 ? "" : `; \`hproc check --fix\` repairs ${fixable === found.length ? "all" : fixable}`;
}

/** `2 errors, 1 warning`; empty without any. */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const errorCount = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
  return [plural(errorCount, "error"), plural(diagnostics.length - errorCount, "warning")]
    .filter((part) => part !== undefined)
    .join(", ");
}

function plural(count: number, word: string): string | undefined {
  return count === 0 ? undefined : `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** A name of the source may be a megabyte long; the longest message of ours is a third of this. */
const maxPrintedLength = 1000;

/** Words of a diagnostic, cut when something from the source makes them too long to read. */
function printed(text: string): string {
  return toPrintable(text.length <= maxPrintedLength ? text : `${text.slice(0, maxPrintedLength)}…`);
}

type Paint = (text: string) => string;

function createPaint(colour: boolean): Record<"red" | "yellow" | "blue" | "bold", Paint> {
  const sequence =
    (code: string): Paint =>
    (text) =>
      colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { red: sequence("1;31"), yellow: sequence("1;33"), blue: sequence("1;34"), bold: sequence("1") };
}
