/** `hproc tell logs --follow`: the lines of a run as they come. */

import { setTimeout as delay } from "node:timers/promises";
import { isJsonObject, type JsonValue } from "../../../runtime/contract/index.js";
import { UsageError } from "../../project/usage-error.js";
import type { Output } from "../output.js";
import { formatLogLine, type LogLine } from "./log-line.js";

const pauseMs = 300;
/** So many lines at once at most: as many as a node keeps. */
const mostLines = "2000";

/**
 * Asks again and again for what is new, until it is interrupted. `ask` gives the `result` of a command; what it rejects
 * with, such as the end of the run, ends this too.
 */
export async function followLogs(
  words: readonly string[],
  ask: (words: readonly string[]) => Promise<JsonValue>,
  { output, interrupted }: { readonly output: Output; readonly interrupted: AbortSignal },
): Promise<void> {
  const [name, first] = words;
  if (name !== "logs") throw new UsageError(`\`--follow\` is for \`logs\`; found \`${name}\``);
  const named = first === undefined || /^\d+$/.test(first) ? [] : [first];
  const shown = new Map<string, number>();
  let lines = readLines(await ask(words));
  let since = new Date(0).toISOString();
  while (!interrupted.aborted) {
    for (const { node } of lines) if (!shown.has(node)) shown.set(node, -1);
    for (const line of lines) {
      // Several lines have the same time.
      if (line.number <= (shown.get(line.node) ?? -1)) continue;
      shown.set(line.node, line.number);
      since = line.time;
      const { node, source, verbosity, text } = line;
      output.line(formatLogLine(line, { isSeveral: shown.size > 1 }), { kind: "log", node, source, verbosity, text });
    }
    await delay(pauseMs, undefined, { signal: interrupted }).catch(() => {});
    if (!interrupted.aborted) lines = readLines(await ask(["logs", ...named, mostLines, since]));
  }
}

function readLines(result: JsonValue): readonly LogLine[] {
  return Array.isArray(result) ? result.flatMap((each) => readLine(each) ?? []) : [];
}

function readLine(value: JsonValue): LogLine | undefined {
  if (!isJsonObject(value)) return undefined;
  const { time, node, number, source, verbosity, text } = value;
  const isWhole = typeof number === "number" && typeof verbosity === "number";
  if (typeof time !== "string" || typeof node !== "string" || typeof source !== "string" || typeof text !== "string" || !isWhole) return undefined;
  return { time, node, number, source, verbosity, text };
}
