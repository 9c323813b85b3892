/** `hproc dev` on a project, and what its tests do to both. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { withFiles } from "../component/temporary-project.js";
import { startHproc, type Run } from "./run-hproc.js";

export interface Dev {
  readonly folder: string;
  /** What was printed until it was ready. */
  readonly started: string;
  /** Of the process. */
  readonly base: string;
  /** Of the first handler that a plain GET can ask. */
  readonly url: string;
  printed(awaited: string | RegExp): Promise<string>;
  complained(awaited: string | RegExp): Promise<string>;
  save(file: string, text: string): Promise<void>;
  /** Its exit code and what it has printed on stderr. */
  end(): Promise<readonly [Run["code"], string]>;
}

/** However the test ends, the program does: one that is left would keep the tests from ending. */
export async function withDev(
  files: Readonly<Record<string, string>>,
  words: readonly string[],
  use: (dev: Dev) => Promise<void>,
): Promise<void> {
  await withFiles(files, async (folder) => {
    const { child, printed, complained, ended } = startHproc(folder, ["dev", "--port", "0", ...words]);
    try {
      const started = await printed("Ctrl-C stops the node");
      await use({
        folder,
        started,
        base: / runs at (\S+)/.exec(started)?.[1] ?? "",
        url: /curl (http:[^\s"]+)/.exec(started)?.[1] ?? "",
        printed,
        complained,
        async save(file, text) {
          assert.is.not(await readFile(join(folder, file), "utf8"), text);
          await writeFile(join(folder, file), text);
        },
        async end() {
          child.kill("SIGINT");
          const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
          const run = await ended;
          clearTimeout(late);
          return [run.code, run.stderr];
        },
      });
    } finally {
      child.kill("SIGKILL");
      await ended;
    }
  });
}

export async function get(url: string): Promise<string> {
  return (await fetch(url)).text();
}

export async function post(url: string, body: string): Promise<string> {
  return (await fetch(url, { method: "POST", body })).text();
}

/** Asks until the answer is the expected one. After 20 seconds that is an error with the last one. */
export async function until<Answer>(ask: () => Promise<Answer>, expected: Answer): Promise<void> {
  const endMs = performance.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (answer === expected) return;
    if (performance.now() > endMs) return assert.is(answer, expected, "not within 20 s");
    await delay(20);
  }
}

export function delay(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
