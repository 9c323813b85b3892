/** A diagnostic as text for a terminal. */

import { renderFrame, type FrameStyle } from "../text/code-frame.js";
import { toPrintable } from "../text/display-width.js";
import { positionAt } from "../text/source-file.js";
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
    { file, span, text: printed(label), primary: true },
    ...related.map((place) => ({ file: place.file, span: place.span, text: printed(place.message), primary: false })),
  ];
  const places = marks.map((mark) => positionAt(mark.file, mark.span.start).line);
  const indent = " ".repeat(String(Math.max(...places)).length + 1);
  const notes = [
    ...(expected === undefined ? [] : [`${indent}${paint.blue("=")} expected: ${toPrintable(expected)}`]),
    ...(help === undefined ? [] : [`${indent}${paint.blue("=")} help: ${toPrintable(help)}`]),
  ];
  const frame = renderFrame(marks, style);
  // Without notes, the frame's last empty row has nothing to separate.
  const lines = [
    `${main(`${severity} ${code}`)}${paint.bold(`: ${toPrintable(message)}`)}`,
    ...(notes.length === 0 ? frame.slice(0, -1) : frame),
    ...notes,
  ];
  return `${lines.join("\n")}\n`;
}

/** All of them with an empty line between. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, options)).join("\n");
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

function printed(text: string | undefined): string | undefined {
  return text === undefined ? undefined : toPrintable(text);
}

type Paint = (text: string) => string;

function createPaint(colour: boolean): Record<"red" | "yellow" | "blue" | "bold", Paint> {
  const sequence =
    (code: string): Paint =>
    (text) =>
      colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { red: sequence("1;31"), yellow: sequence("1;33"), blue: sequence("1;34"), bold: sequence("1") };
}
