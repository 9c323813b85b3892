/** Keeps the outputs of one schema right while it is edited, and says what it does. */

import { once } from "node:events";
import { join } from "node:path";
import { checkSchema, generateOutputs } from "../pipeline.js";
import { isFolder, locateSchema, type SchemaLocation } from "../project/locate.js";
import { nodeHost, stampOf } from "../project/node-host.js";
import { createRememberingHost, createSnapshot } from "../project/remembering-host.js";
import { watchFiles } from "../project/watch-files.js";
import { applyWrites, planWrites } from "../project/write.js";
import { createBuildLoop } from "./build-loop.js";
import { areEqual, readAll } from "./file-texts.js";
import type { Output } from "./output.js";
import { refusalOf } from "./refusal.js";
import { createRememberingFormat } from "./remembering-format.js";
import { systemClock } from "./system-clock.js";
import { warmUp } from "./warm-up.js";
import { createWatchReport, type Attempt } from "./watch-report.js";

export interface WatchSettings {
  readonly path: string;
  /** Undefined for the notices of the system. */
  readonly pollMs: number | undefined;
  readonly output: Output;
}

/** Resolves when `ended` is aborted. Throws `UsageError` when there is no schema to begin with. */
export async function watchSchema({ path, pollMs, output }: WatchSettings, ended: AbortSignal): Promise<void> {
  let schema = await locateSchema(path);
  const mayMove = await isFolder(path);
  const host = createRememberingHost(nodeHost, stampOf);
  const format = createRememberingFormat();
  const report = createWatchReport(output);
  /** What the last report was about: the texts of all files that decided about it. */
  let reported: ReadonlyMap<string, string | undefined> | undefined;
  /** Builds in a row whose files were others when they were ready. Somebody who never stops writing gets some anyway. */
  let droppedCount = 0;
  let buildCount = 0;

  const attempt = async (files: typeof nodeHost): Promise<Attempt> => {
    try {
      // The one in use stays in use when another one comes to lie beside it.
      if (mayMove && (await files.read(pathOf(schema))) === undefined) schema = await locateSchema(path);
      const result = await checkSchema(schema, files);
      if (!result.model) return { kind: "errors", schema, result };
      const outputs = await generateOutputs(result.model, result.config, format);
      return { kind: "good", schema, result, plan: await planWrites(outputs, schema, host, result.inputs) };
    } catch (error) {
      return { kind: "refused", schema, message: refusalOf(error) };
    }
  };

  const build = async (isSettled: () => boolean): Promise<"done" | "held"> => {
    const startedMs = performance.now();
    const files = createSnapshot(nodeHost);
    if (reported && (await areEqual(reported, files))) return "done";
    buildCount++;
    const found = await attempt(files);
    const inputs = inputsOf(found);
    watching.watch(inputs);
    const texts = await readAll(inputs, files);
    // An editor may have gone on writing meanwhile; then the notice of it has come, or is about to.
    const isLate = droppedCount < 5 && !(await areEqual(texts, createSnapshot(nodeHost)));
    if (isLate || (needsSettledFiles(found) && !isSettled())) {
      droppedCount = isLate ? droppedCount + 1 : 0;
      return "held";
    }
    droppedCount = 0;
    const done = await act(found);
    if (ended.aborted) return "done";
    report.finished(done, performance.now() - startedMs);
    // What was refused is tried again whenever something happens; the report shows it once.
    reported = done.kind === "refused" ? undefined : texts;
    if (done.kind === "good" && done.result.model && buildCount === 1) {
      void warmUp(done.result.model, done.plan.outputs, () => buildCount > 1 || ended.aborted);
    }
    return "done";
  };

  const act = async (found: Attempt): Promise<Attempt> => {
    if (found.kind !== "good") return found;
    try {
      await applyWrites(found.plan, found.schema, host);
      return found;
    } catch (error) {
      return { kind: "refused", schema: found.schema, message: refusalOf(error) };
    }
  };

  const failed = new AbortController();
  const loop = createBuildLoop({ clock: systemClock, build, onFailure: (error) => failed.abort(error) });
  const watching = watchFiles({
    onChange: loop.changed,
    pollMs,
    onPolling: (error, everyMs) => report.polling(error, everyMs),
  });
  try {
    report.watching(schema);
    // Before the first look at it, so that no change is lost in between; it is a change by itself.
    watching.watch([pathOf(schema)]);
    loop.changed();
    const end = AbortSignal.any([ended, failed.signal]);
    if (!end.aborted) await once(end, "abort");
    failed.signal.throwIfAborted();
  } finally {
    loop.stop();
    watching.close();
  }
}

/** Of these a half-written file would look the same, and acting on it would do damage or alarm. */
function needsSettledFiles(found: Attempt): boolean {
  return found.kind !== "good" || found.plan.removed.length > 0 || found.plan.foreign.length > 0;
}

/** All files that decide about the outcome. */
function inputsOf(found: Attempt): readonly string[] {
  if (found.kind === "refused") return [pathOf(found.schema)];
  const foreign = found.kind === "good" ? found.plan.foreign : [];
  return [...found.result.inputs, ...foreign.map((path) => join(found.schema.folder, path))];
}

function pathOf({ folder, fileName }: SchemaLocation): string {
  return join(folder, fileName);
}
