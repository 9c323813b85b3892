/** What `hproc watch` says: one line for each build, and errors for as long as there are any. */

import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SchemaLocation } from "../project/locate.js";
import type { Output, OutputRecord } from "./output.js";
import { showForeign } from "./summary.js";
import type { CheckResult } from "../pipeline.js";
import type { WritePlan } from "../project/write.js";

/** What the files as they are now would give. */
export type Attempt =
  | { readonly kind: "good"; readonly schema: SchemaLocation; readonly result: CheckResult; readonly plan: WritePlan }
  | { readonly kind: "errors"; readonly schema: SchemaLocation; readonly result: CheckResult }
  /** The schema is not there, or the system refuses to read or to write. */
  | { readonly kind: "refused"; readonly schema: SchemaLocation; readonly message: string };

export interface WatchReport {
  watching(schema: SchemaLocation): void;
  finished(attempt: Attempt, elapsedMs: number): void;
  polling(error: Error, pollMs: number): void;
}

export function createWatchReport(output: Output): WatchReport {
  /** On the screen as if they were current. */
  let hasShownProblems = false;
  let isBroken = false;
  let hasCompiled = false;
  let lastRefusal: string | undefined;

  const line = (text: string, data?: OutputRecord): void => {
    output.line(output.isTerminal ? `${localTime()} ${text}` : text, data);
  };

  return {
    watching: (schema) =>
      line(`watching ${schema.displayPath}; Ctrl-C ends it`, { kind: "watching", schema: schema.displayPath }),

    finished(attempt, elapsedMs) {
      const { schema } = attempt;
      if (attempt.kind === "refused") {
        if (attempt.message === lastRefusal) return;
        lastRefusal = attempt.message;
      } else lastRefusal = undefined;

      if (hasShownProblems) output.clear();
      output.data({ kind: "build-started", schema: schema.displayPath });
      const diagnostics = attempt.kind === "refused" ? [] : attempt.result.diagnostics;
      output.diagnostics(diagnostics);
      if (attempt.kind === "good") showForeign(schema, attempt.plan, output);
      if (attempt.kind === "refused") output.error(`hproc: ${attempt.message}`);
      const isGood = attempt.kind === "good" && attempt.plan.foreign.length === 0;
      line(
        isGood ? describeBuild(attempt, elapsedMs, isBroken) : describeRest(schema, hasCompiled),
        toEvent(attempt, diagnostics, isGood, elapsedMs),
      );
      hasShownProblems = !isGood || diagnostics.length > 0;
      isBroken = !isGood;
      hasCompiled ||= isGood;
    },

    polling: (error, pollMs) =>
      line(`the system does not tell of changes (${error.message}); looking every ${pollMs} ms instead`),
  };
}

type GoodAttempt = Extract<Attempt, { kind: "good" }>;

function describeBuild({ schema, plan }: GoodAttempt, elapsedMs: number, wasBroken: boolean): string {
  const changed = plan.created.length + plan.updated.length;
  const parts = [`${changed} of ${plan.outputs.length} files updated`];
  if (plan.removed.length > 0) parts.push(`${plan.removed.length} removed`);
  parts.push(`${Math.round(elapsedMs)} ms`);
  return `compiled ${schema.displayPath}: ${parts.join(", ")}${wasBroken ? "; all is well again" : ""}`;
}

function describeRest({ displayPath }: SchemaLocation, hasCompiled: boolean): string {
  const what = hasCompiled ? "the outputs are those of the last good save" : "the outputs are left as they were";
  return `${displayPath}: ${what}; waiting for a change`;
}

function toEvent(attempt: Attempt, diagnostics: readonly Diagnostic[], isGood: boolean, elapsedMs: number): OutputRecord {
  const { created, updated, removed, outputs } =
    isGood && attempt.kind === "good" ? attempt.plan : { created: [], updated: [], removed: [], outputs: undefined };
  const count = (severity: string): number => diagnostics.filter((each) => each.severity === severity).length;
  return {
    kind: "build-finished",
    schema: attempt.schema.displayPath,
    ok: isGood,
    files: outputs?.length ?? null,
    created,
    updated,
    removed,
    errors: count("error"),
    warnings: count("warning"),
    elapsedMs: Math.round(elapsedMs * 10) / 10,
  };
}

/** `14:03:22` */
function localTime(): string {
  return new Date().toTimeString().slice(0, 8);
}
