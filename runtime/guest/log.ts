/** The log of a process: lines for the node's terminal and for the file of the process, marked with what they belong to. */

import type { LogLevel, LogTable, Standard } from "../contract/index.js";
import type { LogFile } from "./log-file.js";
import { describe, quote, toFields, toWellFormed } from "./log-value.js";
import { formatScope, type Scope, toSpan } from "./scope.js";

export interface Log {
  /**
   * `details` may be any value; in the file the fields of an object stand beside the message. Secrets in it are shown:
   * what the schema calls secret is not known of a value that is logged.
   */
  error(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  debug(message: string, details?: unknown): void;
}

export type LineLevel = Exclude<LogLevel, "none">;

const ranks: Readonly<Record<LogLevel, number>> = { none: 0, error: 1, warn: 2, info: 3, debug: 4 };

/** Where the lines of a process go. */
export class LogSink {
  readonly #standard: Pick<Standard, "printToTerminal">;
  readonly #terminalRank: number;
  readonly #fileRank: number;
  readonly #highestRank: number;
  readonly #file: LogFile | undefined;

  /** Without `file` nothing is written to one. */
  constructor(
    standard: Pick<Standard, "printToTerminal">,
    levels: Pick<LogTable, "terminal" | "file">,
    file: LogFile | undefined,
  ) {
    this.#standard = standard;
    this.#terminalRank = ranks[levels.terminal];
    this.#fileRank = file ? ranks[levels.file] : 0;
    this.#highestRank = Math.max(this.#terminalRank, this.#fileRank);
    this.#file = file;
  }

  /** Whether a line of this level goes anywhere. */
  takes(level: LogLevel): level is LineLevel {
    return level !== "none" && ranks[level] <= this.#highestRank;
  }

  write(level: LineLevel, scope: Scope | undefined, message: string, details?: unknown): void {
    if (ranks[level] > this.#highestRank) return;
    if (ranks[level] <= this.#terminalRank) {
      this.print(level, scope, details === undefined ? message : `${message} ${describe(details)}`);
    }
    this.record(level, scope, message, details);
  }

  /**
   * Only on the terminal. A node shows a line up to its verbosity, and 0 always: as process_lib's `init_logging` maps
   * the levels.
   */
  print(level: LineLevel, scope: Scope | undefined, text: string): void {
    if (ranks[level] > this.#terminalRank) return;
    const where = scope ? ` [${formatScope(scope)}]` : "";
    // The host wants well-formed text; a lone surrogate would trap in some engines.
    this.#standard.printToTerminal(ranks[level] - 1, toWellFormed(`${level}${where} ${text}`));
  }

  /** Only in the file: one object a line, with the keys of tracing-subscriber's JSON (process_lib `src/logging.rs`). */
  record(level: LineLevel, scope: Scope | undefined, message: string, details?: unknown): void {
    if (ranks[level] > this.#fileRank || !this.#file) return;
    const timestamp = new Date().toISOString();
    const fields = `"fields":{"message":${quote(message)}${toFields(details)}}`;
    const span = scope ? `,"span":${JSON.stringify(toSpan(scope))}` : "";
    this.#file.add(`{"timestamp":"${timestamp}","level":"${level.toUpperCase()}",${fields}${span}}\n`);
  }
}

/** Without `scope`, of the process itself. */
export function createLog(sink: LogSink, scope?: Scope): Log {
  return {
    error: (message, details) => sink.write("error", scope, message, details),
    warn: (message, details) => sink.write("warn", scope, message, details),
    info: (message, details) => sink.write("info", scope, message, details),
    debug: (message, details) => sink.write("debug", scope, message, details),
  };
}
