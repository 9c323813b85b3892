/** Turns what componentize-js says when a module cannot be loaded into words for the module's author. */

import { EngineFailure, type SourcePosition } from "../engine.js";

/** The name that stack traces give the module. */
export const sourceName = "process.js";

/**
 * componentize-js runs the module once and keeps the memory that results; so most failures are the module's own, while
 * it loads. Its text mixes the cause with WebAssembly frames and paths of temporary folders, all of which stay in `log`.
 */
export function explainFailure(log: string): EngineFailure {
  const call = /unknown imported function: '([^']+)' '([^']+)'/.exec(log);
  if (call !== null) {
    const [, from = "", name = ""] = call;
    return new EngineFailure(`the program uses ${describeImport(from, name)} while it is being loaded`, {
      help: "a program is loaded once, when it is built, and not on the node: do this in `init` or in a handler",
      log,
    });
  }
  if (log.includes('does not export a "init" function')) {
    return new EngineFailure("the program does not export the function `init`", { log });
  }
  const thrown = /^Exception while evaluating top-level script\n(.+)/m.exec(log)?.[1];
  if (thrown !== undefined) {
    const cause = thrown.replace(frame, "").replace(/^uncaught exception: /, "");
    return new EngineFailure(`the program fails while it is being loaded: ${cause}`, {
      position: findPosition(thrown) ?? findPosition(log),
      log,
    });
  }
  return new EngineFailure("the component could not be made", { position: findPosition(log), log });
}

const frame = new RegExp(`^(?:\\S*/)?${sourceName.replace(".", "\\.")}:(\\d+):(\\d+) `);
const place = new RegExp(`(?:^|[\\s@/])${sourceName.replace(".", "\\.")}:(\\d+):(\\d+)`, "m");

function findPosition(text: string): SourcePosition | undefined {
  const found = place.exec(text);
  return found === null ? undefined : { line: Number(found[1]), column: Number(found[2]) };
}

function describeImport(from: string, name: string): string {
  if (from.startsWith("wasi:random/")) return "random numbers";
  return `\`${name}\` of \`${from}\``;
}
