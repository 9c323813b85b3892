/** A diagnostic as a workflow command, which GitHub shows at the line of the change. */

import { positionAt } from "../text/source-file.js";
import type { Diagnostic, Label } from "./diagnostic.js";

/**
 * One line without a line end:
 *
 *     ::error file=todo.hproc,line=3,endLine=3,col=7,endColumn=10,title=name/unknown-type::no type is named `u33`%0A…
 *
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 */
export function renderDiagnosticGithub(diagnostic: Diagnostic): string {
  const { severity, code, message, file, span, label, related, expected, help } = diagnostic;
  const start = positionAt(file, span.start);
  const end = positionAt(file, span.end);
  // GitHub refuses columns for a range of several lines.
  const columns: Properties = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const parts = [
    message,
    ...(label === undefined ? [] : [label]),
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(help === undefined ? [] : [`help: ${help}`]),
    ...related.map(describePlace),
  ];
  const properties = { file: file.path, line: start.line, endLine: end.line, ...columns, title: code };
  return renderCommand(severity, properties, parts.join("\n"));
}

/** For what has no place. */
export function renderErrorGithub(text: string): string {
  return renderCommand("error", { title: "hproc" }, text);
}

/** A text beside the commands, so that GitHub takes no line of it for one. */
export function renderTextGithub(text: string): string {
  return text.replace(/^(\s*):(?=:)/gm, "$1: ").replaceAll("##[", "## [");
}

function describePlace({ file, span, message }: Label): string {
  const { line, column } = positionAt(file, span.start);
  return `${file.path}:${line}:${column}: ${message}`;
}

type Properties = Readonly<Record<string, string | number>>;

function renderCommand(name: string, properties: Properties, text: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${list.join(",")}::${escapeText(text)}`;
}

/** As `@actions/core` does: what ends a command or a property. */
function escapeText(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
