/** Says what esbuild found in the words of someone who writes a process. */

import type { Message } from "esbuild";
import { createProblem, type ComponentProblem } from "./problem.js";
import { isNodeModule, replacementFor } from "./node-modules.js";

/** The problems that a failed build throws. Anything else that was thrown is thrown on. */
export function toProblems(error: unknown): readonly ComponentProblem[] {
  if (error instanceof Error && "errors" in error && Array.isArray(error.errors)) {
    const messages: readonly Message[] = error.errors;
    return messages.map(toProblem);
  }
  throw error;
}

/**
 *     Could not resolve "node:fs"  ->  a process has no Node, so there is no `node:fs`
 *                                      help: use the context's `vfs`, for which the process `needs vfs`
 */
export function toProblem({ text, location }: Message): ComponentProblem {
  const { message, help } = reword(text);
  if (location === null) return createProblem(message, help);
  const { file, line, lineText } = location;
  return { message, help, file, line, column: toColumn(lineText, location.column), lineText };
}

interface Wording {
  readonly message: string;
  readonly help?: string | undefined;
}

function reword(text: string): Wording {
  if (text.startsWith("Top-level await is not available")) {
    return { message: "`await` stands outside of a function, where this engine has none", help: "await it in `init` or in a handler" };
  }
  const missing = /^Could not resolve "(.+)"$/.exec(text)?.[1];
  if (missing === undefined) return { message: toOurStyle(text) };
  if (isNodeModule(missing)) {
    return { message: `a process has no Node, so there is no \`${missing}\``, help: replacementFor(missing) };
  }
  if (/^[./]/.test(missing)) return { message: `there is no file \`${missing}\`` };
  const packageName = /^(?:@[^/]+\/)?[^/]+/.exec(missing)?.[0] ?? missing;
  return {
    message: `the package \`${missing}\` is not installed, or has nothing of that name`,
    help: `npm install ${packageName}`,
  };
}

/** esbuild's sentences begin with a capital and quote the source with `"`. A leading name keeps its own case. */
function toOurStyle(text: string): string {
  const quoted = text.replace(/"([^"`]+)"/g, "`$1`");
  return /^[A-Z][a-z]/.test(quoted) ? quoted.charAt(0).toLowerCase() + quoted.slice(1) : quoted;
}

/** esbuild counts bytes of UTF-8 from 0; editors count UTF-16 units from 1. */
function toColumn(lineText: string, bytes: number): number {
  return Buffer.from(lineText).subarray(0, bytes).toString().length + 1;
}
