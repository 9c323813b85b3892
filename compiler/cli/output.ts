/** The only writer to the terminal: results, diagnostics, progress. Colour and rewriting only where a person looks. */

import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { renderReport } from "../diagnostics/render.js";
import { renderDiagnosticGithub, renderErrorGithub, renderTextGithub } from "../diagnostics/render-github.js";
import { renderDiagnosticJson } from "../diagnostics/render-json.js";
import { displayWidth, toPrintable } from "../text/display-width.js";
import { formatJson } from "../text/exact-json.js";
import type { Format } from "./format.js";
import { ownVersion } from "./version.js";

export interface Output {
  /** A line of the command's result; programs get `data` where there is some. */
  line(text: string, data?: OutputRecord): void;
  /** A line about a failure; programs get `data` where there is some. */
  error(text: string, data?: OutputRecord): void;
  /** For programs only: what a person sees by other means. */
  data(value: OutputRecord): void;
  /** Each with its code frame, and how many they are. */
  diagnostics(found: readonly Diagnostic[]): void;
  /** What is going on right now; replaced by whatever comes next. Shown on a terminal only. */
  progress(text: string): void;
  /** Ends the progress, and prints what can only be printed as a whole. To be called once. */
  end(): void;
  /** True where a person reads the lines, as they come. */
  readonly isTerminal: boolean;
  /** Takes everything off the screen; does nothing but on a terminal. */
  clear(): void;
  /** Aborted when nobody reads the results any more, as behind `| head`; what is printed from then on goes nowhere. */
  readonly unread: AbortSignal;
}

/** A line of `--json`: `schemas/diagnostic.schema.json` describes each kind. */
export interface OutputRecord {
  readonly kind: string;
  readonly [member: string]: unknown;
}

/** How one format shows what a command says. */
type Printer = Pick<Output, "line" | "error" | "data" | "diagnostics" | "end">;

/** To be called once. */
export async function createOutput(format: Format): Promise<Output> {
  const interactive = process.stderr.isTTY === true && process.env["TERM"] !== "dumb" && format === "text";
  const isTerminal = process.stdout.isTTY === true && process.env["TERM"] !== "dumb" && format === "text";
  const progress = interactive ? createProgress() : undefined;
  const print: Print = (stream, text) => {
    progress?.clear();
    process[stream].write(text);
  };
  const printer = await createPrinter(format, print, interactive && !process.env["NO_COLOR"]);
  return {
    ...printer,
    progress: (text) => progress?.show(text),
    end() {
      progress?.clear();
      printer.end();
    },
    isTerminal,
    // What has scrolled away stays readable: only the screen is cleared, from its first line.
    clear: () => isTerminal && print("stdout", "\u001b[H\u001b[J"),
    unread: watchReaders(),
  };
}

type Print = (stream: "stdout" | "stderr", text: string) => void;

async function createPrinter(format: Format, print: Print, colour: boolean): Promise<Printer> {
  switch (format) {
    case "text":
      return createTextPrinter(print, colour);
    case "json":
      return createJsonPrinter(print);
    case "github":
      return createGithubPrinter(print);
    case "sarif":
      return createSarifPrinter(print, (await import("../diagnostics/render-sarif.js")).renderSarif);
  }
}

/** Results on stdout, the rest on stderr. */
function createTextPrinter(print: Print, colour: boolean): Printer {
  const line = (text: string): void => print("stdout", `${text}\n`);
  return {
    line,
    data() {},
    error: (text) => print("stderr", `${colour ? `\u001b[31m${text}\u001b[39m` : text}\n`),
    diagnostics(found) {
      if (found.length === 0) return;
      print("stderr", renderReport(found, { colour }));
    },
    end() {},
  };
}

/** One object a line on stdout, and nothing else. */
function createJsonPrinter(print: Print): Printer {
  const printJson = (value: OutputRecord): void => print("stdout", `${formatJson(value)}\n`);
  return {
    line: (text, data) => printJson(data ?? { kind: "line", text }),
    error: (text, data) => printJson(data ?? { kind: "error", text }),
    data: printJson,
    diagnostics(found) {
      for (const each of found) print("stdout", `${renderDiagnosticJson(each)}\n`);
    },
    end() {},
  };
}

/** Commands and text on stdout, in the order in which they came: GitHub shows one log. */
function createGithubPrinter(print: Print): Printer {
  const line = (text: string): void => print("stdout", `${renderTextGithub(text)}\n`);
  return {
    line,
    data() {},
    error: (text) => print("stdout", `${renderErrorGithub(text)}\n`),
    diagnostics(found) {
      for (const each of found) print("stdout", `${renderDiagnosticGithub(each)}\n`);
    },
    end() {},
  };
}

/** One log on stdout at the end, whatever happened; text meanwhile goes to stderr. */
function createSarifPrinter(
  print: Print,
  render: typeof import("../diagnostics/render-sarif.js").renderSarif,
): Printer {
  const diagnostics: Diagnostic[] = [];
  const errors: string[] = [];
  const line = (text: string): void => print("stderr", `${text}\n`);
  return {
    line,
    data() {},
    error(text) {
      errors.push(text);
      line(text);
    },
    diagnostics: (found) => void diagnostics.push(...found),
    end: () => print("stdout", render({ version: ownVersion(), diagnostics, errors })),
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
