/** Keeps the processes of running nodes up to date with the files of their project, and says what it does. */

import { once } from "node:events";
import { join } from "node:path";
import type { EngineName } from "../model/engine.js";
import type { Model } from "../model/model.js";
import type { SchemaLocation } from "../project/locate.js";
import { createSnapshot } from "../project/remembering-host.js";
import { watchFiles } from "../project/watch-files.js";
import { type BuildAttempt, createBuildAttempts } from "./attempt-build.js";
import { showProblems } from "./build-processes.js";
import { createBuildLoop } from "./build-loop.js";
import { captureText } from "./captured-text.js";
import { areEqual, readAll } from "./file-texts.js";
import type { Output } from "./output.js";
import type { SwapOutcome, SwapProcesses } from "./swap-processes.js";
import { systemClock } from "./system-clock.js";
import { createTypeReport } from "./type-report.js";

export interface Following {
  readonly schema: SchemaLocation;
  readonly swap: SwapProcesses;
  /** Of all components, when it was asked for. */
  readonly engine: EngineName | undefined;
  readonly output: Output;
  /** Called after the first swap where nothing has served before. */
  readonly onServing: (model: Model) => Promise<void>;
  /** Told what keeps anything from running, as it is shown. */
  readonly onBroken: (problems: string) => void;
}

/** How long a file may be empty between two steps of a save, on a machine with much else to do. */
const emptyMs = 1_000;

/** Resolves when `ended` is aborted. */
export async function followProject(following: Following, ended: AbortSignal): Promise<void> {
  const { schema, swap, engine, output, onServing, onBroken } = following;
  let isServing = swap.isServing();
  const { files, attempt } = createBuildAttempts({ schema, output, engine }, isServing);
  const types = createTypeReport(output, ended);
  /** The texts that the last outcome is about. */
  let seen: ReadonlyMap<string, string | undefined> | undefined;
  /** Read before the bundler reads them: what is saved in between is then found to be different. */
  let known: readonly string[] = [];
  let shownProblems: string | undefined;
  /** What was started with the nodes has been checked by TypeScript before, and its warnings have been shown. */
  let isChecked = isServing;
  let shownWarnings = "";
  let emptySinceMs: number | undefined;
  let cancelLook = (): void => {};
  /** Aborted when what is being built or swapped is of files that are others by now. */
  let outdated = new AbortController();

  const report = async ({ show }: Extract<BuildAttempt, { kind: "broken" }>): Promise<void> => {
    const problems = await captureText(show);
    if (problems === shownProblems) return;
    shownProblems = problems;
    await show(output);
    output.line(`${schema.displayPath}: ${isServing ? "the code of the last good save runs on" : "nothing runs yet"}; waiting for a change`);
    if (!isServing) onBroken(problems);
  };

  const tell = ({ swapped, kept, missing, reasons }: SwapOutcome, elapsedMs: number): void => {
    const isGood = kept.length + missing.length === 0;
    // What has started first is announced.
    if (swapped.length > 0 && isServing) output.line(`reloaded ${swapped.join(", ")}, ${Math.round(elapsedMs)} ms`);
    else if (shownProblems !== undefined && isGood && isServing) output.line(`${schema.displayPath}: all is well again`);
    for (const name of kept) output.error(`hproc: the code of ${name} before this save runs on`);
    if (missing.length > 0) output.error(`hproc: ${missing.join(", ")} did not start; waiting for a change`);
    shownProblems = isGood ? undefined : "";
    if (!swap.isServing()) onBroken(`${reasons.join("\n")}\n`);
  };

  const build = async (isSettled: () => boolean): Promise<"done" | "held"> => {
    const startedMs = performance.now();
    outdated = new AbortController();
    const snapshot = createSnapshot(files);
    if (seen && (await areEqual(seen, snapshot))) return "done";
    types.stop();
    await readAll(known, snapshot);
    const found = await attempt(snapshot, isSettled);
    watching.watch(found.inputs, found.folders);
    if (found.kind === "held") return "held";
    const isNew = found.inputs.some((path) => !known.includes(path));
    known = found.inputs;
    if (isNew) {
      // Once more, with files of which is known what they held before.
      loop.changed();
      return "held";
    }
    const texts = await readAll(found.inputs, snapshot);
    // An editor may have gone on writing meanwhile.
    if (!(await areEqual(texts, createSnapshot(files)))) return "held";
    if (isBeingWritten(texts)) return "done";
    seen = found.kind === "good" || found.isComplete ? texts : undefined;
    if (found.kind === "broken") {
      isChecked = false;
      await report(found);
      return "done";
    }
    const outcome = await swapIn(found, texts);
    if (outcome === undefined) {
      seen = undefined;
      return "held";
    }
    if (ended.aborted) return "done";
    tell(outcome, performance.now() - startedMs);
    if (!isServing && swap.isServing()) {
      isServing = true;
      await onServing(found.project.model);
    }
    await warn(found, isChecked && outcome.swapped.length === 0);
    if (!isChecked || outcome.swapped.length > 0) types.check(found.project);
    isChecked = false;
    return "done";
  };

  const warn = async ({ project, bundled }: Extract<BuildAttempt, { kind: "good" }>, isShown: boolean): Promise<void> => {
    const found = bundled.flatMap(({ bundle }) => bundle.warnings);
    const show = (shown: Output): Promise<void> => showProblems(found, "warning", project, shown);
    const warnings = found.length === 0 ? "" : await captureText(show);
    if (warnings !== shownWarnings && !isShown) await show(output);
    shownWarnings = warnings;
  };

  /** An empty file can be bundled, but is more often one that is about to be filled. Looks again later. */
  const isBeingWritten = (texts: ReadonlyMap<string, string | undefined>): boolean => {
    if (![...texts.values()].includes("")) {
      emptySinceMs = undefined;
      return false;
    }
    emptySinceMs ??= systemClock.now();
    const waitMs = emptySinceMs + emptyMs - systemClock.now();
    cancelLook();
    if (waitMs > 0) cancelLook = systemClock.after(waitMs, loop.changed);
    return waitMs > 0;
  };

  /** Undefined when it was given up, since the files are others by now. */
  const swapIn = async (
    { project, bundled }: Extract<BuildAttempt, { kind: "good" }>,
    texts: ReadonlyMap<string, string | undefined>,
  ): Promise<SwapOutcome | undefined> => {
    const { signal } = outdated;
    const lookAgain = (): void => {
      void areEqual(texts, createSnapshot(files)).then((equal) => {
        if (!equal && outdated.signal === signal) outdated.abort();
      });
    };
    changes.add(lookAgain);
    try {
      const outcome = await swap.swap(project, bundled, AbortSignal.any([signal, ended]));
      return signal.aborted ? undefined : outcome;
    } catch (error) {
      if (signal.aborted || ended.aborted) return undefined;
      throw error;
    } finally {
      changes.delete(lookAgain);
    }
  };

  const failed = new AbortController();
  const changes = new Set<() => void>();
  const loop = createBuildLoop({ clock: systemClock, build, onFailure: (error) => failed.abort(error) });
  const watching = watchFiles({
    onChange() {
      loop.changed();
      for (const change of changes) change();
    },
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
    cancelLook();
    watching.close();
    types.stop();
  }
}
