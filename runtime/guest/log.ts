/** Lines for the node's terminal, marked with the request they belong to. */

import type { Standard } from "../contract/index.js";
import { toAuthorStack } from "./author-stack.js";

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

/** An error with its stack and causes; other values as JSON, or as text where JSON cannot carry them. Never throws. */
export function describe(value: unknown): string {
  try {
    return describeValue(value, maxCauseDepth);
  } catch {
    // A getter of the value has thrown, or its text cannot be made.
    return `a value that cannot be shown (${typeof value})`;
  }
}

const maxCauseDepth = 4;

function describeValue(value: unknown, depth: number): string {
  if (value instanceof Error) {
    const head = `${value.name}: ${value.message}`;
    const stack = toAuthorStack(value.stack ?? "");
    // Engines differ in whether the stack repeats the message.
    const own = stack.startsWith(head) ? stack : `${head}\n${stack}`.trimEnd();
    return [own, ...causesOf(value, depth)].join("\ncaused by ");
  }
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part)) ?? String(value);
  } catch {
    return String(value);
  }
}

function causesOf(error: Error, depth: number): readonly string[] {
  if (depth === 0) return [];
  const others = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  const causes = error.cause === undefined ? others : [error.cause, ...others];
  return causes.slice(0, maxCauseDepth).map((cause) => describeValue(cause, depth - 1));
}

function toWellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
}
