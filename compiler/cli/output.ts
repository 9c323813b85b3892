/** The only writer to the terminal: results, diagnostics, progress. Colour and rewriting only where a person looks. */

import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { countDiagnostics, renderDiagnostics } from "../diagnostics/render.js";
import { renderDiagnosticJson } from "../diagnostics/render-json.js";
import { displayWidth, toPrintable } from "../text/display-width.js";

export interface Output {
  /** A line of the command's result. */
  line(text: string): void;
  /** A line about a failure. */
  error(text: string): void;
  /** Each with its code frame, and how many they are. */
  diagnostics(found: readonly Diagnostic[]): void;
  /** What is going on right now; replaced by whatever comes next. Shown on a terminal only. */
  progress(text: string): void;
  /** Ends the progress. */
  end(): void;
  /** Aborted when nobody reads the results any more, as behind `| head`; what is printed from then on goes nowhere. */
  readonly unread: AbortSignal;
}

/** `--json` replaces everything by one JSON object a line, on stdout. To be called once. */
export function createOutput(options: { readonly json: boolean }): Output {
  const interactive = process.stderr.isTTY === true && process.env["TERM"] !== "dumb" && !options.json;
  const colour = interactive && !process.env["NO_COLOR"];
  const progress = interactive ? createProgress() : undefined;
  const print = (stream: NodeJS.WriteStream, text: string): void => {
    progress?.clear();
    stream.write(text);
  };
  const printJson = (value: object): void => print(process.stdout, `${JSON.stringify(value)}\n`);
  return {
    line(text) {
      if (options.json) printJson({ kind: "line", text });
      else print(process.stdout, `${text}\n`);
    },
    error(text) {
      if (options.json) printJson({ kind: "error", text });
      else print(process.stderr, `${colour ? `\u001b[31m${text}\u001b[39m` : text}\n`);
    },
    diagnostics(found) {
      if (found.length === 0) return;
      if (options.json) {
        for (const each of found) print(process.stdout, `${renderDiagnosticJson(each)}\n`);
      } else {
        print(process.stderr, `${renderDiagnostics(found, { colour })}\n${countDiagnostics(found)}\n`);
      }
    },
    progress: (text) => progress?.show(text),
    end: () => progress?.clear(),
    unread: watchReaders(),
  };
}

function watchReaders(): AbortSignal {
  const unread = new AbortController();
  const take = (error: NodeJS.ErrnoException): void => {
    // Anything else, such as a full disk, ends the program with a message.
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
  };
  process.stderr.on("error", take);
  process.stdout.on("error", (error) => {
    take(error);
    unread.abort();
  });
  return unread.signal;
}

/** One line that is written over, with the seconds that it has been there, so that long work is seen to go on. */
function createProgress(): { show(text: string): void; clear(): void } {
  const { stderr } = process;
  let ticking: NodeJS.Timeout | undefined;
  const clear = (): void => {
    if (ticking === undefined) return;
    clearInterval(ticking);
    ticking = undefined;
    stderr.write("\r\u001b[K");
  };
  return {
    clear,
    show(text) {
      clear();
      const startedMs = performance.now();
      const draw = (): void => {
        const seconds = Math.round((performance.now() - startedMs) / 1000);
        const line = seconds === 0 ? text : `${text} (${seconds} s)`;
        // A line that wraps could not be taken back.
        stderr.write(`\r\u001b[K${shorten(toPrintable(line), (stderr.columns || 80) - 1)}`);
      };
      draw();
      ticking = setInterval(draw, 1000).unref();
    },
  };
}

function shorten(text: string, columns: number): string {
  let short = text;
  while (displayWidth(short) > columns) short = short.slice(0, -1);
  return short;
}
