/** Lines for the node's terminal, marked with the request they belong to. */

import type { Standard } from "../contract/index.js";

export interface Log {
  error(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  debug(message: string, details?: unknown): void;
}

/** The verbosity at which a node shows each level: 0 is always shown. The same mapping as process_lib's `init_logging`. */
const verbosity = { error: 0, warn: 1, info: 2, debug: 3 } as const;

/** `scope` names the request, such as `#12 GET /api/tasks`; empty outside of requests. */
export function createLog(standard: Standard, scope: string): Log {
  const write = (level: keyof typeof verbosity, message: string, details: unknown): void => {
    const where = scope === "" ? "" : ` [${scope}]`;
    const suffix = details === undefined ? "" : ` ${describe(details)}`;
    // The host's stderr and terminal want well-formed text; a lone surrogate would trap in some engines.
    standard.printToTerminal(verbosity[level], toWellFormed(`${level}${where} ${message}${suffix}`));
  };
  return {
    error: (message, details) => write("error", message, details),
    warn: (message, details) => write("warn", message, details),
    info: (message, details) => write("info", message, details),
    debug: (message, details) => write("debug", message, details),
  };
}

/** An error with its stack; other values as JSON, or as text where JSON cannot carry them. */
export function describe(value: unknown): string {
  if (value instanceof Error) {
    const head = `${value.name}: ${value.message}`;
    // Engines differ in whether the stack repeats the message.
    return value.stack?.startsWith(head) ? value.stack : `${head}\n${value.stack ?? ""}`.trimEnd();
  }
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part)) ?? String(value);
  } catch {
    return String(value);
  }
}

function toWellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
}
