/** What TypeScript says of the last save. It takes seconds where a swap takes milliseconds: it only reports. */

import { setTimeout as delay } from "node:timers/promises";
import { entryFile } from "../emit/print/generated-names.js";
import { typeCheck } from "../project/type-check.js";
import type { Output } from "./output.js";
import type { PreparedProject } from "./prepare.js";
import { typeDiagnostic } from "./problems.js";

/** Starting a program takes a while in which nothing else is done here, such as answering who looks at what was saved. */
const pauseMs = 100;

export interface TypeReport {
  /** Instead of what is under way. */
  check(project: PreparedProject): void;
  /** Whatever is under way is of files that are others by now. */
  stop(): void;
}

export function createTypeReport(output: Output, ended: AbortSignal): TypeReport {
  let running = new AbortController();
  let hadProblems = false;

  const check = async (project: PreparedProject, signal: AbortSignal): Promise<void> => {
    await delay(pauseMs, undefined, { signal });
    const problems = await typeCheck(project.folder, project.model.processes.map(entryFile), signal);
    const found = await Promise.all(problems.map((problem) => typeDiagnostic(problem, project)));
    if (signal.aborted) return;
    output.diagnostics(found);
    if (found.length === 0 && hadProblems) output.line("the handlers are right by TypeScript again");
    hadProblems = found.length > 0;
  };

  return {
    check(project) {
      running.abort();
      running = new AbortController();
      const signal = AbortSignal.any([running.signal, ended]);
      check(project, signal).catch((error: unknown) => {
        if (!signal.aborted) output.error(`hproc: ${error instanceof Error ? error.message : String(error)}`);
      });
    },
    stop: () => running.abort(),
  };
}
