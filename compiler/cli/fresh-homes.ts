/** `hproc dev --fresh`: takes away what nodes have stored, after asking. */

import { access, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { homeEntries } from "../../runtime/node/home-entries.js";
import { UsageError } from "../project/usage-error.js";
import type { Output } from "./output.js";

export interface FreshSurroundings {
  readonly output: Output;
  readonly isConfirmed: boolean;
  readonly interrupted: AbortSignal;
}

/** Throws `UsageError` where nobody could answer: before any work is done. */
export function checkAnswerable({ output, isConfirmed }: Pick<FreshSurroundings, "output" | "isConfirmed">): void {
  if (isConfirmed || (process.stdin.isTTY && output.isTerminal)) return;
  throw new UsageError("`--fresh` asks before it deletes, and nobody can answer here; `--yes` answers for scripts");
}

/**
 * Only what nodes have made goes: a home may be any folder. To be called by who has claimed them. False when the answer is
 * no. Rejects when the question is interrupted, and with what the system refuses.
 */
export async function freshHomes(homes: readonly string[], surroundings: FreshSurroundings): Promise<boolean> {
  const { output, isConfirmed, interrupted } = surroundings;
  const paths = homes.flatMap((home) => Object.values(homeEntries).map((entry) => join(home, entry)));
  const isThere = await Promise.all(paths.map((path) => access(path).then(() => true, () => false)));
  if (!isThere.includes(true)) return true;
  if (!isConfirmed) output.line(`delete the states, files, databases and logs in ${homes.join(" and ")}? [y/N]`);
  if (!isConfirmed && !(await readYes(interrupted))) {
    output.error("hproc: nothing was deleted, and nothing started");
    return false;
  }
  for (const path of paths) await rm(path, { recursive: true, force: true });
  output.line(`deleted what was stored in ${homes.join(" and ")}`);
  return true;
}

/** Rejects when it is interrupted. */
async function readYes(interrupted: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin });
  try {
    return /^y(es)?$/i.test((await lines.question("", { signal: interrupted })).trim());
  } finally {
    lines.close();
  }
}
