/** The only writer to the terminal: results, diagnostics, progress. Colour and rewriting only where a person looks. */

import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { renderDiagnostics } from "../diagnostics/render.js";
import { renderDiagnosticJson } from "../diagnostics/render-json.js";

export interface Output {
  /** A line of the command's result. */
  line(text: string): void;
  /** A line about a failure. */
  error(text: string): void;
  diagnostics(found: readonly Diagnostic[]): void;
  /** What is going on right now; replaced by the next progress or line on a terminal. */
  progress(text: string): void;
}

/** `--json` replaces diagnostics and lines by one JSON object a line. */
export function createOutput(options: { readonly json: boolean }): Output {
  const interactive = process.stderr.isTTY === true && !options.json;
  const colour = interactive && process.env["NO_COLOR"] === undefined;
  let pendingProgress = false;
  const clearProgress = (): void => {
    if (pendingProgress) process.stderr.write("\r\u001b[K");
    pendingProgress = false;
  };
  const jsonLine = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
  return {
    line(text) {
      clearProgress();
      if (options.json) jsonLine({ kind: "line", text });
      else process.stdout.write(`${text}\n`);
    },
    error(text) {
      clearProgress();
      if (options.json) jsonLine({ kind: "error", text });
      else process.stderr.write(`${colour ? `\u001b[31m${text}\u001b[39m` : text}\n`);
    },
    diagnostics(found) {
      clearProgress();
      if (options.json) for (const each of found) process.stdout.write(`${renderDiagnosticJson(each)}\n`);
      else if (found.length > 0) process.stderr.write(renderDiagnostics(found, { colour }));
    },
    progress(text) {
      if (options.json) return;
      clearProgress();
      process.stderr.write(interactive ? text : `${text}\n`);
      pendingProgress = interactive;
    },
  };
}
