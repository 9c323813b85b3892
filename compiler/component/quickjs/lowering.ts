/** Async functions for QuickJS: as generators, which a function of our runtime drives. */

import { InternalError } from "../../text/internal-error.js";

/**
 * Syntax that waits for a promise of the engine. QuickJS runs what such promises have ready when an export returns, and
 * `init` never does; so a program has promises of our own, for which esbuild writes generators.
 */
export const loweredSyntax: readonly string[] = ["async-await", "async-generator", "for-await", "using", "top-level-await"];

/** Behind the module that boots a process: tells by which name the bundle has `runAsync`. */
export const loweredMark = '\nimport { runAsync as lowered } from "./run-async.js";\n$lowered(lowered);\n';

/**
 * Puts `runAsync` of `runtime/guest/quickjs` in the place of esbuild's helper for async functions: one object a call and
 * no closure for each `await`, which makes awaiting four times as fast. All lines stay where they are.
 *
 *     var __async = (__this, __arguments, generator) => {     var __async = runAsync;
 *       …                                                  ->
 *     };
 *     …                                                       …
 *     $lowered(runAsync);
 *
 * @throws InternalError where the bundle does not look as expected.
 */
export function useRunAsync(source: string): string {
  const [line, name = ""] = /^\$lowered\((\w+)\);$/m.exec(source) ?? [];
  // A function that is declared is there before anything runs.
  if (line === undefined || !new RegExp(`^function ${name}\\(`, "m").test(source)) {
    throw new InternalError("the bundle for QuickJS does not have `runAsync`");
  }
  const marked = source.replace(line, "");
  const helper = helperPattern.exec(marked);
  if (helper) {
    const [text, helperName = ""] = helper;
    return marked.replace(text, () => `var ${helperName} = ${name};${text.replace(/[^\n]+/g, "")}`);
  }
  if (/\b__async\d*\(/.test(marked)) {
    throw new InternalError("esbuild's helper for async functions is not the one that hproc is made for");
  }
  return marked;
}

const helperPattern = /^var (__async\d*) = \(__this, __arguments, generator\) => \{\n[\s\S]*?^\};\n/m;
