/** The command line within the test: what it would show on a terminal, as texts. */

import { dispatch, explain } from "../../compiler/cli/dispatch.js";
import type { Output } from "../../compiler/cli/output.js";
import { renderReport } from "../../compiler/diagnostics/render.js";
import type { Run } from "./run-hproc.js";

/** `hproc <words>` without a program of its own, which takes ten times as long. Paths are the test's. */
export async function runHere(...words: readonly string[]): Promise<Omit<Run, "signal">> {
  let stdout = "";
  let stderr = "";
  const output: Output = {
    line: (text) => void (stdout += `${text}\n`),
    error: (text) => void (stderr += `${text}\n`),
    diagnostics(found) {
      if (found.length > 0) stderr += renderReport(found, { colour: false });
    },
    data() {},
    progress() {},
    end() {},
    isTerminal: false,
    clear() {},
    unread: new AbortController().signal,
  };
  const code = await dispatch(words, output).catch((error: unknown) => explain(error, output));
  return { code, stdout, stderr };
}
