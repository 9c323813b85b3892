/** Keeps the processes of running nodes up to date with the files of their project, and says what it does. */

import { once } from "node:events";
import { join } from "node:path";
import type { Model } from "../model/model.js";
import { entryFile } from "../emit/print/generated-names.js";
import type { SchemaLocation } from "../project/locate.js";
import { nodeHost } from "../project/node-host.js";
import { createSnapshot } from "../project/remembering-host.js";
import { typeCheck } from "../project/type-check.js";
import { watchFiles } from "../project/watch-files.js";
import { type BuildAttempt, createBuildAttempts } from "./attempt-build.js";
import { createBuildLoop } from "./build-loop.js";
import { areEqual, readAll } from "./file-texts.js";
import type { Output } from "./output.js";
import type { PreparedProject } from "./prepare.js";
import { typeDiagnostic } from "./problems.js";
import type { SwapProcesses } from "./swap-processes.js";
import { systemClock } from "./system-clock.js";

export interface Following {
  readonly schema: SchemaLocation;
  readonly swap: SwapProcesses;
  readonly output: Output;
  /** Called after the first swap where nothing has served before. */
  readonly onServing: (model: Model) => void;
}

/** Resolves when `ended` is aborted. */
export async function followProject({ schema, swap, output, onServing }: Following, ended: AbortSignal): Promise<void> {
  const attempt = createBuildAttempts(schema, output);
  const types = createTypeReport(output);
  /** The texts that the last outcome is about. */
  let seen: ReadonlyMap<string, string | undefined> | undefined;
  /** Read before the bundler reads them: what is saved in between is then found to be different. */
  let known: readonly string[] = [];
  /** Builds in a row whose files were others when they were ready. Somebody who never stops writing gets some anyway. */
  let droppedCount = 0;
  let shownProblems: string | undefined;
  let isServing = swap.isServing();

  const report = async (found: Extract<BuildAttempt, { kind: "broken" }>): Promise<void> => {
    if (found.problems === shownProblems) return;
    shownProblems = found.problems;
    await found.show();
    const what = isServing ? "the code of the last good save runs on" : "nothing runs yet";
    output.line(`${schema.displayPath}: ${what}; waiting for a change`);
  };

  const build = async (isSettled: () => boolean): Promise<"done" | "held"> => {
    const startedMs = performance.now();
    const files = createSnapshot(nodeHost);
    if (seen && (await areEqual(seen, files))) return "done";
    await readAll(known, files);
    const found = await attempt(files, isSettled);
    watching.watch(found.inputs);
    if (found.kind === "held") return "held";
    const isNew = found.inputs.some((path) => !known.includes(path));
    known = found.inputs;
    if (isNew) {
      // Once more, with files of which is known what they held before.
      loop.changed();
      return "held";
    }
    const isComplete = found.kind === "good" || found.isComplete;
    const texts = await readAll(found.inputs, files);
    // An editor may have gone on writing meanwhile: an empty file is one that can be bundled.
    if (droppedCount < 5 && !(await areEqual(texts, createSnapshot(nodeHost)))) {
      droppedCount++;
      return "held";
    }
    droppedCount = 0;
    seen = isComplete ? texts : undefined;
    if (found.kind === "broken") {
      await report(found);
      return "done";
    }
    const { project, bundled } = found;
    const outcome = await swap.swap(project, bundled, ended);
    if (ended.aborted) return "done";
    if (outcome.swapped.length > 0) {
      output.line(`reloaded ${outcome.swapped.join(", ")}, ${Math.round(performance.now() - startedMs)} ms`);
    } else if (shownProblems !== undefined && outcome.kept.length === 0) {
      output.line(`${schema.displayPath}: all is well again`);
    }
    for (const name of outcome.kept) output.error(`hproc: the code of ${name} before this save runs on`);
    shownProblems = outcome.kept.length === 0 ? undefined : "";
    if (!isServing && swap.isServing()) {
      isServing = true;
      onServing(project.model);
    }
    if (outcome.swapped.length > 0) types.check(project, ended);
    return "done";
  };

  const failed = new AbortController();
  const loop = createBuildLoop({ clock: systemClock, build, onFailure: (error) => failed.abort(error) });
  const watching = watchFiles({
    onChange: loop.changed,
    pollMs: undefined,
    onPolling: (error, everyMs) =>
      output.line(`the system does not tell of changes (${error.message}); looking every ${everyMs} ms instead`),
  });
  try {
    watching.watch([join(schema.folder, schema.fileName)]);
    loop.changed();
    const end = AbortSignal.any([ended, failed.signal]);
    if (!end.aborted) await once(end, "abort");
    failed.signal.throwIfAborted();
  } finally {
    loop.stop();
    watching.close();
    types.stop();
  }
}

/** TypeScript takes seconds where a swap takes milliseconds: it only reports, and only about the last save. */
function createTypeReport(output: Output): { check(project: PreparedProject, ended: AbortSignal): void; stop(): void } {
  let running = new AbortController();
  let hadProblems = false;

  const check = async (project: PreparedProject, signal: AbortSignal): Promise<void> => {
    const problems = await typeCheck(project.folder, project.model.processes.map(entryFile), signal);
    const found = await Promise.all(problems.map((problem) => typeDiagnostic(problem, project)));
    if (signal.aborted) return;
    output.diagnostics(found);
    if (found.length === 0 && hadProblems) output.line("the handlers are right by TypeScript again");
    hadProblems = found.length > 0;
  };

  return {
    check(project, ended) {
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
