/** What the bundler and the engine found, as text for a terminal. */

import type { ComponentProblem } from "../component/problem.js";

/**
 *     error build: `node:fs` cannot be imported
 *      --> todo.ts:3:8
 *       |
 *     3 | import { readFile } from "node:fs";
 *       |        ^
 *       = help: …
 */
export function renderProblem(problem: ComponentProblem): string {
  const { message, help, file, line, column, lineText } = problem;
  const lines = [`error build: ${message}`];
  const gutter = " ".repeat(String(line ?? 0).length + 1);
  if (file !== undefined && line !== undefined) {
    lines.push(`${gutter.slice(1)}--> ${file}:${line}:${column ?? 1}`);
    if (lineText !== undefined) {
      lines.push(`${gutter}|`, `${line} | ${lineText}`, `${gutter}| ${" ".repeat((column ?? 1) - 1)}^`);
    }
  }
  if (help !== undefined) lines.push(`${gutter}= help: ${help}`);
  return lines.join("\n");
}
